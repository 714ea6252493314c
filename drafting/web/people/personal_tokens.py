"""One's own personal tokens: made, shown once, revoked."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.services.people.personal_tokens import make_token, revoke_token, tokens_of
from drafting.web.view import (
    Permission,
    asks,
    db,
    forms,
    identity,
    redirect_to,
    require,
    transaction,
)

bp = Blueprint("personal_tokens", __name__, url_prefix="/account/tokens")


@bp.get("")
@asks(Permission.ACCOUNT_CHANGE)
def index() -> ResponseReturnValue:
    return _page()


@bp.post("")
@asks(Permission.ACCOUNT_CHANGE)
@forms.on_error(index)
def make() -> ResponseReturnValue:
    name, may_write = forms.text("name"), forms.text("may_write") == "1"
    with transaction() as session:
        secret = make_token(session, identity(), name=name, may_write=may_write)
    return _page(secret)


@bp.post("/<key:token_id>/revoke")
@asks(Permission.ACCOUNT_CHANGE)
def revoke(token_id: int) -> ResponseReturnValue:
    with transaction() as session:
        revoke_token(session, identity(), token_id)
    return redirect_to("personal_tokens.index", _("The token is revoked. It no longer works."))


def _page(secret: str | None = None) -> ResponseReturnValue:
    require(identity(), Permission.ACCOUNT_CHANGE)
    tokens = tokens_of(db(), identity())
    return forms.render("people/personal_tokens/index.html", tokens=tokens, secret=secret)
