"""Versions: the list, preparing and publishing one, and the page on which it is read."""

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.domain.versions import Stage
from drafting.errors import DraftingError
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.identity import asks, identity
from drafting.services.codes.queries import code_by_slug, context_of_code
from drafting.services.comments.queries import counts_by_eid
from drafting.services.drafts.freezing import freeze
from drafting.services.rounds.scheduling import latest_round
from drafting.services.versions.hidden_characters import hidden_characters_in
from drafting.services.versions.publishing import (
    discard_version,
    hold_back_version,
    next_label,
    prepare_version,
    publish_version,
)
from drafting.services.versions.queries import is_published, version_by_number, versions_of
from drafting.web.instants import form_schedule
from drafting.web.versions.reading import page_of
from drafting.web.view import forms

bp = Blueprint("versions", __name__, url_prefix="/codes/<slug>/versions")


@bp.get("")
@asks(Permission.CODE_READ)
def index(slug: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        versions = versions_of(db, identity(), code)
        rounds = {version.id: latest_round(db, version) for version in versions}
        return render_template("versions/index.html", code=code, versions=versions, rounds=rounds)


@bp.get("/new")
@asks(Permission.VERSION_PREPARE)
def new(slug: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        require(identity(), Permission.VERSION_PREPARE, context_of_code(code))
        label = next_label(db, code)
        return render_template(
            "versions/new.html", code=code, stages=list(Stage), label=label, problem=None, typed={}
        )


@bp.post("/new")
@asks(Permission.VERSION_PREPARE)
def prepare(slug: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        require(identity(), Permission.VERSION_PREPARE, context_of_code(code))
        frozen = freeze(db, code)
    fields = {name: forms.text(name) for name in ("label", "note", "stage", "language")}
    try:
        with app_context().database.transaction() as db:
            number = prepare_version(
                db, identity(), code_by_slug(db, identity(), slug), frozen, **fields
            ).number
    except DraftingError as error:
        with app_context().database.reading() as db:
            code = code_by_slug(db, identity(), slug)
            return forms.render_error(
                "versions/new.html",
                error,
                code=code,
                stages=list(Stage),
                label=next_label(db, code),
            )
    flash(
        _(
            "The text is frozen. Typing in the working drafts goes on; this version no "
            "longer changes."
        )
    )
    return redirect(url_for("versions.prepared", slug=slug, number=number))


@bp.get("/<key:number>")
@asks(Permission.VERSION_READ)
def show(slug: str, number: int) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        version = version_by_number(db, identity(), code, number)
        if version.read_at is None:
            return redirect(url_for("versions.prepared", slug=slug, number=number))
        return render_template("versions/show.html", **page_of(db, identity(), code, version))


@bp.get("/<key:number>/counts")
@asks(Permission.VERSION_READ)
def counts(slug: str, number: int) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        return jsonify(
            counts_by_eid(db, identity(), code, version_by_number(db, identity(), code, number))
        )


@bp.get("/<key:number>/prepared")
@asks(Permission.VERSION_PREPARE)
def prepared(slug: str, number: int) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        require(identity(), Permission.VERSION_PREPARE, context_of_code(code))
        version = version_by_number(db, identity(), code, number)
        if is_published(version):
            return redirect(url_for("versions.show", slug=slug, number=number))
        hidden = hidden_characters_in(db, version)
        return render_template(
            "versions/prepared.html",
            code=code,
            version=version,
            hidden=hidden,
            problem=None,
            typed={},
        )


@bp.get("/<key:number>/work")
@asks(Permission.VERSION_PREPARE)
def work(slug: str, number: int) -> ResponseReturnValue:
    """Whether the worker is done: what the page of a prepared version waits for."""
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        require(identity(), Permission.VERSION_PREPARE, context_of_code(code))
        version = version_by_number(db, identity(), code, number)
        return jsonify(ready=version.read_at is not None, failed=version.failure is not None)


@bp.post("/<key:number>/publish")
@asks(Permission.VERSION_PREPARE)
def publish(slug: str, number: int) -> ResponseReturnValue:
    try:
        at = form_schedule("at")
        with app_context().database.transaction() as db:
            code = code_by_slug(db, identity(), slug)
            version = version_by_number(db, identity(), code, number)
            publish_version(
                db, identity(), code, version, at=at, is_confirmed=bool(forms.text("confirmed"))
            )
    except DraftingError as error:
        return _again(slug, number, error)
    if at is not None:
        flash(
            _(
                "The version is going to be published at the time you set. Until then "
                "nobody else sees it."
            )
        )
        return redirect(url_for("versions.prepared", slug=slug, number=number))
    flash(_("The version is published."))
    return redirect(url_for("versions.show", slug=slug, number=number))


@bp.post("/<key:number>/hold-back")
@asks(Permission.VERSION_PREPARE)
def hold_back(slug: str, number: int) -> ResponseReturnValue:
    try:
        with app_context().database.transaction() as db:
            code = code_by_slug(db, identity(), slug)
            hold_back_version(db, identity(), code, version_by_number(db, identity(), code, number))
    except DraftingError as error:
        return _again(slug, number, error)
    flash(_("The publication is called off. The version stays prepared."))
    return redirect(url_for("versions.prepared", slug=slug, number=number))


@bp.post("/<key:number>/discard")
@asks(Permission.VERSION_PREPARE)
def discard(slug: str, number: int) -> ResponseReturnValue:
    try:
        with app_context().database.transaction() as db:
            code = code_by_slug(db, identity(), slug)
            discard_version(db, identity(), code, version_by_number(db, identity(), code, number))
    except DraftingError as error:
        return _again(slug, number, error)
    flash(_("The prepared version is discarded. The working drafts are as they were."))
    return redirect(url_for("versions.index", slug=slug))


def _again(slug: str, number: int, error: DraftingError) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        require(identity(), Permission.VERSION_PREPARE, context_of_code(code))
        version = version_by_number(db, identity(), code, number)
        return forms.render_error(
            "versions/prepared.html",
            error,
            code=code,
            version=version,
            hidden=hidden_characters_in(db, version),
        )
