"""Threads that lost their place in a version: listed with quote and last place, put onto a
clause by hand, and back.
"""

from collections import Counter
from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.domain.anchors.selectors import TextQuoteSelector
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.forms import Problem, form_text
from drafting.request.identity import asks, identity
from drafting.request.messages import message_of
from drafting.services.anchors.manual_anchors import may_reattach, reattach, take_back
from drafting.services.anchors.queries import anchors_in, lost_in, placed_in
from drafting.services.codes.queries import code_by_slug
from drafting.services.comments.errors import QuoteNotFoundError
from drafting.services.comments.queries import PAGE, thread_by_number, thread_count, threads_of
from drafting.services.versions.errors import ClauseNotFoundError
from drafting.services.versions.queries import clauses_of, version_by_number
from drafting.storage.models import VersionClause
from drafting.web.comments.panels import Refused
from drafting.web.comments.thread_filters import query_int

bp = Blueprint("orphans", __name__, url_prefix="/codes/<slug>/versions/<key:number>/orphans")


@bp.get("")
@asks(Permission.VERSION_READ)
def index(slug: str, number: int) -> ResponseReturnValue:
    return _page(slug, number, after=query_int("after") or 0)


@bp.post("/<key:thread_number>")
@asks(Permission.ANCHOR_DECIDE)
def place(slug: str, number: int, thread_number: int) -> ResponseReturnValue:
    try:
        with app_context().database.transaction() as db:
            code = code_by_slug(db, identity(), slug)
            version = version_by_number(db, identity(), code, number)
            seen = thread_by_number(db, identity(), code, thread_number)
            eid, quote = (
                _eid_of(clauses_of(db, version), form_text("clause").strip()),
                TextQuoteSelector(form_text("quote")),
            )
            citation = reattach(db, identity(), code, seen, version, eid=eid, quote=quote).citation
    except (ClauseNotFoundError, QuoteNotFoundError) as error:
        return _page(
            slug, number, after=thread_number - 1, refused=Refused(error, f"place-{thread_number}")
        )
    flash(_("Thread %(n)s is now on %(name)s.", n=thread_number, name=citation))
    return redirect(url_for("orphans.index", slug=slug, number=number))


@bp.post("/<key:thread_number>/take-back")
@asks(Permission.ANCHOR_DECIDE)
def take_back_place(slug: str, number: int, thread_number: int) -> ResponseReturnValue:
    with app_context().database.transaction() as db:
        code = code_by_slug(db, identity(), slug)
        version = version_by_number(db, identity(), code, number)
        take_back(
            db, identity(), code, thread_by_number(db, identity(), code, thread_number), version
        )
    flash(_("Taken back. The place is looked for again."))
    return redirect(url_for("orphans.index", slug=slug, number=number))


def _page(
    slug: str, number: int, *, after: int, refused: Refused | None = None
) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        version = version_by_number(db, identity(), code, number)
        lost, by_hand = lost_in(version), placed_in(version)
        clauses = clauses_of(db, version)
        threads = threads_of(db, identity(), code, lost, after=after)
        placed = threads_of(db, identity(), code, by_hand)
        everything = [*threads, *placed]
        page = render_template(
            "comments/orphans/index.html",
            code=code,
            version=version,
            threads=threads,
            placed=placed,
            count=thread_count(db, identity(), code, lost),
            more=threads[-1].thread.number if len(threads) == PAGE else None,
            anchors=anchors_in(db, version, everything),
            clauses=clauses if threads else [],
            names=_names(clauses),
            may_place={one.thread.id for one in everything if may_reattach(identity(), code, one)},
            **_given_back(refused),
        )
    return page, refused.status if refused else 200


def _names(clauses: Sequence[VersionClause]) -> dict[str, str]:
    """What people type for each clause, by its address: how it is cited, or the address where
    two are cited alike.
    """
    cited = Counter(clause.citation for clause in clauses)
    return {
        clause.eid: clause.citation if cited[clause.citation] == 1 else clause.eid
        for clause in clauses
    }


def _eid_of(clauses: Sequence[VersionClause], words: str) -> str:
    """The address of the clause that was named; what is no name may be an address itself."""
    return next((eid for eid, name in _names(clauses).items() if name == words), words)


def _given_back(refused: Refused | None) -> dict[str, object]:
    if refused is None:
        return {"problem": None, "typed": {}}
    field = getattr(refused.error, "field", None) or "clause"
    values = {name: form_text(name) for name in ("clause", "quote")}
    return {"problem": Problem(message_of(refused.error), field, refused.form), "typed": values}
