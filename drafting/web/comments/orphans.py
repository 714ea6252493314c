"""Threads that lost their place in a version: listed with quote and last place, put onto a clause by hand, and back."""

from collections import Counter
from collections.abc import Sequence

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.domain.anchors.selectors import TextQuoteSelector
from drafting.errors import DraftingError
from drafting.services.anchors import manual_anchors
from drafting.services.anchors.queries import anchors_in, lost_in, placed_in
from drafting.services.comments.errors import QuoteNotFoundError
from drafting.services.comments.queries import PAGE, thread_by_number, thread_count, threads_of
from drafting.services.versions.errors import ClauseNotFoundError
from drafting.services.versions.queries import clauses_of
from drafting.storage.models import VersionClause
from drafting.web.comments.thread_filters import query_int
from drafting.web.view import (
    Permission,
    asks,
    code,
    db,
    forms,
    identity,
    redirect_to,
    transaction,
    version,
)

bp = Blueprint("orphans", __name__, url_prefix="/codes/<slug>/versions/<key:number>/orphans")


@bp.get("")
@asks(Permission.VERSION_READ)
def index(number: int) -> ResponseReturnValue:
    return _page(number, after=query_int("after") or 0)


def _page_of_thread(number: int, thread_number: int) -> ResponseReturnValue:
    return _page(number, after=thread_number - 1)


def _field_of(error: DraftingError) -> str:
    return forms.field_of(error) or "clause"


@bp.post("/<key:thread_number>")
@asks(Permission.ANCHOR_DECIDE)
@forms.on_error(
    _page_of_thread,
    form="place-{thread_number}",
    field=_field_of,
    errors=(ClauseNotFoundError, QuoteNotFoundError),
)
def place(number: int, thread_number: int) -> ResponseReturnValue:
    with transaction() as session:
        shown = version(number)
        seen = thread_by_number(session, identity(), code(), thread_number)
        eid = _eid_of(clauses_of(session, shown), forms.text("clause").strip())
        quote = TextQuoteSelector(forms.text("quote"))
        name = manual_anchors.reattach(
            session, identity(), code(), seen, shown, eid=eid, quote=quote
        ).citation
    return redirect_to(
        "orphans.index",
        _("Thread %(n)s is now on %(name)s.", n=thread_number, name=name),
        number=number,
    )


@bp.post("/<key:thread_number>/take-back")
@asks(Permission.ANCHOR_DECIDE)
def take_back_place(number: int, thread_number: int) -> ResponseReturnValue:
    with transaction() as session:
        shown = version(number)
        seen = thread_by_number(session, identity(), code(), thread_number)
        manual_anchors.take_back(session, identity(), code(), seen, shown)
    return redirect_to(
        "orphans.index", _("Taken back. The place is looked for again."), number=number
    )


def _page(number: int, *, after: int) -> ResponseReturnValue:
    shown = version(number)
    lost = lost_in(shown)
    clauses = clauses_of(db(), shown)
    threads = threads_of(db(), identity(), code(), lost, after=after)
    placed = threads_of(db(), identity(), code(), placed_in(shown))
    listed = [*threads, *placed]
    return forms.render(
        "comments/orphans/index.html",
        code=code(),
        version=shown,
        threads=threads,
        placed=placed,
        count=thread_count(db(), identity(), code(), lost),
        more=threads[-1].thread.number if len(threads) == PAGE else None,
        anchors=anchors_in(db(), shown, listed),
        clauses=clauses if threads else [],
        names=_names(clauses),
        may_place={
            one.thread.id for one in listed if manual_anchors.may_reattach(identity(), code(), one)
        },
    )


def _names(clauses: Sequence[VersionClause]) -> dict[str, str]:
    """What people type for each clause, by its eid: its citation, or the eid where two citations are equal."""
    cited = Counter(clause.citation for clause in clauses)
    return {
        clause.eid: clause.citation if cited[clause.citation] == 1 else clause.eid
        for clause in clauses
    }


def _eid_of(clauses: Sequence[VersionClause], name: str) -> str:
    """The eid of the clause with this name; what is no clause's name may be an eid itself."""
    return next((eid for eid, known in _names(clauses).items() if known == name), name)
