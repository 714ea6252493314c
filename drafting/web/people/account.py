"""One's own account: name, password, signing out everywhere."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.request.identity import sign_browser_out
from drafting.services.people import accounts, sign_ins
from drafting.web import rate_limits
from drafting.web.people import passwords
from drafting.web.view import (
    Permission,
    asks,
    db,
    forms,
    identity,
    redirect_to,
    transaction,
)

bp = Blueprint("account", __name__)


@bp.get("/account")
@asks(Permission.ACCOUNT_CHANGE)
def show() -> ResponseReturnValue:
    return forms.render("people/account/show.html", account=accounts.own_account(db(), identity()))


@bp.post("/account/name")
@asks(Permission.ACCOUNT_CHANGE)
@forms.on_error(show, form="name")
def rename() -> ResponseReturnValue:
    with transaction() as session:
        accounts.rename_account(session, identity(), name=forms.text("name"))
        is_held = accounts.own_account(session, identity()).held_name is not None
    return redirect_to(
        "account.show",
        _("Your new name is shown once the secretariat has accepted it.")
        if is_held
        else _("Your name is changed."),
    )


@bp.post("/account/password")
@asks(Permission.ACCOUNT_CHANGE)
@rate_limits.limiter.limit(rate_limits.PASSWORD_HASHES)
@forms.on_error(show, form="password", field=passwords.field_of_change)
def change_password() -> ResponseReturnValue:
    account = accounts.own_account(db(), identity())
    if account.password_hash is not None:
        passwords.confirm_present_password((account.id, account.password_hash))
    password_hash = passwords.hash_of_new_password("new_password")
    with transaction() as session:
        accounts.set_password_hash(
            session, identity(), account_id=account.id, password_hash=password_hash
        )
    return redirect_to(
        "account.show",
        _(
            "Your password is changed. All your other browsers are signed out, and your "
            "personal tokens are revoked."
        ),
    )


@bp.post("/account/sign-out-everywhere")
@asks(Permission.ACCOUNT_CHANGE)
def sign_out_everywhere() -> ResponseReturnValue:
    with transaction() as session:
        accounts.own_account(session, identity())
        sign_ins.end_all_sign_ins(session, identity())
    sign_browser_out()
    return redirect_to(
        "codes.index", _("You are signed out everywhere, and your personal tokens are revoked.")
    )
