"""One's own account: name, password, signing out everywhere."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.errors import DraftingError
from drafting.request.identity import sign_browser_out
from drafting.request.threadpool import run_in_threadpool
from drafting.services.errors import PasswordTooShortError
from drafting.services.fields import checked_password
from drafting.services.people import accounts, sign_ins
from drafting.services.people.errors import PasswordWrongError
from drafting.services.people.passwords import hash_password
from drafting.web.rate_limits import PASSWORD_HASHES, limiter
from drafting.web.view import (
    Permission,
    asks,
    db,
    end_reading,
    forms,
    identity,
    redirect_to,
    transaction,
)

bp = Blueprint("account", __name__)
FIELDS: dict[type[DraftingError], str] = {
    PasswordWrongError: "present_password",
    PasswordTooShortError: "new_password",
}


def _field_of(error: DraftingError) -> str | None:
    return FIELDS.get(type(error)) or forms.field_of(error)


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
    flash(_("Your name is changed."))
    return redirect_to("account.show")


@bp.post("/account/password")
@asks(Permission.ACCOUNT_CHANGE)
@limiter.limit(PASSWORD_HASHES)
@forms.on_error(show, form="password", field=_field_of)
def change_password() -> ResponseReturnValue:
    account_id, password_hash = _checked_account(), _new_password_hash()
    with transaction() as session:
        accounts.set_password_hash(
            session, identity(), account_id=account_id, password_hash=password_hash
        )
    flash(
        _(
            "Your password is changed. All your other browsers are signed out, and your "
            "personal tokens are revoked."
        )
    )
    return redirect_to("account.show")


def _checked_account() -> int:
    """The id of the account whose present password was given, if it has one."""
    account = accounts.own_account(db(), identity())
    credentials, present = (account.id, account.password_hash), forms.text("present_password")
    end_reading()
    if credentials[1] is not None:
        run_in_threadpool(sign_ins.checked_credentials, credentials, present)
    return credentials[0]


def _new_password_hash() -> str:
    return run_in_threadpool(hash_password, checked_password(forms.text("new_password")))


@bp.post("/account/sign-out-everywhere")
@asks(Permission.ACCOUNT_CHANGE)
def sign_out_everywhere() -> ResponseReturnValue:
    with transaction() as session:
        accounts.own_account(session, identity())
        sign_ins.end_all_sign_ins(session, identity())
    sign_browser_out()
    flash(_("You are signed out everywhere, and your personal tokens are revoked."))
    return redirect_to("codes.index")
