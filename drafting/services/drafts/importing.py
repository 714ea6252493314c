"""Imports Markdown: checks the bytes, then adds chapters or edits an existing working draft.

A working draft is never rebuilt from text: an import becomes the inserts and deletes that lead to
it.
"""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from drafting.domain.events.drafts import DraftReplaced
from drafting.domain.limits import MAX_NAME_CHARACTERS, MAX_TEXT_BYTES
from drafting.domain.markdown.splitting import ChapterText, SplitAt
from drafting.domain.words.line_breaks import first_control, usual_lines
from drafting.policy.identity import Identity
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.services.codes.queries import chapter_of_draft, context_of
from drafting.services.coediting.replicas import load_replica
from drafting.services.coediting.update_log import LogRow, append_rows
from drafting.services.drafts.chapters import create_chapter
from drafting.services.drafts.errors import (
    EmptyTextError,
    NotTextError,
    NotUtf8Error,
    TextTooLargeError,
)
from drafting.services.errors import ControlCharacterError, FieldMissingError
from drafting.services.fields import checked_name
from drafting.services.people.identities import reload_identity
from drafting.services.recording import record
from drafting.services.sandbox import split_limited, text_changes_limited
from drafting.storage.models import Chapter, CodeOfPractice, WorkingDraft


def checked_markdown(source: bytes) -> str:
    """The text of a Markdown file in UTF-8, without byte order mark, with line feeds only.

    Raises TextTooLargeError, NotTextError, NotUtf8Error, ControlCharacterError, EmptyTextError.
    """
    if len(source) > MAX_TEXT_BYTES:
        raise TextTooLargeError(size=len(source), most=MAX_TEXT_BYTES)
    if b"\0" in source:
        raise NotTextError
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUtf8Error(line=source.count(b"\n", 0, error.start) + 1) from error
    text = usual_lines(text, soft_break=" ")
    control = first_control(text)
    if control is not None:
        raise ControlCharacterError("markdown", *control)
    if not text.strip():
        raise EmptyTextError
    return text


def chapters_of(text: str, split_at: SplitAt | None, *, otherwise: str) -> list[ChapterText]:
    """The chapters of an import; `otherwise` is the title of one without. Slow: no transaction."""
    parts = split_limited(text, split_at)
    return [ChapterText(_title(part.title, otherwise), part.markdown) for part in parts]


def _title(*candidates: str) -> str:
    """The first with a visible character, cut to the length of a title."""
    for candidate in candidates:
        try:
            return checked_name(candidate, most=len(candidate))[:MAX_NAME_CHARACTERS].strip()
        except FieldMissingError:
            continue
    return "–"


def import_chapters(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    parts: Sequence[ChapterText],
    progress: Callable[[int], None] = lambda done: None,
) -> list[Chapter]:
    """Add `parts` as chapters at the end, all or none; `progress` gets how many are done."""
    require(reload_identity(session, actor), Permission.CHAPTER_CHANGE, Context(code_id=code.id))
    chapters = []
    for done, part in enumerate(parts, start=1):
        chapters.append(
            create_chapter(session, actor, code, title=part.title, markdown=part.markdown)
        )
        progress(done)
    return chapters


def forward_edit(session: Session, draft_id: int, text: str) -> bytes | None:
    """The update that turns the present working draft into `text`; None if it is equal.

    Slow: no transaction.
    """
    shared = load_replica(session.connection(), draft_id).shared
    changes = text_changes_limited(shared.text, text)
    return shared.edit(changes) if changes else None


def record_forward_edit(session: Session, actor: Identity, *, draft_id: int, update: bytes) -> None:
    """Commit a forward edit after all that was typed since; updates commute, so no text is lost."""
    draft = session.get_one(WorkingDraft, draft_id, with_for_update=True, populate_existing=True)
    chapter = chapter_of_draft(session, draft_id)
    require(reload_identity(session, actor), Permission.DRAFT_WRITE, context_of(chapter))
    [committed] = append_rows(
        session.connection(), draft_id, draft.head_seq, [LogRow(actor.account_id, update)]
    )
    session.refresh(draft)
    record(
        session, actor, DraftReplaced(code_id=chapter.code_id, draft_id=draft_id, seq=committed.seq)
    )
