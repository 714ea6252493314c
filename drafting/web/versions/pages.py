"""Versions: the list, preparing and publishing one, and the page on which it is read."""

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.domain.versions import Stage
from drafting.request.version_labels import proposed_label
from drafting.services.comments.queries import counts_by_eid
from drafting.services.drafts.freezing import freeze
from drafting.services.rounds.scheduling import latest_round
from drafting.services.versions import publishing
from drafting.services.versions.hidden_characters import hidden_characters_in
from drafting.services.versions.open_ends import open_ends_in
from drafting.services.versions.queries import is_published, versions_of
from drafting.web.instants import form_schedule
from drafting.web.versions.reading import page_of
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

bp = Blueprint("versions", __name__, url_prefix="/codes/<slug>/versions")


@bp.get("")
@asks(Permission.CODE_READ)
def index() -> ResponseReturnValue:
    versions = versions_of(db(), identity(), code())
    rounds = {one.id: latest_round(db(), one) for one in versions}
    return render_template("versions/index.html", code=code(), versions=versions, rounds=rounds)


@bp.get("/new")
@asks(Permission.VERSION_PREPARE)
def new() -> ResponseReturnValue:
    shown = code(Permission.VERSION_PREPARE)
    label = proposed_label(publishing.next_ordinal(db(), shown))
    return forms.render("versions/new.html", code=shown, stages=list(Stage), label=label)


@bp.post("/new")
@asks(Permission.VERSION_PREPARE)
@forms.on_error(new)
def prepare() -> ResponseReturnValue:
    frozen = freeze(db(), code(Permission.VERSION_PREPARE))
    fields = {name: forms.text(name) for name in ("label", "note", "stage", "language")}
    with transaction() as session:
        number = publishing.prepare_version(session, identity(), code(), frozen, **fields).number
    message = _("The version is prepared. It no longer changes; drafters can go on writing.")
    return redirect_to("versions.prepared", message, number=number)


@bp.get("/<key:number>")
@asks(Permission.VERSION_READ)
def show(number: int) -> ResponseReturnValue:
    shown = version(number)
    if shown.read_at is None:
        return redirect_to("versions.prepared", number=number)
    return render_template("versions/show.html", **page_of(db(), identity(), code(), shown))


@bp.get("/<key:number>/counts")
@asks(Permission.VERSION_READ)
def counts(number: int) -> ResponseReturnValue:
    return jsonify(counts_by_eid(db(), identity(), code(), version(number)))


@bp.get("/<key:number>/prepared")
@asks(Permission.VERSION_PREPARE)
def prepared(number: int) -> ResponseReturnValue:
    shown_code, shown = code(Permission.VERSION_PREPARE), version(number)
    if is_published(shown) and forms.problem() is None:
        return redirect_to("versions.show", number=number)
    hidden = hidden_characters_in(db(), shown)
    return forms.render(
        "versions/prepared.html",
        code=shown_code,
        version=shown,
        hidden=hidden,
        open_ends=open_ends_in(db(), shown),
    )


@bp.get("/<key:number>/work")
@asks(Permission.VERSION_PREPARE)
def work(number: int) -> ResponseReturnValue:
    """Whether the worker is done: what the page of a prepared version waits for."""
    code(Permission.VERSION_PREPARE)
    shown = version(number)
    return jsonify(ready=shown.read_at is not None, failed=shown.failure is not None)


@bp.post("/<key:number>/publish")
@asks(Permission.VERSION_PREPARE)
@forms.on_error(prepared)
def publish(number: int) -> ResponseReturnValue:
    at, is_confirmed = form_schedule("at"), bool(forms.text("confirmed"))
    with transaction() as session:
        publishing.publish_version(
            session, identity(), code(), version(number), at=at, is_confirmed=is_confirmed
        )
    if at is None:
        return redirect_to("versions.show", _("The version is published."), number=number)
    message = _(
        "The version will be published at the time you set. Until then only the "
        "secretariat sees it."
    )
    return redirect_to("versions.prepared", message, number=number)


@bp.post("/<key:number>/hold-back")
@asks(Permission.VERSION_PREPARE)
@forms.on_error(prepared)
def hold_back(number: int) -> ResponseReturnValue:
    with transaction() as session:
        publishing.hold_back_version(session, identity(), code(), version(number))
    message = _("The publication is cancelled. The version stays prepared.")
    return redirect_to("versions.prepared", message, number=number)


@bp.post("/<key:number>/discard")
@asks(Permission.VERSION_PREPARE)
@forms.on_error(prepared)
def discard(number: int) -> ResponseReturnValue:
    with transaction() as session:
        publishing.discard_version(session, identity(), code(), version(number))
    message = _("The version is discarded. The working drafts have not changed.")
    return redirect_to("versions.index", message)
