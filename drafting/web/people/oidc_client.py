"""The OpenID Connect provider of the settings: authorization code with PKCE, state and nonce.

Authlib does the protocol; a provider that does not answer in time raises RequestException.
"""

from typing import Any

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, Response, current_app
from joserfc.errors import JoseError

from drafting.errors import NotFoundError
from drafting.request.app_context import app_context
from drafting.services.people.federation import ProviderClaims
from drafting.web.view import absolute_url, end_reading

TIMEOUT = 10  # seconds for one answer of the provider
# What a forged, stale or contradictory answer of the provider raises.
AnswerErrors = (OAuthError, JoseError, ValueError, KeyError)


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
            "default_timeout": TIMEOUT,
        },
    )


def redirect_to_provider() -> Response:
    """Redirect to the provider, which sends the browser back to `oidc.come_back`."""
    end_reading()  # before the provider's metadata is fetched over the network
    response: Response = _client().authorize_redirect(absolute_url("oidc.come_back"))
    return response


def fetch_claims() -> ProviderClaims:
    """Exchange the code of this request for the provider's claims about who signed in.

    The ID token is verified, and the userinfo must be about the same subject; else raises one of
    AnswerErrors.
    """
    client, issuer = _client(), app_context().settings.oidc_issuer
    token = client.authorize_access_token()
    verified, userinfo = token["userinfo"], client.userinfo(token=token)
    if userinfo["sub"] != verified["sub"] or verified["iss"].rstrip("/") != issuer:
        raise ValueError("the provider's answers contradict each other")
    return ProviderClaims(
        issuer=str(issuer),
        subject=str(userinfo["sub"]),
        email=str(userinfo.get("email") or ""),
        is_email_verified=userinfo.get("email_verified") is True,
        name=str(userinfo.get("name") or ""),
    )


def _client() -> Any:
    if not app_context().settings.has_oidc:
        raise NotFoundError
    return current_app.extensions["authlib.integrations.flask_client"].provider
