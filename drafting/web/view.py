"""What nearly every view needs: the session, the code of practice of its URL, forms, redirects.

A view imports from here and from the services that it calls. The slug of the URL is not an argument
of a view: `code()` reads it, and `url_for` adds it (Flask's pattern "Using URL Processors").
"""

from typing import Any

from flask import current_app, flash, g, redirect, request, url_for
from werkzeug import Response

from drafting.policy.permission_map import may, require
from drafting.policy.permissions import Permission
from drafting.request import forms
from drafting.request.app_context import app_context
from drafting.request.database import db, end_reading, transaction
from drafting.request.identity import asks, identity
from drafting.services.codes.queries import chapter_of, code_by_slug, context_of, context_of_code
from drafting.services.versions.queries import version_by_number
from drafting.storage.models import Chapter, CodeOfPractice, Version

__all__ = [
    "Permission",
    "absolute_url",
    "asks",
    "chapter",
    "code",
    "db",
    "end_reading",
    "forms",
    "identity",
    "may_in_code",
    "redirect_to",
    "require",
    "transaction",
    "version",
    "wants_fragment",
]


def code(permission: Permission = Permission.CODE_READ) -> CodeOfPractice:
    """The code of practice of this URL, with its chapters.

    Raises CodeNotFoundError if the actor may not read it, NotPermittedError without `permission`.
    """
    session = db()
    if "code" not in session.info:
        session.info["code"] = code_by_slug(session, identity(), g.slug)
    found: CodeOfPractice = session.info["code"]
    require(identity(), permission, context_of_code(found))
    return found


def chapter(chapter_id: int, permission: Permission = Permission.DRAFT_READ) -> Chapter:
    """A chapter of the code of this URL.

    Raises DraftNotFoundError, and NotPermittedError without `permission`.
    """
    found = chapter_of(code(), chapter_id)
    require(identity(), permission, context_of(found))
    return found


def version(number: int) -> Version:
    """A version of the code of this URL.

    Raises VersionNotFoundError also if the actor may not read it.
    """
    return version_by_number(db(), identity(), code(), number)


def may_in_code(permission: Permission) -> bool:
    """Whether the actor has a permission over the code of this URL as a whole."""
    return may(identity(), permission, context_of_code(code()))


def wants_fragment() -> bool:
    """Whether a script requests a part of the page alone."""
    return request.headers.get("X-Fragment") == "true"


def redirect_to(endpoint: str, message: str | None = None, /, **values: Any) -> Response:
    """Redirect to the URL of an endpoint of this site, where `message` is flashed."""
    if message is not None:
        flash(message)
    return redirect(url_for(endpoint, **values))


def absolute_url(endpoint: str, **values: Any) -> str:
    """The URL of an endpoint for use outside this site, by the configured base URL.

    Never by the Host header, which the sender of a request chooses.
    """
    return app_context().settings.base_url + url_for(endpoint, **values)


def take_slug(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Move the slug from the view's arguments to `g`: an url_value_preprocessor of blueprints."""
    g.slug = values.pop("slug", None) if values else None


def add_slug(endpoint: str, values: dict[str, Any]) -> None:
    """Give every URL that needs a slug the one of this request: the application's url_defaults."""
    if g.get("slug") and current_app.url_map.is_endpoint_expecting(endpoint, "slug"):
        values.setdefault("slug", g.slug)
