"""The invited person's side of an invitation link. Opening it (a mail scanner does) changes
nothing; accepting is a POST.
"""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.policy.identity import NOBODY
from drafting.request.identity import sign_browser_in
from drafting.services.people import accounts, sign_ins
from drafting.services.people.invitations import accept_invitation, invitation_of_token
from drafting.web import rate_limits
from drafting.web.people import oidc, passwords
from drafting.web.view import Permission, asks, db, forms, identity, redirect_to, transaction

bp = Blueprint("invitations", __name__)


@bp.get("/invitations/<token>")
@asks(Permission.PUBLIC)
def show(token: str) -> ResponseReturnValue:
    invitation, code = invitation_of_token(db(), token)
    return forms.render(
        "people/invitations/show.html", invitation=invitation, code=code, token=token
    )


@bp.post("/invitations/<token>/accept")
@asks(Permission.PUBLIC)
def accept(token: str) -> ResponseReturnValue:
    """Accept as the account that is signed in here."""
    if not identity().is_signed_in:
        return redirect_to("sign_in.show", next=url_for("invitations.show", token=token))
    with transaction() as session:
        code = accept_invitation(session, identity(), token, identity().account_id or 0)
    return _welcome(code.slug)


@bp.post("/invitations/<token>/account")
@asks(Permission.PUBLIC)
@rate_limits.limiter.limit(rate_limits.PASSWORD_HASHES)
@forms.on_error(show)
def accept_with_new_account(token: str) -> ResponseReturnValue:
    """Accept with an account made here, whose address is the invitation's."""
    invitation_of_token(db(), token)  # before the slow hash, which a made-up link must not get
    password_hash, name = passwords.hash_of_new_password("password"), forms.text("name")
    with transaction() as session:
        email = invitation_of_token(session, token)[0].email
        account = accounts.create_account(
            session, NOBODY, email=email, name=name, password_hash=password_hash
        )
        code = accept_invitation(session, NOBODY, token, account.id)
        sign_in_token = sign_ins.begin_sign_in(session, account.id, by="invitation")
    sign_browser_in(sign_in_token)
    return _welcome(code.slug)


@bp.post("/invitations/<token>/provider")
@asks(Permission.PUBLIC)
def accept_through_provider(token: str) -> ResponseReturnValue:
    """Remember the invitation over the way to the provider and back."""
    slug = invitation_of_token(db(), token)[1].slug
    return oidc.go_to_provider(after=url_for("codes.show", slug=slug), invitation=token)


def _welcome(slug: str) -> ResponseReturnValue:
    return redirect_to("codes.show", _("Welcome. You are now a member."), slug=slug)
