"""Who makes this request, read once; and the permission that a route declares."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Request, g, request, session

from drafting.policy.identity import Identity
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.services.people.identities import identity_of_token

TOKEN = "token"  # noqa: S105 - the name of a key in the cookie session
MAX_TARGET_CHARACTERS = 500  # of ?next=
View = TypeVar("View", bound=Callable[..., object])


def asks(permission: Permission) -> Callable[[View], View]:
    """Declare the permission that the service of a view or socket event requires.

    It enforces nothing: tests call every route as every role and compare.
    """

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


def identity() -> Identity:
    """The identity of this request."""
    if "identity" not in g:
        with app_context().database.reading() as db:
            g.identity = identity_of_token(db, session.get(TOKEN))
    return g.identity  # type: ignore[no-any-return]


def identity_of_handshake(app: Flask, handshake: Request) -> Identity:
    """The identity whose cookie came with a WebSocket handshake, outside any request context."""
    cookies = app.session_interface.open_session(app, handshake)
    with app_context(app).database.reading() as db:
        return identity_of_token(db, cookies.get(TOKEN) if cookies else None)


def sign_browser_in(token: str) -> None:
    """Start a new cookie session that keeps nothing of the old one (against session fixation)."""
    session.clear()
    session.permanent = True
    session[TOKEN] = token
    g.pop("identity", None)


def sign_browser_out() -> None:
    """Empty this browser's cookie session."""
    session.clear()
    g.pop("identity", None)


def safe_next(fallback: str) -> str:
    """The path of this site in ?next=, for after signing in; `fallback` for anything else."""
    target = request.values.get("next", "")
    is_path = (
        target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    )
    return (
        target
        if is_path and "\\" not in target and len(target) < MAX_TARGET_CHARACTERS
        else fallback
    )
