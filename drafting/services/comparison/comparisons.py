"""Comparisons: computed by the worker for every pair of versions, kept by the digests of the two
texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.domain.alignment.decisions import Decisions
from drafting.domain.clauses.tree import ClauseKind
from drafting.domain.comparison.compare import ENGINE, Comparison
from drafting.policy.identity import Identity
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.services.codes.vocabularies import vocabulary_of_version
from drafting.services.comparison.changes import number_changes
from drafting.services.comparison.errors import ComparisonFailedError, ComparisonNotReadyError
from drafting.services.comparison.lineages import store_succession, update_lineages
from drafting.services.comparison.store import (
    ComparisonKey,
    is_stored,
    save,
    stored_column,
    stored_comparison,
)
from drafting.services.comparison.successions import decisions_between
from drafting.services.jobs import enqueue
from drafting.services.people.identities import reload_identity
from drafting.services.sandbox import compare_limited
from drafting.services.versions.publishing import version_text
from drafting.services.versions.queries import context_of_version, is_published, version_before
from drafting.services.versions.reanchoring_jobs import enqueue_reanchoring
from drafting.storage.models import CodeOfPractice, Job, StoredComparison, Version, VersionClause
from drafting.storage.unit_of_work import Database

COMPARE = "compare"  # the kind of the worker's job


@dataclass(frozen=True, slots=True)
class SideClause:
    """A clause as a comparison shows it: without its HTML, which thousands of unchanged ones
    would carry for nothing.
    """

    id: int
    eid: str
    citation: str
    number: str
    kind: ClauseKind
    text: str
    start: int  # in the text of the version, in code points


def clauses_of_side(session: Session, version: Version) -> list[SideClause]:
    """The clauses of one side, by position."""
    columns = (
        VersionClause.id,
        VersionClause.eid,
        VersionClause.citation,
        VersionClause.number,
        VersionClause.kind,
        VersionClause.text,
        VersionClause.start,
    )
    query = (
        select(*columns)
        .where(VersionClause.version_id == version.id)
        .order_by(VersionClause.position)
    )
    return [SideClause(*row) for row in session.execute(query)]


def comparison_of(session: Session, old: Version, new: Version) -> Comparison:
    """The comparison of two versions; raises ComparisonNotReadyError or, once the worker gave
    up, ComparisonFailedError.
    """
    comparison = stored_comparison(session, _key(old, new, decisions_between(session, old, new)))
    if comparison is not None:
        return comparison
    refused = ComparisonFailedError if has_failed(session, old, new) else ComparisonNotReadyError
    raise refused(old=old.label, new=new.label)


def is_compared(session: Session, old: Version, new: Version) -> bool:
    """Whether the comparison is there."""
    return is_stored(session, _key(old, new, decisions_between(session, old, new)))


def has_failed(session: Session, old: Version, new: Version) -> bool:
    """Whether the newest job for it, by the engine of today, ended with a failure."""
    job = _newest_job(session, old, new)
    return job is not None and job.failure is not None


def counts_of(session: Session, old: Version, new: Version) -> Mapping[str, int]:
    """How many clauses there are of each kind of change, unchanged ones too; empty while it is
    not computed.
    """
    return (
        stored_column(
            session, StoredComparison.counts, _key(old, new, decisions_between(session, old, new))
        )
        or {}
    )


def request_comparison(
    session: Session, actor: Identity, code: CodeOfPractice, old: Version, new: Version
) -> None:
    """Have the worker compute a comparison that is missing, as after an engine was improved; one
    that failed stays so.
    """
    actor = reload_identity(session, actor)
    for version in (old, new):
        permission = (
            Permission.VERSION_READ if is_published(version) else Permission.VERSION_PREPARE
        )
        require(actor, permission, context_of_version(code, version))
    if old.id == new.id or is_compared(session, old, new):
        return
    job = _newest_job(session, old, new)
    if job is None or (job.ended_at is not None and job.failure is None):
        enqueue_comparison(session, old, new)


def enqueue_spanning_comparisons(session: Session, old: Version, new: Version) -> None:
    """After an editor's decision: every pair of versions that spans these two, the nearest
    first.
    """
    code = select(Version).where(Version.code_id == new.code_id, Version.read_at.is_not(None))
    before = session.scalars(
        code.where(Version.number <= old.number).order_by(Version.number.desc())
    ).all()
    after = session.scalars(code.where(Version.number >= new.number).order_by(Version.number)).all()
    for earlier in before:
        for later in after:
            enqueue_comparison(session, earlier, later)


def enqueue_comparison(session: Session, old: Version, new: Version) -> None:
    """The job for two versions. It names their texts too: SQLite gives the id of a discarded
    version to the next.
    """
    texts = {"old_digest": old.digest, "new_digest": new.digest, "engine": ENGINE}
    enqueue(session, COMPARE, new.code_id, old_id=old.id, new_id=new.id, **texts)


def compare_versions(database: Database, details: Mapping[str, Any]) -> None:
    """The worker's job: compute and keep."""
    with database.reading() as session:
        old, new = (session.get(Version, details[key]) for key in ("old_id", "new_id"))
        if old is None or new is None:
            return
        texts = version_text(session, old), version_text(session, new)
        vocabularies = vocabulary_of_version(old), vocabulary_of_version(new)
        decisions = decisions_between(session, old, new)
        kept = comparison_of(session, old, new) if is_compared(session, old, new) else None
    comparison = kept or compare_limited(*texts, decisions, vocabularies)
    with database.transaction() as session:
        if decisions_between(session, old, new) != decisions:
            return  # another job, with the newer ones, is on its way
        store_comparison(session, old, new, decisions, comparison)
        before = version_before(session, new)
        if before is not None and before.id == old.id:
            _update_succession(session, old, new, comparison)


def _update_succession(
    session: Session, old: Version, new: Version, comparison: Comparison
) -> None:
    """After a better engine or an editor's decision: the succession, and the lineages of this
    and the later versions.
    """
    store_succession(session, old, new, comparison)
    renewed = bool(update_lineages(session, old, new, comparison))
    query = (
        select(Version)
        .where(Version.code_id == new.code_id, Version.number > new.number)
        .order_by(Version.number)
    )
    for later in session.scalars(query):
        if not renewed or not is_compared(session, new, later):
            return
        renewed = bool(update_lineages(session, new, later, comparison_of(session, new, later)))
        new = later


def store_comparison(
    session: Session, old: Version, new: Version, decisions: Decisions, comparison: Comparison
) -> None:
    """Store a comparison, number its changes, and have the threads carried along it."""
    enqueue_reanchoring(session, new)
    number_changes(session, old, new, comparison)
    save(session, _key(old, new, decisions), comparison)


def _key(old: Version, new: Version, decisions: Decisions) -> ComparisonKey:
    return ComparisonKey.of((old.digest, new.digest), (old.vocabulary, new.vocabulary), decisions)


def _newest_job(session: Session, old: Version, new: Version) -> Job | None:
    wanted = (
        Job.details["old_digest"].as_string() == old.digest,
        Job.details["new_digest"].as_string() == new.digest,
        Job.details["engine"].as_integer() == ENGINE,
    )
    query = select(Job).where(Job.kind == COMPARE, Job.code_id == new.code_id, *wanted)
    return session.scalars(query.order_by(Job.id.desc()).limit(1)).one_or_none()
