"""What every answer carries: a strict Content-Security-Policy with a nonce, and the headers of
OWASP ASVS 5.0, 3.4.
"""

import secrets
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from drafting.request.app_context import app_context
from drafting.request.identity import identity
from drafting.settings import Settings

csrf = CSRFProtect()
MAX_FORM_BYTES = 64 * 1024  # bytes: a thousand fields take as long to parse as they take to send
MAX_IMPORT_BYTES = (
    12 * 1024 * 1024
)  # an import and its form twice over; the exact limit is the service's
MAX_COMMENT_BYTES = 512 * 1024  # the longest comment in any script, percent-encoded twice over
ROOM = {
    "imports": MAX_IMPORT_BYTES,
    "threads": MAX_COMMENT_BYTES,
    "answers": MAX_COMMENT_BYTES,
    "versions": MAX_COMMENT_BYTES,
    "rounds": MAX_COMMENT_BYTES,
}
YEAR = 31_536_000  # seconds


def harden(app: Flask, settings: Settings) -> None:
    """Set cookie flags, CSRF protection, limits and headers."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-drafting" if settings.is_https else "drafting",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=14 * 24 * 3600,
        MAX_CONTENT_LENGTH=MAX_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        MAX_FORM_PARTS=100,
        # as long as the sign-in: a form that was open over lunch must still go through
        WTF_CSRF_TIME_LIMIT=None,
    )
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0)  # type: ignore[method-assign]
    app.before_request(_room_for_words)  # before CSRF protection, which reads the form
    csrf.init_app(app)
    app.before_request(_own_host_only)
    app.after_request(_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def csp_nonce() -> str:
    """The nonce of this answer, for the one style element that CodeMirror makes."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _room_for_words() -> None:
    """Only whoever is signed in, and only where texts are taken in, may send more than a form's
    worth.
    """
    room = ROOM.get(request.blueprint or "")
    if room is not None and identity().is_signed_in:
        request.max_content_length = request.max_form_memory_size = room


def _own_host_only() -> ResponseReturnValue | None:
    """Send whoever came by another name (localhost for 127.0.0.1) to the one address whose
    origin may open sockets.
    """
    base_url = app_context().settings.base_url
    if request.host == urlsplit(base_url).netloc or request.endpoint == "sign_in.health":
        return None
    if request.method not in {"GET", "HEAD"}:
        abort(HTTPStatus.BAD_REQUEST)
    return redirect(base_url + request.full_path.rstrip("?"))


def _origin(address: str | None) -> str:
    split = urlsplit(address or "")
    return f"{split.scheme}://{split.netloc}" if split.netloc else ""


def _headers(response: Response) -> Response:
    settings = app_context().settings
    socket = settings.base_url.replace("http", "ws", 1)
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": f"'self' 'nonce-{csp_nonce()}'",
        "font-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": f"'self' {socket}",
        "worker-src": "'self'",
        "form-action": f"'self' {_origin(settings.oidc_issuer)}".strip(),
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    response.headers["Content-Security-Policy"] = "; ".join(
        f"{name} {value}" for name, value in policy.items()
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if settings.is_https:
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
    # The names of built files carry their digest, so they may be kept for ever; a page belongs to
    # one person.
    is_built = request.endpoint == "static" and response.status_code < HTTPStatus.BAD_REQUEST
    response.headers["Cache-Control"] = (
        f"public, max-age={YEAR}, immutable" if is_built else "private, no-store"
    )
    return response
