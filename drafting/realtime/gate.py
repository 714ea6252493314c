"""Before the socket server: a handshake without a signed-in session or from another origin is answered, and not upgraded.

Flask's before_request does not run for sockets, and engineio lets a missing Origin pass; so it is asked here, for both.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from flask import Flask

from drafting.request.identity import identity_of_handshake
from drafting.request.parts import parts

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
PATH = "/socket.io"
IDENTITY = "drafting.identity"  # the key in the WSGI environment under which the namespace finds who connected


class SocketGate:
    """A WSGI middleware for the one path of the socket server."""

    def __init__(self, app: Flask, inner: Wsgi) -> None:
        self._app = app
        self._inner = inner
        self._origin = parts(app).settings.base_url

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith(PATH):
            return self._inner(environ, start_response)
        if "websocket" not in environ.get("HTTP_UPGRADE", "").lower():
            return _answer(start_response, HTTPStatus.BAD_REQUEST, "Only WebSocket is spoken here.")
        if environ.get("HTTP_ORIGIN") != self._origin:
            return _answer(start_response, HTTPStatus.FORBIDDEN, "This origin may not connect.")
        identity = identity_of_handshake(self._app, self._app.request_class(environ))
        if not identity.is_signed_in:
            return _answer(start_response, HTTPStatus.UNAUTHORIZED, "Sign in first.")
        environ[IDENTITY] = identity
        return self._inner(environ, start_response)


def _answer(start_response: Any, status: HTTPStatus, sentence: str) -> Iterable[bytes]:
    body = sentence.encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response(f"{status.value} {status.phrase}", headers)
    return [body]
