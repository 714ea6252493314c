"""Threads without a place in a version: listed, put onto a clause by hand, and taken back."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.domain.anchors.selectors import TextQuoteSelector
from drafting.errors import DraftingError
from drafting.services.anchors import manual_anchors
from drafting.services.comments.errors import QuoteNotFoundError
from drafting.services.comments.queries import thread_by_number
from drafting.services.versions.errors import ClauseNotFoundError
from drafting.services.versions.queries import clauses_of
from drafting.web.comments.orphan_list import eid_of_name, orphan_list
from drafting.web.comments.thread_filters import query_int
from drafting.web.view import (
    Permission,
    asks,
    code,
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
        eid = eid_of_name(clauses_of(session, shown), forms.text("clause").strip())
        quote = TextQuoteSelector(forms.text("quote"))
        name = manual_anchors.reattach(
            session, identity(), code(), seen, shown, eid=eid, quote=quote
        ).citation
    return redirect_to(
        "orphans.index",
        _("Comment %(n)s is now on %(name)s.", n=thread_number, name=name),
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
        "orphans.index", _("Undone. The platform looks for the place again."), number=number
    )


def _page(number: int, *, after: int) -> ResponseReturnValue:
    context = orphan_list(code(), version(number), after=after)
    return forms.render("comments/orphans/index.html", **context)
