"""Chapters: created with their working draft, ordered, assigned to a group, set aside and put back.

A chapter is never deleted: setting aside takes it out of the order and keeps its text.
"""

from collections.abc import Sequence
from uuid import uuid4

from sqlalchemy.orm import Session

from drafting import clock
from drafting.crdt.shared_text import birth
from drafting.domain.events.drafts import ChapterChanged, ChapterCreated
from drafting.domain.limits import MAX_CHAPTERS
from drafting.errors import NotFoundError
from drafting.policy.identity import Identity
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.services.coediting.update_log import LogRow, append_rows
from drafting.services.drafts.errors import TooManyChaptersError
from drafting.services.fields import checked_name
from drafting.services.people.rights_epoch import rights_changed
from drafting.services.recording import record
from drafting.storage.models import Chapter, CodeOfPractice, WorkingDraft


def chapters_in_use(code: CodeOfPractice) -> list[Chapter]:
    """In their order, those set aside left out."""
    return [chapter for chapter in code.chapters if chapter.set_aside_at is None]


def create_chapter(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    *,
    title: str,
    markdown: str = "",
    working_group_id: int | None = None,
) -> Chapter:
    """Add a chapter at the end, with a new working draft that holds `markdown`."""
    require(actor, Permission.CHAPTER_CHANGE, Context(code_id=code.id))
    in_use = chapters_in_use(code)
    if len(in_use) >= MAX_CHAPTERS:
        raise TooManyChaptersError(most=MAX_CHAPTERS)
    draft = WorkingDraft(lineage_id=str(uuid4()), head_seq=0, created_at=clock.now())
    chapter = Chapter(
        position=len(in_use) + 1,
        title=checked_name(title, field="title"),
        working_group_id=_own_group(code, working_group_id),
        created_at=clock.now(),
        working_draft=draft,
    )
    code.chapters.append(chapter)
    session.flush()
    if markdown:
        append_rows(session.connection(), draft.id, 0, [LogRow(actor.account_id, birth(markdown))])
    record(session, actor, ChapterCreated(code_id=code.id, chapter_id=chapter.id))
    return chapter


def rename_chapter(session: Session, actor: Identity, chapter: Chapter, *, title: str) -> None:
    """Give a chapter another title; the heading inside its text is the drafters'."""
    require(actor, Permission.CHAPTER_CHANGE, Context(code_id=chapter.code_id))
    chapter.title = checked_name(title, field="title")
    _record_change(session, actor, chapter, "title")


def move_chapter(
    session: Session, actor: Identity, code: CodeOfPractice, chapter: Chapter, *, by: int
) -> None:
    """Move a chapter up (negative) or down the order; beyond the ends it stays at the end."""
    require(actor, Permission.CHAPTER_CHANGE, Context(code_id=code.id))
    if chapter.set_aside_at is not None:
        return
    order = [one for one in chapters_in_use(code) if one is not chapter]
    order.insert(max(0, min(len(order), chapter.position - 1 + by)), chapter)
    _number(order)
    _record_change(session, actor, chapter, "order")


def assign_chapter(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    chapter: Chapter,
    *,
    working_group_id: int | None,
) -> None:
    """Assign a chapter to a working group, or to none. This changes who may write in it."""
    require(actor, Permission.CHAPTER_CHANGE, Context(code_id=code.id))
    chapter.working_group_id = _own_group(code, working_group_id)
    rights_changed(session)
    _record_change(session, actor, chapter, "working group")


def set_chapter_aside(
    session: Session, actor: Identity, code: CodeOfPractice, chapter: Chapter
) -> None:
    """Take a chapter out of the order; its text stays, but cannot be edited."""
    require(actor, Permission.CHAPTER_CHANGE, Context(code_id=code.id))
    chapter.set_aside_at = clock.now()
    _number(chapters_in_use(code))
    rights_changed(session)
    _record_change(session, actor, chapter, "set aside")


def put_chapter_back(
    session: Session, actor: Identity, code: CodeOfPractice, chapter: Chapter
) -> None:
    """Put a chapter that was set aside back at the end of the order."""
    require(actor, Permission.CHAPTER_CHANGE, Context(code_id=code.id))
    if chapter.set_aside_at is None:
        return
    chapter.position = len(chapters_in_use(code)) + 1
    chapter.set_aside_at = None
    rights_changed(session)
    _record_change(session, actor, chapter, "put back")


def _own_group(code: CodeOfPractice, working_group_id: int | None) -> int | None:
    if working_group_id is not None and working_group_id not in {
        group.id for group in code.working_groups
    }:
        raise NotFoundError
    return working_group_id


def _number(order: Sequence[Chapter]) -> None:
    for position, chapter in enumerate(order, start=1):
        chapter.position = position


def _record_change(session: Session, actor: Identity, chapter: Chapter, what: str) -> None:
    record(
        session, actor, ChapterChanged(code_id=chapter.code_id, chapter_id=chapter.id, what=what)
    )
