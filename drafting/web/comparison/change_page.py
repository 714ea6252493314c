"""What the page of one numbered change shows: its text, how to cite it, and what editors said."""

from typing import Any

from flask import make_response, request
from flask.typing import ResponseReturnValue

from drafting.domain.comparison.redline import change_label
from drafting.errors import NotPermittedError
from drafting.services.comparison.changes import change_by_number, revisions_of
from drafting.services.comparison.comparisons import comparison_of
from drafting.services.comparison.errors import ChangeRevisedError
from drafting.services.comparison.successions import decisions_about
from drafting.storage.models import Change, Version
from drafting.web.comparison.redline_changes import (
    ComparisonSides,
    NumberedChange,
    number_change,
    shown,
    sides_of_versions,
)
from drafting.web.view import (
    Permission,
    absolute_url,
    code,
    db,
    forms,
    identity,
    may_in_code,
    version,
    wants_fragment,
)


def render_change(old: int, new: int, number: int) -> ResponseReturnValue:
    """Render the page of a change, or for a script the part that an editor changes in place."""
    problem = forms.problem()
    if problem is not None and isinstance(problem.error, NotPermittedError):
        raise problem.error
    context = _context(version(old), version(new), number)
    response = make_response(forms.render(_template(context), **context))
    response.headers["Vary"] = "X-Fragment"
    return response


def _template(context: dict[str, Any]) -> str:
    """The whole page; for a script the form, or once it is saved the summary."""
    if not (wants_fragment() and context["may_revise"] and context["shown"]):
        return "comparison/changes/show.html"
    is_saved = request.method == "POST" and forms.problem() is None
    return "comparison/changes/saved.html" if is_saved else "comparison/changes/in_place.html"


def _context(old: Version, new: Version, number: int) -> dict[str, Any]:
    row = change_by_number(db(), old, new, number)
    sides = sides_of_versions(db(), identity(), code(), old, new)
    change = _numbered(row, old, new, sides)
    clauses = [
        next((one for one in side.clauses if one.id == clause_id), None)
        for side, clause_id in ((sides.old, row.old_clause_id), (sides.new, row.new_clause_id))
    ]
    return {
        "code": code(),
        "old": old,
        "new": new,
        "row": row,
        "name": change_label(number),
        "shown": shown(change) if change else None,
        "sides": clauses,
        "link": absolute_url("changes.show", old=old.number, new=new.number, number=number),
        "others": (sides.new if row.old_clause_id else sides.old).clauses,
        **_for_editors(row, old, new),
    }


def _for_editors(row: Change, old: Version, new: Version) -> dict[str, Any]:
    problem = forms.problem()
    is_overtaken = problem is not None and isinstance(problem.error, ChangeRevisedError)
    return {
        "may_revise": may_in_code(Permission.CHANGE_REVISE),
        "may_decide": may_in_code(Permission.SUCCESSION_DECIDE),
        "decisions": decisions_about(db(), old, new, row.old_clause_id, row.new_clause_id),
        "revisions": revisions_of(db(), row),
        "theirs": problem.error.facts if problem is not None and is_overtaken else None,
        "query": dict(request.args.lists()),
    }


def _numbered(
    row: Change, old: Version, new: Version, sides: ComparisonSides
) -> NumberedChange | None:
    """The change as it is computed now; None if its clauses are no longer paired."""
    if not row.is_current:
        return None
    wanted = row.old_clause_id, row.new_clause_id
    for entry in comparison_of(db(), old, new).entries:
        before, after = sides.pair_of(entry.pair)
        if (before.id if before else None, after.id if after else None) == wanted:
            return number_change(entry, row, row.number, sides)
    return None
