"""The headers of every response: a strict Content-Security-Policy with a nonce, and those of OWASP
ASVS 5.0, 3.4.
"""

import secrets
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from drafting.request.app_context import app_context
from drafting.settings import Settings

SECONDS_PER_YEAR = 31_536_000
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def register_response_headers(app: Flask) -> None:
    """Set the headers after each request, and let templates read the nonce."""
    app.after_request(_set_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def csp_nonce() -> str:
    """The nonce of this response, for the one style element that CodeMirror makes."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _set_headers(response: Response) -> Response:
    settings = app_context().settings
    response.headers.update(FIXED)
    response.headers["Content-Security-Policy"] = _content_security_policy(settings)
    response.headers["Cache-Control"] = _cache_control(response)
    if settings.is_https:
        lifetime = f"max-age={SECONDS_PER_YEAR}; includeSubDomains"
        response.headers["Strict-Transport-Security"] = lifetime
    return response


def _content_security_policy(settings: Settings) -> str:
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": f"'self' 'nonce-{csp_nonce()}'",
        "font-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": f"'self' {settings.base_url.replace('http', 'ws', 1)}",
        "worker-src": "'self'",
        "form-action": f"'self' {_origin(settings.oidc_issuer)}".strip(),
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def _cache_control(response: Response) -> str:
    """For ever for built files, whose names carry their digest; never for a person's page."""
    is_built = request.endpoint == "static" and response.status_code < HTTPStatus.BAD_REQUEST
    return f"public, max-age={SECONDS_PER_YEAR}, immutable" if is_built else "private, no-store"


def _origin(url: str | None) -> str:
    split = urlsplit(url or "")
    return f"{split.scheme}://{split.netloc}" if split.netloc else ""
