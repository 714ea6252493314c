"""Reads codes of practice and their chapters; never writes."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload, selectinload

from drafting.policy.identity import Identity
from drafting.policy.permission_map import may, require
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.services.codes.errors import CodeNotFoundError, DraftNotFoundError
from drafting.storage.models import Chapter, CodeOfPractice, WorkingDraft


def codes_of(session: Session, actor: Identity) -> list[CodeOfPractice]:
    """The codes of practice that the actor may read, by title."""
    codes = session.scalars(select(CodeOfPractice).order_by(CodeOfPractice.title))
    return [code for code in codes if may(actor, Permission.CODE_READ, context_of_code(code))]


def code_by_slug(session: Session, actor: Identity, slug: str) -> CodeOfPractice:
    """One code of practice with its chapters; raises CodeNotFoundError also if the actor may not
    read it.
    """
    if not slug.isascii() or not slug.isprintable():  # PostgreSQL takes no NUL
        raise CodeNotFoundError
    query = select(CodeOfPractice).where(CodeOfPractice.slug == slug)
    chapters = selectinload(CodeOfPractice.chapters)
    options = (
        chapters.joinedload(Chapter.working_group),
        chapters.joinedload(Chapter.working_draft),
        selectinload(CodeOfPractice.stakeholder_groups),
        selectinload(CodeOfPractice.working_groups),
    )
    code = session.scalars(query.options(*options)).one_or_none()
    if code is None or not may(actor, Permission.CODE_READ, context_of_code(code)):
        raise CodeNotFoundError
    return code


def context_of_code(code: CodeOfPractice) -> Context:
    """The context in which permissions on a code of practice are decided."""
    return Context(code_id=code.id, code_is_public=code.is_public)


def context_of(chapter: Chapter) -> Context:
    """The context in which permissions on a chapter are decided."""
    return Context(
        code_id=chapter.code_id,
        working_group_id=chapter.working_group_id,
        is_set_aside=chapter.set_aside_at is not None,
    )


def chapter_of(code: CodeOfPractice, chapter_id: int) -> Chapter:
    """A chapter of this code of practice; raises DraftNotFoundError for any other."""
    for chapter in code.chapters:
        if chapter.id == chapter_id:
            return chapter
    raise DraftNotFoundError


def readable_chapter(session: Session, actor: Identity, slug: str, chapter_id: int) -> Chapter:
    """A chapter whose working draft the actor may read."""
    chapter = chapter_of(code_by_slug(session, actor, slug), chapter_id)
    require(actor, Permission.DRAFT_READ, context_of(chapter))
    return chapter


def chapter_of_draft(session: Session, draft_id: int) -> Chapter:
    """The chapter that a working draft belongs to; raises DraftNotFoundError."""
    query = select(Chapter).join(WorkingDraft).where(WorkingDraft.id == draft_id)
    query = query.options(joinedload(Chapter.working_draft)).execution_options(
        populate_existing=True
    )
    chapter = session.scalars(query).one_or_none()
    if chapter is None:
        raise DraftNotFoundError
    return chapter


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What joining a working draft needs: the context of rights, the lineage, the head of its
    log.
    """

    context: Context
    lineage_id: str
    head_seq: int


_draft, _chapter = WorkingDraft.__table__, Chapter.__table__
_FACTS = (
    select(
        _chapter.c.code_id,
        _chapter.c.working_group_id,
        _chapter.c.set_aside_at,
        _draft.c.lineage_id,
        _draft.c.head_seq,
    )
    .select_from(_draft.join(_chapter))
    .where(_draft.c.id == bindparam("draft_id"))
)


def facts_of_draft(session: Session, draft_id: int) -> DraftFacts:
    """Reads the facts of a draft from the tables, at every join; raises DraftNotFoundError."""
    found = session.connection().execute(_FACTS, {"draft_id": draft_id}).one_or_none()
    if found is None:
        raise DraftNotFoundError
    code_id, working_group_id, set_aside_at, lineage_id, head_seq = found
    context = Context(
        code_id=code_id, working_group_id=working_group_id, is_set_aside=set_aside_at is not None
    )
    return DraftFacts(context, lineage_id, head_seq)
