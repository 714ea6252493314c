"""One numbered change on a page of its own: its words, how to cite it, and what editors say of
it and of the succession.
"""

from collections.abc import Mapping

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.domain.comparison.redline import change_label
from drafting.errors import DraftingError, NotPermittedError
from drafting.policy.permission_map import may
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.identity import asks, identity
from drafting.request.status import status_of
from drafting.services.anchors.threads_by_clause import threads_by_clause
from drafting.services.codes.queries import code_by_slug, context_of_code
from drafting.services.comparison.changes import (
    change_by_number,
    revise_change,
    revisions_of,
)
from drafting.services.comparison.comparisons import (
    clauses_of_side,
    comparison_of,
    enqueue_spanning_comparisons,
    is_compared,
)
from drafting.services.comparison.errors import ChangeRevisedError
from drafting.services.comparison.successions import (
    decide_succession,
    decisions_about,
    revoke_decision,
)
from drafting.services.versions.queries import clause_by_eid, version_by_number
from drafting.storage.models import Change, CodeOfPractice, Version, VersionClause
from drafting.storage.unit_of_work import Session
from drafting.web.comparison.redline_changes import ComparisonSides, number_change, shown
from drafting.web.comparison.redline_filters import Filters
from drafting.web.view import forms, wants_fragment

bp = Blueprint(
    "changes",
    __name__,
    url_prefix="/codes/<slug>/versions/<key:old>/compare/<key:new>/changes/<key:number>",
)
TOGETHER, APART, OLD_ALONE, NEW_ALONE, ENGINE = (
    "together",
    "apart",
    "old_alone",
    "new_alone",
    "engine",
)


@bp.get("")
@asks(Permission.VERSION_READ)
def show(slug: str, old: int, new: int, number: int) -> ResponseReturnValue:
    """The page of a change; while the comparison is not there, the page that computes it, at the
    change.
    """
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        before, after = (version_by_number(db, identity(), code, one) for one in (old, new))
        is_ready = is_compared(db, before, after)
    if not is_ready:
        return redirect(
            url_for("comparisons.show", slug=slug, old=old, new=new, _anchor=change_label(number))
        )
    return _page(slug, old, new, number)


@bp.post("")
@asks(Permission.CHANGE_REVISE)
def revise(slug: str, old: int, new: int, number: int) -> ResponseReturnValue:
    said = {"summary": forms.text("summary"), "significance": forms.text("significance")}
    try:
        with app_context().database.transaction() as db:
            code, _pair, change = _asked(db, slug, old, new, number)
            revise_change(
                db, identity(), code, change, **said, revision=forms.integer("revision") or 0
            )
    except DraftingError as error:
        return _page(slug, old, new, number, error, form="revise")
    if wants_fragment():
        return _page(slug, old, new, number)
    flash(_("Saved. With an empty summary the generated one is shown again."))
    if "back" not in request.args:
        return redirect(url_for("changes.show", slug=slug, old=old, new=new, number=number))
    part = {
        **Filters.asked(request.args).as_query(),
        "view": request.args.get("view"),
        "at": number,
    }
    address = url_for("comparisons.show", slug=slug, old=old, new=new, **part)  # type: ignore[arg-type]  # lists too
    return redirect(f"{address}#{change_label(number)}")


@bp.post("/succession")
@asks(Permission.SUCCESSION_DECIDE)
def decide(slug: str, old: int, new: int, number: int) -> ResponseReturnValue:
    """Say which clause became which; the comparison is then computed anew."""
    try:
        with app_context().database.transaction() as db:
            code, (before, after), change = _asked(db, slug, old, new, number)
            _decide(db, code, before, after, change)
            enqueue_spanning_comparisons(db, before, after)
    except DraftingError as error:
        return _page(slug, old, new, number, error, form="succession")
    flash(_("Decided. The comparison is computed anew; the numbers of the changes stay."))
    return redirect(url_for("comparisons.show", slug=slug, old=old, new=new))


def _decide(db: Session, code: CodeOfPractice, old: Version, new: Version, change: Change) -> None:
    """What the form says: `what`, and for TOGETHER the address of the new (or, of an added
    clause, the old) clause.
    """
    gone, come = (
        db.get(VersionClause, one) if one else None
        for one in (change.old_clause_id, change.new_clause_id)
    )
    what = forms.text("what")
    if what == ENGINE:
        for decision in decisions_about(db, old, new, change.old_clause_id, change.new_clause_id):
            revoke_decision(db, identity(), code, decision)
        return
    if what == TOGETHER and gone is not None:
        come = clause_by_eid(db, new, forms.text("eid"))
    elif what == TOGETHER:
        gone = clause_by_eid(db, old, forms.text("eid"))
    elif what == OLD_ALONE:
        come = None
    elif what == NEW_ALONE:
        gone = None
    decide_succession(
        db,
        identity(),
        code,
        old,
        new,
        old_clause=gone,
        new_clause=come,
        is_together=what == TOGETHER,
    )


def _asked(
    db: Session, slug: str, old: int, new: int, number: int
) -> tuple[CodeOfPractice, tuple[Version, Version], Change]:
    code = code_by_slug(db, identity(), slug)
    before, after = (version_by_number(db, identity(), code, one) for one in (old, new))
    return code, (before, after), change_by_number(db, before, after, number)


def _page(
    slug: str,
    old: int,
    new: int,
    number: int,
    error: DraftingError | None = None,
    *,
    form: str = "",
) -> ResponseReturnValue:
    if isinstance(error, NotPermittedError):
        raise error
    with app_context().database.reading() as db:
        context = _seen(db, slug, old, new, number)
        context["problem"] = (
            forms.FormProblem(error, getattr(error, "field", None), form) if error else None
        )
        context["theirs"] = error.facts if isinstance(error, ChangeRevisedError) else None
        answer = make_response(
            render_template(_template(context), **context), status_of(error) if error else 200
        )
        answer.headers["Vary"] = "X-Fragment"
        return answer


def _template(context: Mapping[str, object]) -> str:
    """The whole page; for a script what an editor writes in the comparison: the form, or once
    that is saved what it says.
    """
    if not (wants_fragment() and context["may_revise"] and context["shown"]):
        return "comparison/changes/show.html"
    return (
        "comparison/changes/saved.html"
        if request.method == "POST" and not context["problem"]
        else "comparison/changes/in_place.html"
    )


def _seen(db: Session, slug: str, old: int, new: int, number: int) -> dict[str, object]:
    code, (before, after), change = _asked(db, slug, old, new, number)
    sides = ComparisonSides(
        clauses_of_side(db, before),
        clauses_of_side(db, after),
        threads_by_clause(db, identity(), code, before, after),
    )
    positions = [
        next((n for n, side in enumerate(sides_) if side.id == one), None)
        for sides_, one in ((sides.old, change.old_clause_id), (sides.new, change.new_clause_id))
    ]
    entries = comparison_of(db, before, after).entries if change.is_current else ()
    entry = next((one for one in entries if [one.pair.old, one.pair.new] == positions), None)
    return {
        "code": code,
        "old": before,
        "new": after,
        "row": change,
        "name": change_label(number),
        "shown": shown(number_change(entry, change, number, sides)) if entry else None,
        "sides": [
            sides.old[positions[0]] if positions[0] is not None else None,
            sides.new[positions[1]] if positions[1] is not None else None,
        ],
        "link": app_context().settings.base_url
        + url_for("changes.show", slug=slug, old=old, new=new, number=number),
        "may_revise": may(identity(), Permission.CHANGE_REVISE, context_of_code(code)),
        "may_decide": may(identity(), Permission.SUCCESSION_DECIDE, context_of_code(code)),
        "others": sides.new if change.old_clause_id else sides.old,
        "decisions": decisions_about(db, before, after, change.old_clause_id, change.new_clause_id),
        "revisions": revisions_of(db, change),
        "typed": request.form,
        "query": dict(request.args.lists()),
    }
