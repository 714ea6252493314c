"""A version compared with the working drafts: asked for by those who draft, computed by the
worker from a fresh snapshot.

Each reader gets the chapters whose drafts they may read (draft_scope.py), and is told of which
moment they are.
"""

from collections.abc import Mapping
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
from drafting.services.codes.vocabularies import vocabulary_of, vocabulary_of_version
from drafting.services.comparison.clause_chapters import chapter_of_clauses
from drafting.services.comparison.comparisons import clauses_of_side
from drafting.services.comparison.draft_scope import (
    SideWithChapters,
    chapters_read_by,
    restrict_to_chapters,
)
from drafting.services.comparison.draft_snapshots import (
    SnapshotChapter,
    chapters_of,
    chapters_of_snapshot_clauses,
    clauses_of_snapshot,
    compressed_clauses,
    newest_snapshot,
    read_draft_text,
    store_snapshot,
    stored_clauses,
)
from drafting.services.comparison.store import ComparisonKey, is_stored, save, stored_comparison
from drafting.services.drafts.chapters import chapters_in_use
from drafting.services.jobs import enqueue
from drafting.services.people.identities import reload_identity
from drafting.services.sandbox import compare_limited
from drafting.services.versions.errors import VersionNotReadyError
from drafting.services.versions.publishing import version_text
from drafting.services.versions.queries import context_of_version
from drafting.storage.models import CodeOfPractice, Job, Version
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
    is_outdated: bool  # somebody has typed in one of the chapters since, or they are other chapters


@dataclass(frozen=True, slots=True)
class JobStatus:
    """How the newest job for a version and the drafts stands."""

    is_running: bool
    has_failed: bool


def require_comparing(actor: Identity, code: CodeOfPractice, version: Version) -> None:
    """Raise NotPermittedError or NotFoundError for who may not compare this version with any
    draft.
    """
    require(actor, Permission.DRAFT_COMPARE, context_of_version(code, version))


def request_draft_comparison(
    session: Session, actor: Identity, code: CodeOfPractice, version: Version
) -> None:
    """Have the worker compare a version with the working drafts of now, once however often it is
    asked before it begins.
    """
    require_comparing(reload_identity(session, actor), code, version)
    if version.read_at is None:
        raise VersionNotReadyError(label=version.label)
    job = _newest_job(session, code, version)
    if job is None or job.begun_at is not None:
        enqueue(session, COMPARE_DRAFT, code.id, version_id=version.id, digest=version.digest)


def job_status_of(session: Session, code: CodeOfPractice, version: Version) -> JobStatus:
    """Whether the worker is still at it, or has given up."""
    job = _newest_job(session, code, version)
    if job is None:
        return JobStatus(is_running=False, has_failed=False)
    return JobStatus(job.ended_at is None, job.failure is not None)


def compare_draft(database: Database, details: Mapping[str, Any]) -> None:
    """The worker's job: take a snapshot, read it, compare, and keep what is new of it."""
    with database.reading() as session:
        version = session.get(Version, details["version_id"])
        if version is None or version.digest != details["digest"]:
            return  # discarded; SQLite gives its id to the next
        code = session.get_one(CodeOfPractice, version.code_id)
        text, vocabularies = (
            version_text(session, version),
            (vocabulary_of_version(version), vocabulary_of(code)),
        )
    taken = read_draft_text(database, code.id)
    key = _key(code, version, taken.digest)
    with database.reading() as session:
        comparison = stored_comparison(
            session, key
        )  # else the words may have changed, and the clauses are read anew with them
        clauses = stored_clauses(session, code.id, taken.digest) if comparison else None
    clauses = clauses or compressed_clauses(taken, vocabularies[1])
    comparison = comparison or compare_limited(text, taken.text, NONE, vocabularies)
    with database.transaction() as session:
        if store_snapshot(session, code.id, taken, clauses):
            save(session, key, comparison)


def is_draft_compared(session: Session, code: CodeOfPractice, version: Version) -> bool:
    """Whether the newest snapshot is compared with the version."""
    snapshot = newest_snapshot(session, code)
    return snapshot is not None and is_stored(session, _key(code, version, snapshot.digest))


def draft_comparison_of(
    session: Session, actor: Identity, code: CodeOfPractice, version: Version
) -> DraftComparison | None:
    """The version compared with the newest snapshot, as far as the actor may read it; None while
    it is not there.
    """
    require_comparing(actor, code, version)
    snapshot = newest_snapshot(session, code)
    if snapshot is None:
        return None
    comparison = stored_comparison(session, _key(code, version, snapshot.digest))
    if comparison is None:
        return None
    scope, chapters = chapters_read_by(actor, code), chapters_of(snapshot)
    sides = clauses_of_snapshot(session, snapshot)
    old = SideWithChapters(clauses_of_side(session, version), chapter_of_clauses(session, version))
    new = SideWithChapters(sides, chapters_of_snapshot_clauses(chapters, sides))
    seen = tuple(one for one in chapters if one.chapter_id in scope)
    whole = len(seen) == len(chapters)
    return DraftComparison(
        comparison if whole else restrict_to_chapters(comparison, old, new, scope),
        old,
        new if whole else new.only(scope),
        seen,
        snapshot.taken_at,
        is_outdated=_is_outdated(actor, code, seen),
    )


def _key(code: CodeOfPractice, version: Version, digest: str) -> ComparisonKey:
    """The drafts are read with the words that the next version would be read with."""
    return ComparisonKey.of((version.digest, digest), (version.vocabulary, code.vocabulary), NONE)


def _is_outdated(actor: Identity, code: CodeOfPractice, seen: tuple[SnapshotChapter, ...]) -> bool:
    scope = chapters_read_by(actor, code)
    now = [
        (one.id, one.title, one.working_draft.head_seq)
        for one in chapters_in_use(code)
        if one.id in scope
    ]
    return now != [(one.chapter_id, one.title, one.seq) for one in seen]


def _newest_job(session: Session, code: CodeOfPractice, version: Version) -> Job | None:
    same = (
        Job.details["version_id"].as_integer() == version.id,
        Job.details["digest"].as_string() == version.digest,
    )
    query = select(Job).where(Job.kind == COMPARE_DRAFT, Job.code_id == code.id, *same)
    return session.scalars(query.order_by(Job.id.desc()).limit(1)).one_or_none()
