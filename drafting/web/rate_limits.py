"""The rate limits of attempts to sign in and to set a password, by Flask-Limiter.

A moving window: with a fixed one twice as many could try around the turn of a minute.
"""

import hashlib

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from drafting.request import forms
from drafting.request.app_context import app_context

ATTEMPTS_PER_ADDRESS = "60/minute"
ATTEMPTS_PER_ACCOUNT = "10/minute"
PASSWORD_HASHES = "20/minute"  # noqa: S105 - a limit: each costs tens of milliseconds of CPU
REDIS_TIMEOUT = 0.5  # seconds that an attempt waits for the count of all processes
# Counts in memory while Redis does not answer.
limiter = Limiter(get_remote_address, strategy="moving-window", in_memory_fallback_enabled=True)


def register_rate_limits(app: Flask) -> None:
    """Count attempts for all processes together if they have a Redis, else in each by itself."""
    settings = app_context(app).settings
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    if settings.redis_url:
        options = {"socket_timeout": REDIS_TIMEOUT, "socket_connect_timeout": REDIS_TIMEOUT}
        app.config.update(RATELIMIT_STORAGE_OPTIONS=options, RATELIMIT_KEY_PREFIX=settings.base_url)
    limiter.init_app(app)


def address_and_account() -> str:
    """The key of attempts on one account from one address, as a digest of fixed length.

    With the address in it, no stranger can lock the owner of an account out.
    """
    tried = f"{get_remote_address()} {forms.text('email').strip().lower()}"
    return hashlib.sha256(tried.encode("utf-8", "replace")).hexdigest()
