"""Comparisons: computed by the worker for every pair of versions, kept by the digests of the two texts."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.clauses import ClauseKind
from drafting.domain.comparison import ENGINE, Comparison
from drafting.services.bounded import comparison_in_child
from drafting.services.errors import ComparisonNotReadyError
from drafting.services.jobs import enqueue
from drafting.services.versions import version_text
from drafting.storage.models import Job, StoredComparison, Version, VersionClause
from drafting.storage.unit_of_work import Database

COMPARE = "compare"  # the kind of the worker's job


@dataclass(frozen=True, slots=True)
class Side:
    """A clause as a comparison shows it: without its HTML, which thousands of unchanged ones would carry for nothing."""

    id: int
    eid: str
    citation: str
    number: str
    kind: ClauseKind
    text: str


def side_of(session: Session, version: Version) -> list[Side]:
    """The clauses of one side, by position."""
    columns = (
        VersionClause.id,
        VersionClause.eid,
        VersionClause.citation,
        VersionClause.number,
        VersionClause.kind,
        VersionClause.text,
    )
    query = select(*columns).where(VersionClause.version_id == version.id).order_by(VersionClause.position)
    return [Side(*row) for row in session.execute(query)]


def comparison_of(session: Session, old: Version, new: Version) -> Comparison:
    """The comparison of two versions; raises ComparisonNotReadyError while the worker has not computed it."""
    row = _kept(session, old.digest, new.digest)
    if row is None:
        raise ComparisonNotReadyError(old=old.label, new=new.label)
    return Comparison.from_json(json.loads(zlib.decompress(row.result)))


def counts_of(session: Session, old: Version, new: Version) -> Mapping[str, int]:
    """How many clauses have each status; empty while it is not computed."""
    row = _kept(session, old.digest, new.digest)
    return row.counts if row else {}


def ask_for_comparison(session: Session, old: Version, new: Version) -> None:
    """Have the worker compute a comparison that is missing, as after an engine was improved."""
    if old.id == new.id:
        return
    wanted = {"old_id": old.id, "new_id": new.id}
    waiting = session.scalars(select(Job.details).where(Job.kind == COMPARE, Job.ended_at.is_(None))).all()
    if _kept(session, old.digest, new.digest) is None and wanted not in waiting:
        enqueue(session, COMPARE, new.code_id, **wanted)


def compare_versions(database: Database, details: Mapping[str, Any]) -> None:
    """The worker's job: compute and keep."""
    with database.reading() as session:
        old, new = (session.get(Version, details[key]) for key in ("old_id", "new_id"))
        if old is None or new is None or _kept(session, old.digest, new.digest) is not None:
            return
        texts = version_text(session, old), version_text(session, new)
    comparison = comparison_in_child(*texts)
    with database.transaction() as session:
        keep_comparison(session, old.digest, new.digest, comparison)


def keep_comparison(session: Session, old_digest: str, new_digest: str, comparison: Comparison) -> None:
    """Store a comparison, unless it is there."""
    if _kept(session, old_digest, new_digest) is not None:
        return
    session.add(
        StoredComparison(
            old_digest=old_digest,
            new_digest=new_digest,
            engine=ENGINE,
            counts={status.value: count for status, count in comparison.counts.items()},
            result=zlib.compress(json.dumps(comparison.as_json(), separators=(",", ":")).encode(), 3),
            computed_at=clock.now(),
        )
    )


def _kept(session: Session, old_digest: str, new_digest: str) -> StoredComparison | None:
    same = (StoredComparison.old_digest == old_digest, StoredComparison.new_digest == new_digest)
    return session.scalars(select(StoredComparison).where(*same, StoredComparison.engine == ENGINE)).one_or_none()
