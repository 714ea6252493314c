"""The text of all chapters at one moment, while people go on typing.

Replaying long logs is slow, so it is done before the transaction; inside it only the updates that
came since are added.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.domain.markdown.joining import joined_text
from drafting.domain.words.line_breaks import CONTROL, first_control, usual_lines
from drafting.services.coediting.replicas import Replica, load_replica
from drafting.services.drafts.chapters import chapters_in_use
from drafting.storage.models import Chapter, CodeOfPractice, WorkingDraft

Span = tuple[int, int]


@dataclass(slots=True)
class FrozenChapter:
    """A chapter with the text of its replica."""

    chapter_id: int
    title: str
    replica: Replica

    @property
    def text(self) -> str:
        """Its Markdown with line feeds; a control character is a blank (no NUL in PostgreSQL)."""
        return CONTROL.sub(" ", usual_lines(self.replica.shared.text, soft_break=" "))

    @property
    def control(self) -> tuple[int, str] | None:
        """The line and the name of its first control character, None for none."""
        return first_control(usual_lines(self.replica.shared.text, soft_break=" "))


def join_chapters(chapters: Sequence[FrozenChapter]) -> tuple[str, list[Span]]:
    """One text of all, and where each lies in it, in code points."""
    return joined_text([(chapter.title, chapter.text) for chapter in chapters])


def freeze(session: Session, code: CodeOfPractice) -> dict[int, FrozenChapter]:
    """Replay every chapter in use, by the id of its working draft. Slow: no transaction."""
    return {
        chapter.working_draft.id: _frozen(session, chapter) for chapter in chapters_in_use(code)
    }


def catch_up(
    session: Session, code: CodeOfPractice, frozen: dict[int, FrozenChapter]
) -> list[FrozenChapter]:
    """The chapters as of this transaction: until it ends, no update can be committed."""
    chapters = chapters_in_use(code)
    ids = sorted(chapter.working_draft.id for chapter in chapters)
    heads = select(WorkingDraft.id).where(WorkingDraft.id.in_(ids)).order_by(WorkingDraft.id)
    session.execute(heads.with_for_update())
    return [
        _caught_up(session, chapter, frozen.get(chapter.working_draft.id)) for chapter in chapters
    ]


def _frozen(session: Session, chapter: Chapter) -> FrozenChapter:
    return FrozenChapter(
        chapter.id, chapter.title, load_replica(session.connection(), chapter.working_draft.id)
    )


def _caught_up(session: Session, chapter: Chapter, known: FrozenChapter | None) -> FrozenChapter:
    if known is None:  # added since
        return _frozen(session, chapter)
    known.replica.catch_up(session.connection())
    known.title = chapter.title
    return known
