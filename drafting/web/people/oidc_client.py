"""The OpenID Connect provider of the settings: authorization code with PKCE, state and nonce.

Authlib does the protocol; a provider that does not answer in time raises RequestException.
"""

from typing import Any

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, Response, current_app
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from drafting.errors import NotFoundError
from drafting.request.app_context import app_context
from drafting.services.people.federation import ProviderClaims
from drafting.web.view import absolute_url, end_reading

SIGNATURES = ["RS256", "ES256", "PS256", "EdDSA"]  # of a signed userinfo
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
    client, settings = _client(), app_context().settings
    token = client.authorize_access_token()
    verified, userinfo = token["userinfo"], _userinfo(client, token)
    issuer = settings.oidc_issuer
    if userinfo["sub"] != verified["sub"] or verified["iss"].rstrip("/") != issuer:
        raise ValueError("the provider's answers contradict each other")
    claims = {**verified, **userinfo}
    is_verified = claims.get("email_verified") is True or settings.oidc_email_trust == "all"
    return ProviderClaims(
        issuer=str(issuer),
        subject=str(claims["sub"]),
        email=str(claims.get("email") or ""),
        is_email_verified=is_verified,
        name=_name(claims),
    )


def _userinfo(client: Any, token: dict[str, Any]) -> dict[str, Any]:
    """The claims of the userinfo endpoint: JSON, or a JWT signed by a key of the provider (OpenID
    Connect Core 5.3.2).
    """
    endpoint = client.load_server_metadata()["userinfo_endpoint"]
    answer = client.get(endpoint, token=token)
    answer.raise_for_status()
    if not answer.headers.get("content-type", "").startswith("application/jwt"):
        return dict(answer.json())
    keys = KeySet.import_key_set(client.fetch_jwk_set())
    return dict(jwt.decode(answer.text, keys, algorithms=SIGNATURES).claims)


def _name(claims: dict[str, Any]) -> str:
    """What the provider calls the person (OpenID Connect Core 5.1), "" if it says nothing."""
    parts = [claims.get(part) for part in ("given_name", "family_name")]
    candidates = (claims.get("name"), " ".join(str(one) for one in parts if one))
    more = (claims.get("nickname"), claims.get("preferred_username"))
    return next((str(one) for one in (*candidates, *more) if one and str(one).strip()), "")


def _client() -> Any:
    if not app_context().settings.has_oidc:
        raise NotFoundError
    return current_app.extensions["authlib.integrations.flask_client"].provider
