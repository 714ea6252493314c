"""The history of one clause over all versions, on one page."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from drafting.domain.comparison.redline import Piece, pieces
from drafting.services.comments.queries import counts_by_clause
from drafting.services.comparison.clause_history import ClauseStage, history_of
from drafting.services.versions.queries import clause_by_eid
from drafting.web.view import Permission, asks, code, db, identity, version

bp = Blueprint("clause_history", __name__, url_prefix="/codes/<slug>/versions/<key:number>")
SURE = 0.7  # confidence; a step below it is called likely


@bp.get("/clauses/<eid>/history")
@asks(Permission.VERSION_READ)
def show(number: int, eid: str) -> ResponseReturnValue:
    clause = clause_by_eid(db(), version(number), eid)
    stages = history_of(db(), identity(), code(), version(number), clause)
    counts: dict[int | None, int] = {}
    for stage in stages:
        counts.update(counts_by_clause(db(), identity(), code(), stage.version))
    return render_template(
        "comments/clauses/history.html",
        code=code(),
        version=version(number),
        clause=clause,
        stages=stages,
        words=_pieces_of_steps(stages),
        counts=counts,
        sure=SURE,
    )


def _pieces_of_steps(stages: Sequence[ClauseStage]) -> Mapping[tuple[int, int], list[Piece]]:
    """The redline of each step, by the ids of its two clauses."""
    return {
        (one.old.id, one.new.id): list(pieces(one.entry, one.old.text, one.new.text))
        for stage in stages
        for one in stage.steps
        if one.entry is not None
    }
