"""Signing in with an address and a password, and signing out."""

import hashlib

from flask import Blueprint, Flask, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.forms import form_text, render_form_error
from drafting.request.identity import asks, identity, safe_next, sign_browser_in, sign_browser_out
from drafting.request.threadpool import run_in_threadpool
from drafting.services.people.errors import PasswordWrongError
from drafting.services.people.rights_epoch import rights_epoch
from drafting.services.people.sign_ins import (
    begin_sign_in,
    checked_credentials,
    credentials_of,
    end_sign_in,
)

REDIS_PATIENCE = 0.5  # seconds that an attempt waits for the count of all processes
bp = Blueprint("sign_in", __name__)
# Windows that move: with fixed ones twice as many could try around the turn of a minute. In memory
# while Redis is silent.
limiter = Limiter(get_remote_address, strategy="moving-window", in_memory_fallback_enabled=True)


def register_limits(app: Flask) -> None:
    """Attempts are counted for all processes together where they have a Redis, else by each for
    itself.
    """
    settings = app_context(app).settings
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    if settings.redis_url:
        options = {"socket_timeout": REDIS_PATIENCE, "socket_connect_timeout": REDIS_PATIENCE}
        app.config.update(RATELIMIT_STORAGE_OPTIONS=options, RATELIMIT_KEY_PREFIX=settings.base_url)
    limiter.init_app(app)


def _account_tried() -> str:
    """Address and account together: nobody can lock another out, and no key is longer than a
    digest.
    """
    tried = f"{get_remote_address()} {form_text('email').strip().lower()}"
    return hashlib.sha256(tried.encode("utf-8", "replace")).hexdigest()


@bp.get("/sign-in")
@asks(Permission.PUBLIC)
def show() -> ResponseReturnValue:
    if identity().is_signed_in:
        return redirect(safe_next(url_for("codes.index")))
    return render_template("people/sign_in/show.html", problem=None, typed={})


@bp.post("/sign-in")
@asks(Permission.PUBLIC)
@limiter.limit("60/minute")
@limiter.limit("10/minute", key_func=_account_tried)
def enter() -> ResponseReturnValue:
    database = app_context().database
    with database.reading() as session:
        credentials = credentials_of(session, form_text("email"))
    try:
        account_id = run_in_threadpool(checked_credentials, credentials, form_text("password"))
    except PasswordWrongError as error:
        return render_form_error("people/sign_in/show.html", error)
    with database.transaction() as session:
        token = begin_sign_in(session, account_id, by="password")
    sign_browser_in(token)
    return redirect(safe_next(url_for("codes.index")))


@bp.post("/sign-out")
@asks(Permission.PUBLIC)
def leave() -> ResponseReturnValue:
    if identity().is_signed_in:
        with app_context().database.transaction() as session:
            end_sign_in(session, identity())
    sign_browser_out()
    flash(_("You are signed out."))
    return redirect(url_for("codes.index"))


@bp.get("/sign-in/status")
@asks(Permission.PUBLIC)
def status() -> ResponseReturnValue:
    """For a page that lost its connection: is it the network, or the session? And is it still
    the same person?
    """
    return jsonify(signed_in=identity().is_signed_in, account_id=identity().account_id)


@bp.get("/healthz")
@asks(Permission.PUBLIC)
def health() -> ResponseReturnValue:
    """Whether the process answers and its database can be read."""
    with app_context().database.reading() as session:
        rights_epoch(session)
    return jsonify(ok=True)
