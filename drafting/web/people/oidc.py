"""Signing in through one OpenID Connect provider: authorization code with PKCE, state and nonce,
by Authlib.
"""

from typing import Any

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from joserfc.errors import JoseError
from requests.exceptions import RequestException

from drafting.errors import DraftingError, NotFoundError
from drafting.request.app_context import app_context
from drafting.request.identity import safe_next, sign_browser_in
from drafting.services.people.federation import ProviderClaims, account_for_claims
from drafting.services.people.invitations import accept_invitation
from drafting.services.people.sign_ins import begin_sign_in
from drafting.web.view import (
    Permission,
    absolute_url,
    asks,
    end_reading,
    forms,
    identity,
    transaction,
)

bp = Blueprint("oidc", __name__)
PATIENCE = 10  # seconds for one answer of the provider
AFTER, INVITATION = (
    "after_sign_in",
    "invitation",
)  # keys in the cookie session, from leaving to coming back


def register_oidc(app: Flask) -> None:
    """Make the client if the settings name a provider."""
    settings = app_context(app).settings
    if not settings.has_oidc:
        return
    OAuth(app).register(  # type: ignore[no-untyped-call]
        "provider",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        server_metadata_url=f"{settings.oidc_issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE,
        },
    )


@bp.post("/sign-in/provider")
@asks(Permission.PUBLIC)
def leave_for_provider() -> ResponseReturnValue:
    return go_to_provider(after=safe_next(url_for("codes.index")))


def go_to_provider(*, after: str, invitation: str | None = None) -> ResponseReturnValue:
    """Send the browser to the provider; `after` and `invitation` wait for its return, and for no
    other.
    """
    session[AFTER], session[INVITATION] = after, invitation
    end_reading()  # before the provider is asked over the network
    try:
        answer: Response = _client().authorize_redirect(absolute_url("oidc.come_back"))
    except RequestException:
        return _unreachable()
    return answer


@bp.get("/sign-in/provider/return")
@asks(Permission.PUBLIC)
def come_back() -> ResponseReturnValue:
    after, invitation = session.pop(AFTER, url_for("codes.index")), session.pop(INVITATION, None)
    try:
        claims = _claims()
    except RequestException:
        return _unreachable()
    except (OAuthError, JoseError, ValueError, KeyError) as error:
        current_app.logger.warning("a sign-in through the provider was refused: %r", error)
        return _refused(
            _("The provider's answer could not be accepted. Try to sign in again."), 400
        )
    try:
        token = _sign_in(claims, invitation)
    except DraftingError as error:
        return forms.render_error("people/sign_in/show.html", error)
    if token:
        sign_browser_in(token)
    else:
        flash(_("Your account is connected."))
    return redirect(after)


def _sign_in(claims: ProviderClaims, invitation: str | None) -> str | None:
    """The token of a new sign-in; None if the account was already signed in, and now connected."""
    with transaction() as session:
        account = account_for_claims(session, claims, identity())
        if invitation:
            accept_invitation(session, identity(), invitation, account.id)
        return None if identity().is_signed_in else begin_sign_in(session, account.id, by="oidc")


def _client() -> Any:
    if not app_context().settings.has_oidc:
        raise NotFoundError
    return current_app.extensions["authlib.integrations.flask_client"].provider


def _claims() -> ProviderClaims:
    """What the provider says, from a verified ID token and its userinfo, which must speak of the
    same subject.
    """
    client, settings = _client(), app_context().settings
    token = client.authorize_access_token()
    verified = token["userinfo"]
    said = client.userinfo(token=token)
    if said["sub"] != verified["sub"] or verified["iss"].rstrip("/") != settings.oidc_issuer:
        raise ValueError("the provider's answers contradict each other")
    return ProviderClaims(
        issuer=str(settings.oidc_issuer),
        subject=str(said["sub"]),
        email=str(said.get("email") or ""),
        is_email_verified=said.get("email_verified") is True,
        name=str(said.get("name") or ""),
    )


def _unreachable() -> ResponseReturnValue:
    return _refused(
        _(
            "The provider cannot be reached now. Try again in a few minutes, or sign in "
            "with a password."
        ),
        502,
    )


def _refused(message: str, status: int) -> ResponseReturnValue:
    return render_template(
        "people/sign_in/show.html", problem=None, typed={}, notice=message
    ), status
