"""A version compared with the working drafts, computed by the worker from a new snapshot.

Each reader sees the chapters whose drafts they may read (draft_scope.py), and the moment of the
snapshot. Knows nothing of pages.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.domain.alignment.decisions import NONE
from drafting.domain.comparison.compare import Comparison
from drafting.policy.identity import Identity
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.services.codes.vocabularies import vocabulary_of
from drafting.services.comparison.clauses import SideWithChapters, side_of
from drafting.services.comparison.draft_scope import chapters_read_by, restrict_to_chapters
from drafting.services.comparison.draft_snapshots import (
    SnapshotChapter,
    chapters_of,
    compressed_clauses,
    newest_snapshot,
    read_draft_text,
    side_of_snapshot,
    store_snapshot,
    stored_clauses,
)
from drafting.services.comparison.rereading import read_again, text_to_compare
from drafting.services.comparison.store import ComparisonKey, is_stored, save, stored_comparison
from drafting.services.drafts.chapters import chapters_in_use
from drafting.services.jobs import enqueue
from drafting.services.people.identities import reload_identity
from drafting.services.sandbox import TextToCompare, compare_limited
from drafting.services.versions.errors import VersionNotReadyError
from drafting.services.versions.queries import context_of_version
from drafting.storage.models import CodeOfPractice, DraftSnapshot, Job, Version
from drafting.storage.unit_of_work import Database

COMPARE_DRAFT = "compare_draft"  # the kind of the worker's job


@dataclass(frozen=True, slots=True)
class DraftComparison:
    """A version and the working drafts as of `taken_at`, as far as the reader may read these."""

    comparison: Comparison
    old: SideWithChapters
    new: SideWithChapters
    chapters: tuple[SnapshotChapter, ...]
    taken_at: datetime
    is_outdated: bool  # one of the chapters, or which chapters there are, changed since


@dataclass(frozen=True, slots=True)
class JobStatus:
    """The state of the newest job for a version and the drafts."""

    is_running: bool
    has_failed: bool


def require_comparing(actor: Identity, code: CodeOfPractice, version: Version) -> None:
    """Raise NotPermittedError or NotFoundError if the actor may not compare this version."""
    require(actor, Permission.DRAFT_COMPARE, context_of_version(code, version))


def request_draft_comparison(
    session: Session, actor: Identity, code: CodeOfPractice, version: Version
) -> None:
    """Queue the comparison with the present working drafts, unless such a job waits already."""
    require_comparing(reload_identity(session, actor), code, version)
    if version.read_at is None:
        raise VersionNotReadyError(label=version.label)
    job = _newest_job(session, code, version)
    if job is None or job.begun_at is not None:
        enqueue(session, COMPARE_DRAFT, code.id, version_id=version.id, digest=version.digest)


def job_status_of(session: Session, code: CodeOfPractice, version: Version) -> JobStatus:
    """Whether the newest job still runs or waits, or failed permanently."""
    job = _newest_job(session, code, version)
    if job is None:
        return JobStatus(is_running=False, has_failed=False)
    return JobStatus(job.ended_at is None, job.failure is not None)


def compare_draft(database: Database, details: Mapping[str, Any]) -> None:
    """Take a snapshot, read and compare it, and store what is new: a job of the worker."""
    with database.reading() as session:
        version = session.get(Version, details["version_id"])
        if version is None or version.digest != details["digest"]:
            return  # the version was discarded; SQLite gives its id to the next one
        code = session.get_one(CodeOfPractice, version.code_id)
        old = text_to_compare(session, version)
        vocabulary = vocabulary_of(code)
    read_again(database, version.id)
    draft = read_draft_text(database, code.id)
    key = _key(code, version, draft.digest)
    with database.reading() as session:
        comparison = stored_comparison(session, key)
        # without a comparison the vocabulary may have changed: the clauses are read again with it
        clauses = stored_clauses(session, code.id, draft.digest) if comparison else None
    clauses = clauses or compressed_clauses(draft, vocabulary)
    new = TextToCompare(draft.text, vocabulary, draft.chapter_starts)
    comparison = comparison or compare_limited(old, new, NONE)
    with database.transaction() as session:
        if store_snapshot(session, code.id, draft, clauses):
            save(session, key, comparison)


def is_draft_compared(session: Session, code: CodeOfPractice, version: Version) -> bool:
    """Whether the newest snapshot is compared with the version."""
    snapshot = newest_snapshot(session, code)
    return snapshot is not None and is_stored(session, _key(code, version, snapshot.digest))


def draft_comparison_of(
    session: Session, actor: Identity, code: CodeOfPractice, version: Version
) -> DraftComparison | None:
    """The version compared with the newest snapshot, restricted to what the actor may read.

    None while it is not computed.
    """
    require_comparing(actor, code, version)
    snapshot = newest_snapshot(session, code)
    if snapshot is None:
        return None
    comparison = stored_comparison(session, _key(code, version, snapshot.digest))
    if comparison is None:
        return None
    return _restricted(session, actor, code, version, snapshot=snapshot, comparison=comparison)


def _restricted(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    version: Version,
    *,
    snapshot: DraftSnapshot,
    comparison: Comparison,
) -> DraftComparison:
    scope, chapters = chapters_read_by(actor, code), chapters_of(snapshot)
    seen = tuple(one for one in chapters if one.chapter_id in scope)
    old, new = side_of(session, version), side_of_snapshot(session, snapshot)
    if len(seen) < len(chapters):
        comparison, new = restrict_to_chapters(comparison, old, new, scope), new.only(scope)
    is_outdated = _is_outdated(code, scope, seen)
    return DraftComparison(comparison, old, new, seen, snapshot.taken_at, is_outdated)


def _key(code: CodeOfPractice, version: Version, digest: str) -> ComparisonKey:
    """The drafts are read with the vocabulary that the next version would be read with."""
    digests, vocabularies = (version.digest, digest), (version.vocabulary, code.vocabulary)
    return ComparisonKey.of(digests, vocabularies, NONE)


def _is_outdated(
    code: CodeOfPractice, scope: Collection[int], seen: tuple[SnapshotChapter, ...]
) -> bool:
    present = [
        (one.id, one.title, one.working_draft.head_seq)
        for one in chapters_in_use(code)
        if one.id in scope
    ]
    return present != [(one.chapter_id, one.title, one.seq) for one in seen]


def _newest_job(session: Session, code: CodeOfPractice, version: Version) -> Job | None:
    query = select(Job).where(
        Job.kind == COMPARE_DRAFT,
        Job.code_id == code.id,
        Job.details["version_id"].as_integer() == version.id,
        Job.details["digest"].as_string() == version.digest,
    )
    return session.scalars(query.order_by(Job.id.desc()).limit(1)).one_or_none()
