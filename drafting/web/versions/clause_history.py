"""The history of one clause over all versions, on one page."""

from collections.abc import Mapping

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from drafting.domain.comparison.redline import pieces
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.identity import asks, identity
from drafting.services.codes.queries import code_by_slug
from drafting.services.comments.queries import counts_by_clause
from drafting.services.comparison.clause_history import ClauseStage, history_of
from drafting.services.versions.queries import clause_by_eid, version_by_number

bp = Blueprint("clause_history", __name__, url_prefix="/codes/<slug>/versions/<key:number>")
SURE = 0.7  # confidence, below which a step is called likely


@bp.get("/clauses/<eid>/history")
@asks(Permission.VERSION_READ)
def show(slug: str, number: int, eid: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        version = version_by_number(db, identity(), code, number)
        clause = clause_by_eid(db, version, eid)
        stages = history_of(db, identity(), code, version, clause)
        counts: dict[int | None, int] = {}
        for stage in stages:
            counts.update(counts_by_clause(db, identity(), code, stage.version))
        return render_template(
            "comments/clauses/history.html",
            code=code,
            version=version,
            clause=clause,
            stages=stages,
            **_words(stages),
            counts=counts,
            sure=SURE,
        )


def _words(stages: list[ClauseStage]) -> Mapping[str, object]:
    """The redline of each step, by the ids of its two clauses."""
    steps = [step for stage in stages for step in stage.steps if step.entry is not None]
    return {
        "words": {
            (one.old.id, one.new.id): list(pieces(one.entry, one.old.text, one.new.text))
            for one in steps
            if one.entry
        }
    }
