"""Versions: prepared in private, published at once or at a set instant, then never changed.

Preparing freezes the text in one transaction; the worker then reads its clauses
(services/comparison/version_reading.py).
"""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, undefer

from drafting import clock
from drafting.domain.events.versions import (
    VersionDiscarded,
    VersionHeldBack,
    VersionPrepared,
    VersionPublished,
)
from drafting.domain.limits import MAX_NOTE_CHARACTERS
from drafting.domain.versions import Stage, text_digest
from drafting.policy.identity import Identity
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.services.codes.queries import context_of_code
from drafting.services.codes.vocabularies import vocabulary_of
from drafting.services.drafts.freezing import FrozenChapter, catch_up, join_chapters
from drafting.services.errors import InstantPastError, TextTooComplexError
from drafting.services.fields import checked_choice, checked_language, checked_name, checked_text
from drafting.services.people.identities import reload_identity
from drafting.services.recording import record
from drafting.services.versions.errors import (
    ControlCharacterInChapterError,
    HiddenCharactersError,
    NothingToPublishError,
    VersionIsPublicError,
    VersionNotReadyError,
    VersionPendingError,
    VersionUnchangedError,
)
from drafting.services.versions.hidden_characters import hidden_characters_in
from drafting.services.versions.queries import is_published
from drafting.services.versions.version_jobs import enqueue_reading
from drafting.storage.models import (
    Change,
    ClauseSuccession,
    CodeOfPractice,
    SuccessionDecision,
    ThreadAnchor,
    Version,
    VersionChapter,
    VersionClause,
)


def prepare_version(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    frozen: dict[int, FrozenChapter],
    *,
    label: str,
    note: str = "",
    stage: str = Stage.DRAFT,
    language: str = "",
) -> Version:
    """Freeze the text of all chapters as the next version, which only the secretariat sees.

    Raises VersionPendingError, NothingToPublishError, VersionUnchangedError, or the error of a
    field.
    """
    require(reload_identity(session, actor), Permission.VERSION_PREPARE, context_of_code(code))
    before = _locked_last(session, code)
    version = Version(
        code_id=code.id,
        number=before.number + 1 if before else 1,
        label=checked_name(label, field="label"),
        note=checked_text(note, field="note", most=MAX_NOTE_CHARACTERS),
        stage=checked_choice(Stage, stage, field="stage"),
        language=checked_language(language or code.language),
        vocabulary=vocabulary_of(code).as_json(),
        prepared_at=clock.now(),
    )
    _set_text(version, catch_up(session, code, frozen))
    if before is not None and before.digest == version.digest:
        raise VersionUnchangedError(label=before.label)
    session.add(version)
    session.flush()
    enqueue_reading(session, version)
    record(session, actor, VersionPrepared(code_id=code.id, version_id=version.id))
    return version


def publish_version(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    version: Version,
    *,
    at: datetime | None = None,
    is_confirmed: bool = False,
) -> None:
    """Make a prepared version public, now or from `at` on; until then this may be called off.

    Raises HiddenCharactersError if it holds what readers do not see, unless `is_confirmed`.
    """
    require(reload_identity(session, actor), Permission.VERSION_PREPARE, context_of_code(code))
    session.refresh(version, with_for_update=True)
    _require_publishable(session, version, is_confirmed=is_confirmed)
    now = clock.now()
    if at is not None and at <= now:
        raise InstantPastError("at")
    version.published_at = at or now
    at_text = version.published_at.isoformat()
    record(session, actor, VersionPublished(code_id=code.id, version_id=version.id, at=at_text))


def _require_publishable(session: Session, version: Version, *, is_confirmed: bool) -> None:
    _refuse_if_public(version)
    if version.failure is not None:
        raise TextTooComplexError
    if version.read_at is None:
        raise VersionNotReadyError(label=version.label)
    hidden = [] if is_confirmed else hidden_characters_in(session, version)
    if hidden:
        raise HiddenCharactersError(count=len(hidden), place=hidden[0].clause.citation)


def hold_back_version(
    session: Session, actor: Identity, code: CodeOfPractice, version: Version
) -> None:
    """Call off a publication that lies ahead."""
    require(reload_identity(session, actor), Permission.VERSION_PREPARE, context_of_code(code))
    session.refresh(version, with_for_update=True)
    _refuse_if_public(version)
    version.published_at = None
    record(session, actor, VersionHeldBack(code_id=code.id, version_id=version.id))


def discard_version(
    session: Session, actor: Identity, code: CodeOfPractice, version: Version
) -> None:
    """Delete a prepared version; the working drafts stay, and its number is free again."""
    require(reload_identity(session, actor), Permission.VERSION_PREPARE, context_of_code(code))
    session.refresh(version, with_for_update=True)
    _refuse_if_public(version)
    _delete_dependents(session, version)
    record(session, actor, VersionDiscarded(code_id=code.id, number=version.number))
    session.delete(version)


def _delete_dependents(session: Session, version: Version) -> None:
    clauses = select(VersionClause.id).where(VersionClause.version_id == version.id)
    session.execute(delete(ClauseSuccession).where(ClauseSuccession.new_clause_id.in_(clauses)))
    for table in (Change, SuccessionDecision):
        session.execute(delete(table).where(table.new_version_id == version.id))
    for table_ in (ThreadAnchor, VersionClause):
        session.execute(delete(table_).where(table_.version_id == version.id))


def _locked_last(session: Session, code: CodeOfPractice) -> Version | None:
    """The last version, with the code locked so that no other one is prepared at the same time.

    Raises VersionPendingError if it is not published.
    """
    locked = select(CodeOfPractice.id).where(CodeOfPractice.id == code.id).with_for_update()
    session.scalars(locked).one()
    query = select(Version).where(Version.code_id == code.id).order_by(Version.number.desc())
    last = session.scalars(query.limit(1)).one_or_none()
    if last is not None and not is_published(last):
        raise VersionPendingError(label=last.label)
    return last


def _set_text(version: Version, chapters: list[FrozenChapter]) -> None:
    if not any(chapter.text.strip() for chapter in chapters):
        raise NothingToPublishError
    for chapter in chapters:
        if chapter.control is not None:
            line, name = chapter.control
            raise ControlCharacterInChapterError(chapter=chapter.title, line=line, name=name)
    version.text, places = join_chapters(chapters)
    version.digest = text_digest(version.text)
    version.chapters = [
        VersionChapter(
            position=n,
            chapter_id=one.chapter_id,
            title=one.title,
            start=place[0],
            end=place[1],
            seq=one.replica.seq,
        )
        for n, (one, place) in enumerate(zip(chapters, places, strict=True), start=1)
    ]


def _refuse_if_public(version: Version) -> None:
    if is_published(version):
        raise VersionIsPublicError(label=version.label)


def version_text(session: Session, version: Version) -> str:
    """The Markdown of a version; `digest` is its SHA-256."""
    query = select(Version).where(Version.id == version.id).options(undefer(Version.text))
    return session.scalars(query.execution_options(populate_existing=True)).one().text


def next_ordinal(session: Session, code: CodeOfPractice) -> int:
    """The ordinal of the next version, from 1, for the label that is proposed for it."""
    return session.scalars(select(func.count()).where(Version.code_id == code.id)).one() + 1
