"""One's own account: name, password, signing out everywhere."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.errors import DraftingError
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.forms import form_text, render_form_error
from drafting.request.identity import asks, identity, sign_browser_out
from drafting.request.threadpool import run_in_threadpool
from drafting.services.errors import PasswordTooShortError
from drafting.services.fields import checked_password
from drafting.services.people.accounts import own_account, rename_account, set_password_hash
from drafting.services.people.errors import PasswordWrongError
from drafting.services.people.passwords import hash_password
from drafting.services.people.sign_ins import checked_credentials, end_all_sign_ins
from drafting.web.people.sign_in import limiter

bp = Blueprint("account", __name__)
PAGE = "people/account/show.html"
FIELDS: dict[type[DraftingError], str] = {
    PasswordWrongError: "present_password",
    PasswordTooShortError: "new_password",
}


@bp.get("/account")
@asks(Permission.ACCOUNT_CHANGE)
def show() -> ResponseReturnValue:
    with app_context().database.reading() as db:
        return render_template(PAGE, account=own_account(db, identity()), problem=None, typed={})


@bp.post("/account/name")
@asks(Permission.ACCOUNT_CHANGE)
def rename() -> ResponseReturnValue:
    try:
        with app_context().database.transaction() as db:
            rename_account(db, identity(), name=form_text("name"))
    except DraftingError as error:
        return _again(error, "name")
    flash(_("Your name is changed."))
    return redirect(url_for("account.show"))


@bp.post("/account/password")
@asks(Permission.ACCOUNT_CHANGE)
@limiter.limit("20/minute")
def change_password() -> ResponseReturnValue:
    with app_context().database.reading() as db:
        account = own_account(db, identity())
        account_id, present = account.id, account.password_hash
    try:
        if present is not None:
            run_in_threadpool(
                checked_credentials, (account_id, present), form_text("present_password")
            )
        password_hash = run_in_threadpool(
            hash_password, checked_password(form_text("new_password"))
        )
        with app_context().database.transaction() as db:
            set_password_hash(db, identity(), account_id=account_id, password_hash=password_hash)
    except DraftingError as error:
        return _again(error, "password", FIELDS.get(type(error)))
    flash(
        _(
            "Your password is changed. All your other browsers are signed out, and your "
            "personal tokens are revoked."
        )
    )
    return redirect(url_for("account.show"))


@bp.post("/account/sign-out-everywhere")
@asks(Permission.ACCOUNT_CHANGE)
def sign_out_everywhere() -> ResponseReturnValue:
    with app_context().database.transaction() as db:
        own_account(db, identity())
        end_all_sign_ins(db, identity())
    sign_browser_out()
    flash(_("You are signed out everywhere, and your personal tokens are revoked."))
    return redirect(url_for("codes.index"))


def _again(error: DraftingError, form: str, field: str | None = None) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        return render_form_error(
            PAGE, error, form=form, field=field, account=own_account(db, identity())
        )
