"""Signing in with an address and a password, and signing out."""

from flask import Blueprint, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.request.identity import safe_next, sign_browser_in, sign_browser_out
from drafting.services.people import sign_ins
from drafting.services.people.errors import PasswordWrongError
from drafting.services.people.rights_epoch import rights_epoch
from drafting.web import rate_limits
from drafting.web.people import passwords
from drafting.web.view import Permission, asks, db, forms, identity, redirect_to, transaction

bp = Blueprint("sign_in", __name__)
PAGE = "people/sign_in/show.html"


@bp.get("/sign-in")
@asks(Permission.PUBLIC)
def show() -> ResponseReturnValue:
    if identity().is_signed_in:
        return redirect(safe_next(url_for("codes.index")))
    return forms.render(PAGE)


@bp.post("/sign-in")
@asks(Permission.PUBLIC)
@rate_limits.limiter.limit(rate_limits.ATTEMPTS_PER_ADDRESS)
@rate_limits.limiter.limit(
    rate_limits.ATTEMPTS_PER_ACCOUNT, key_func=rate_limits.address_and_account
)
def enter() -> ResponseReturnValue:
    credentials = sign_ins.credentials_of(db(), forms.text("email"))
    try:
        account_id = passwords.account_of_password(credentials, "password")
    except PasswordWrongError as error:
        return forms.render_error(PAGE, error)
    with transaction() as session:
        token = sign_ins.begin_sign_in(session, account_id, by="password")
    sign_browser_in(token)
    return redirect(safe_next(url_for("codes.index")))


@bp.post("/sign-out")
@asks(Permission.PUBLIC)
def leave() -> ResponseReturnValue:
    if identity().is_signed_in:
        with transaction() as session:
            sign_ins.end_sign_in(session, identity())
    sign_browser_out()
    return redirect_to("codes.index", _("You are signed out."))


@bp.get("/sign-in/status")
@asks(Permission.PUBLIC)
def status() -> ResponseReturnValue:
    """Who is signed in, for a page that lost its connection: is it the network, or the session?"""
    return jsonify(signed_in=identity().is_signed_in, account_id=identity().account_id)


@bp.get("/healthz")
@asks(Permission.PUBLIC)
def health() -> ResponseReturnValue:
    """Whether the process answers and its database can be read."""
    rights_epoch(db())
    return jsonify(ok=True)
