"""What protects every request: cookie flags, CSRF tokens, limits of size, the one host name."""

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from drafting.request.app_context import app_context
from drafting.request.identity import identity
from drafting.settings import Settings

csrf = CSRFProtect()
MAX_FORM_BYTES = 64 * 1024  # a thousand fields take as long to parse as they take to send
# An import and its form, twice over; the service has the exact limit.
MAX_IMPORT_BYTES = 12 * 1024 * 1024
MAX_COMMENT_BYTES = 512 * 1024  # the longest comment in any script, percent-encoded twice over
MAX_BYTES_BY_BLUEPRINT = {
    "imports": MAX_IMPORT_BYTES,
    "threads": MAX_COMMENT_BYTES,
    "answers": MAX_COMMENT_BYTES,
    "versions": MAX_COMMENT_BYTES,
    "rounds": MAX_COMMENT_BYTES,
}
SIGN_IN_LIFETIME = 14 * 24 * 3600  # seconds


def harden(app: Flask, settings: Settings) -> None:
    """Configure cookies and limits, and check each request before its view."""
    _configure(app, settings)
    if settings.trusted_proxies:
        proxied = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0)
        app.wsgi_app = proxied  # type: ignore[method-assign]
    app.before_request(_raise_limit_for_texts)  # before CSRF protection, which reads the form
    csrf.init_app(app)
    app.before_request(_require_own_host)


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-drafting" if settings.is_https else "drafting",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=SIGN_IN_LIFETIME,
        MAX_CONTENT_LENGTH=MAX_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        MAX_FORM_PARTS=100,
        # As long as the sign-in: a form that was open over lunch must still be accepted.
        WTF_CSRF_TIME_LIMIT=None,
    )


def _raise_limit_for_texts() -> None:
    """Let people who are signed in send long texts to the blueprints that take them."""
    limit = MAX_BYTES_BY_BLUEPRINT.get(request.blueprint or "")
    if limit is not None and identity().is_signed_in:
        request.max_content_length = request.max_form_memory_size = limit


def _require_own_host() -> ResponseReturnValue | None:
    """Redirect from another name, such as localhost, to the one whose origin may open sockets."""
    base_url = app_context().settings.base_url
    if request.host == urlsplit(base_url).netloc or request.endpoint == "sign_in.health":
        return None
    if request.method not in {"GET", "HEAD"}:
        abort(HTTPStatus.BAD_REQUEST)
    return redirect(base_url + request.full_path.rstrip("?"))
