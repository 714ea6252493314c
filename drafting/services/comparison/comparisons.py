"""Comparisons of two versions: found in the store, requested, and computed by the worker.

Knows nothing of pages or of working drafts. What editors decided is part of the key under which a
comparison is stored, so that an outdated one is never found.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.domain.alignment.decisions import Decisions
from drafting.domain.comparison.compare import Comparison
from drafting.policy.identity import Identity
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.services.comparison.changes import number_changes
from drafting.services.comparison.errors import ComparisonFailedError, ComparisonNotReadyError
from drafting.services.comparison.lineages import store_succession, update_lineages
from drafting.services.comparison.rereading import read_again, text_to_compare
from drafting.services.comparison.store import (
    ComparisonKey,
    is_stored,
    save,
    stored_comparison,
    stored_counts,
)
from drafting.services.comparison.successions import decisions_between
from drafting.services.people.identities import reload_identity
from drafting.services.sandbox import compare_limited
from drafting.services.versions.queries import context_of_version, is_published, version_before
from drafting.services.versions.version_jobs import (
    enqueue_comparison,
    enqueue_reanchoring,
    newest_comparison_job,
)
from drafting.storage.models import CodeOfPractice, Version
from drafting.storage.unit_of_work import Database


def find_comparison(session: Session, old: Version, new: Version) -> Comparison | None:
    """The comparison of two versions, None while it is not computed."""
    return stored_comparison(session, _key(old, new, decisions_between(session, old, new)))


def comparison_of(session: Session, old: Version, new: Version) -> Comparison:
    """The comparison of two versions.

    Raises ComparisonNotReadyError or, if its job failed permanently, ComparisonFailedError.
    """
    comparison = find_comparison(session, old, new)
    if comparison is None:
        refusal = (
            ComparisonFailedError if has_failed(session, old, new) else ComparisonNotReadyError
        )
        raise refusal(old=old.label, new=new.label)
    return comparison


def is_compared(session: Session, old: Version, new: Version) -> bool:
    """Whether the comparison is stored; does not load it."""
    return is_stored(session, _key(old, new, decisions_between(session, old, new)))


def has_failed(session: Session, old: Version, new: Version) -> bool:
    """Whether the newest job of the present engine for these versions ended with a failure."""
    job = newest_comparison_job(session, old, new)
    return job is not None and job.failure is not None


def counts_of(session: Session, old: Version, new: Version) -> Mapping[str, int]:
    """How many clauses are of each kind of change, unchanged ones too; empty if not computed."""
    return stored_counts(session, _key(old, new, decisions_between(session, old, new)))


def request_comparison(
    session: Session, actor: Identity, code: CodeOfPractice, old: Version, new: Version
) -> None:
    """Queue a comparison that is missing, as after a new engine; one that failed stays failed."""
    actor = reload_identity(session, actor)
    for version in (old, new):
        permission = (
            Permission.VERSION_READ if is_published(version) else Permission.VERSION_PREPARE
        )
        require(actor, permission, context_of_version(code, version))
    if old.id == new.id or is_compared(session, old, new):
        return
    job = newest_comparison_job(session, old, new)
    if job is None or (job.ended_at is not None and job.failure is None):
        enqueue_comparison(session, old, new)


def compare_versions(database: Database, details: Mapping[str, Any]) -> None:
    """Compute and store a comparison: a job of the worker."""
    with database.reading() as session:
        old, new = (session.get(Version, details[key]) for key in ("old_id", "new_id"))
        if old is None or new is None:
            return
        texts = text_to_compare(session, old), text_to_compare(session, new)
        decisions = decisions_between(session, old, new)
        stored = stored_comparison(session, _key(old, new, decisions))
    for version in (old, new):
        read_again(database, version.id)
    comparison = stored or compare_limited(*texts, decisions)
    with database.transaction() as session:
        if decisions_between(session, old, new) != decisions:
            return  # a job with the newer decisions is queued
        store_comparison(session, old, new, decisions, comparison)
        before = version_before(session, new)
        if before is not None and before.id == old.id:
            _update_succession(session, old, new, comparison)


def _update_succession(
    session: Session, old: Version, new: Version, comparison: Comparison
) -> None:
    """Store the succession, and update the lineages of this version and of those after it."""
    store_succession(session, old, new, comparison)
    query = select(Version).where(Version.code_id == new.code_id, Version.number > new.number)
    for later in session.scalars(query.order_by(Version.number)).all():
        is_updated = update_lineages(session, old, new, comparison)
        following = find_comparison(session, new, later) if is_updated else None
        if following is None:
            return
        old, new, comparison = new, later, following
    update_lineages(session, old, new, comparison)


def store_comparison(
    session: Session, old: Version, new: Version, decisions: Decisions, comparison: Comparison
) -> None:
    """Store a comparison, number its changes, and queue the re-anchoring of threads along it."""
    enqueue_reanchoring(session, new)
    number_changes(session, old, new, comparison)
    save(session, _key(old, new, decisions), comparison)


def _key(old: Version, new: Version, decisions: Decisions) -> ComparisonKey:
    return ComparisonKey.of((old.digest, new.digest), (old.vocabulary, new.vocabulary), decisions)
