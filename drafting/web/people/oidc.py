"""Signing in through one OpenID Connect provider: leaving for it and coming back."""

from flask import Blueprint, current_app, flash, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from requests.exceptions import RequestException

from drafting.errors import DraftingError
from drafting.request.identity import safe_next, sign_browser_in
from drafting.services.people.federation import ProviderClaims, account_for_claims
from drafting.services.people.invitations import accept_invitation, invitation_of_token
from drafting.services.people.sign_ins import begin_sign_in
from drafting.web.people import oidc_client
from drafting.web.view import Permission, asks, forms, identity, transaction

bp = Blueprint("oidc", __name__)
PAGE = "people/sign_in/show.html"
# Keys in the cookie session, from leaving to coming back.
AFTER, INVITATION = "after_sign_in", "invitation"


@bp.post("/sign-in/provider")
@asks(Permission.PUBLIC)
def leave_for_provider() -> ResponseReturnValue:
    return go_to_provider(after=safe_next(url_for("codes.index")))


def go_to_provider(*, after: str, invitation: str | None = None) -> ResponseReturnValue:
    """Redirect to the provider; `after` and `invitation` are for this browser's return only."""
    session[AFTER], session[INVITATION] = after, invitation
    try:
        return oidc_client.redirect_to_provider()
    except RequestException:
        return _unreachable()


@bp.get("/sign-in/provider/return")
@asks(Permission.PUBLIC)
def come_back() -> ResponseReturnValue:
    after, invitation = session.pop(AFTER, url_for("codes.index")), session.pop(INVITATION, None)
    try:
        claims = oidc_client.fetch_claims()
    except RequestException:
        return _unreachable()
    except oidc_client.AnswerErrors as error:
        current_app.logger.warning("a sign-in through the provider was refused: %r", error)
        return _sign_in_page(
            _("The provider's answer could not be accepted. Try to sign in again."), 400
        )
    try:
        token = _begin_sign_in(claims, invitation)
    except DraftingError as error:
        return forms.render_error(PAGE, error)
    if token:
        sign_browser_in(token)
    else:
        flash(_("Your account is connected."))
    return redirect(after)


def _begin_sign_in(claims: ProviderClaims, invitation: str | None) -> str | None:
    """The token of a new sign-in; None if the account was already signed in, and now connected."""
    with transaction() as session:
        invited = invitation_of_token(session, invitation)[0].email if invitation else ""
        account = account_for_claims(session, claims, identity(), proven=invited)
        if invitation:
            accept_invitation(session, identity(), invitation, account.id)
        return None if identity().is_signed_in else begin_sign_in(session, account.id, by="oidc")


def _unreachable() -> ResponseReturnValue:
    return _sign_in_page(
        _("The provider does not answer. Try again in a few minutes, or sign in with a password."),
        502,
    )


def _sign_in_page(notice: str, status: int) -> ResponseReturnValue:
    page, _status = forms.render(PAGE, notice=notice)
    return page, status
