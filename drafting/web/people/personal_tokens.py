"""One's own personal tokens: made, shown once, revoked."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.errors import DraftingError
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.forms import form_text, render_form_error
from drafting.request.identity import asks, identity
from drafting.services.people.personal_tokens import make_token, revoke_token, tokens_of

bp = Blueprint("personal_tokens", __name__, url_prefix="/account/tokens")
PAGE = "people/personal_tokens/index.html"


@bp.get("")
@asks(Permission.ACCOUNT_CHANGE)
def index() -> ResponseReturnValue:
    return _page()


@bp.post("")
@asks(Permission.ACCOUNT_CHANGE)
def make() -> ResponseReturnValue:
    try:
        with app_context().database.transaction() as db:
            secret = make_token(
                db, identity(), name=form_text("name"), may_write=form_text("may_write") == "1"
            )
    except DraftingError as error:
        require(identity(), Permission.ACCOUNT_CHANGE)
        with app_context().database.reading() as db:
            return render_form_error(PAGE, error, tokens=tokens_of(db, identity()), secret=None)
    return _page(secret)


@bp.post("/<key:token_id>/revoke")
@asks(Permission.ACCOUNT_CHANGE)
def revoke(token_id: int) -> ResponseReturnValue:
    with app_context().database.transaction() as db:
        revoke_token(db, identity(), token_id)
    flash(_("The token is revoked. It opens nothing any more."))
    return redirect(url_for("personal_tokens.index"))


def _page(secret: str | None = None) -> ResponseReturnValue:
    require(identity(), Permission.ACCOUNT_CHANGE)
    with app_context().database.reading() as db:
        return render_template(
            PAGE, tokens=tokens_of(db, identity()), secret=secret, problem=None, typed={}
        )
