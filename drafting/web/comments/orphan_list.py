"""What the page of threads without a place shows: them, and the clauses to put them onto."""

from collections.abc import Sequence
from typing import Any

from drafting.services.anchors.manual_anchors import may_reattach
from drafting.services.anchors.queries import anchors_in, lost_in, placed_in
from drafting.services.comments.queries import PAGE, thread_count, threads_of
from drafting.services.versions.queries import clauses_of
from drafting.storage.models import CodeOfPractice, Version, VersionClause
from drafting.web.view import db, identity


def orphan_list(code: CodeOfPractice, version: Version, *, after: int) -> dict[str, Any]:
    """All that templates/comments/orphans/index.html needs; threads after this number."""
    lost, clauses = lost_in(version), clauses_of(db(), version)
    threads = threads_of(db(), identity(), code, lost, after=after)
    placed = threads_of(db(), identity(), code, placed_in(version))
    listed = [*threads, *placed]
    return {
        "code": code,
        "version": version,
        "threads": threads,
        "placed": placed,
        "count": thread_count(db(), identity(), code, lost),
        "more": threads[-1].thread.number if len(threads) == PAGE else None,
        "anchors": anchors_in(db(), version, listed),
        "clauses": clauses if threads else [],
        "names": _names(clauses),
        "may_place": {one.thread.id for one in listed if may_reattach(identity(), code, one)},
    }


def eid_of_name(clauses: Sequence[VersionClause], name: str) -> str:
    """The eid of the clause that people call so; what is no clause's name may be an eid itself."""
    return next((eid for eid, known in _names(clauses).items() if known == name), name)


def _names(clauses: Sequence[VersionClause]) -> dict[str, str]:
    """What people type for a clause, by its eid: its citation."""
    return {clause.eid: clause.citation for clause in clauses}
