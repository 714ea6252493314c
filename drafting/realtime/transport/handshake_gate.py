"""Before the socket server: a handshake without a signed-in session or from another origin is
answered, and not upgraded.

Flask's before_request does not run for sockets, and engineio lets a missing Origin pass; so it
is asked here, for both.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from flask import Flask

from drafting.realtime.cluster.remote_presence import STALE
from drafting.request.app_context import app_context
from drafting.request.identity import identity_of_handshake

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
PATH = "/socket.io"
# the key in the WSGI environment under which the namespace finds who connected
IDENTITY = "drafting.identity"
# the key that is set until the first namespace is entered: who it is was asked just now
FRESH = "drafting.fresh"
CROWDED = "drafting.crowded"  # the key that is set when this person has too many sockets already
MOST_SOCKETS = 20  # of one person
LOOK = 0.25  # seconds between two looks whether others are gone
# that are let in so that the namespace can refuse them in words; a handshake has none that a
# browser shows
SLACK = 5


class SocketGate:
    """A WSGI middleware for the one path of the socket server."""

    def __init__(self, app: Flask, inner: Wsgi) -> None:
        self._app = app
        self._inner = inner
        self._origin = app_context(app).settings.base_url
        self.open: Counter[int] = Counter()  # sockets of this process, by account
        self._patient: Counter[int] = Counter()  # handshakes that wait, by account
        self.elsewhere: Callable[[int], int] = lambda account_id: (
            0
        )  # how many somebody has in other processes
        self.when_counted: Callable[[int, int], None] = lambda account_id, count: None

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
        return self._counted(identity.account_id or 0, environ, start_response)

    def _counted(
        self, account_id: int, environ: dict[str, Any], start_response: Any
    ) -> Iterable[bytes]:
        """The socket server returns when the socket has ended."""
        asked = time.monotonic()
        before = self._before(account_id)
        environ[FRESH] = time.monotonic() - asked < LOOK  # else much may have happened meanwhile
        if before >= MOST_SOCKETS + SLACK:
            return _answer(
                start_response, HTTPStatus.TOO_MANY_REQUESTS, "You have too many sockets open."
            )
        environ[CROWDED] = before >= MOST_SOCKETS
        self._count(account_id, 1)
        try:
            return self._inner(environ, start_response)
        finally:
            self._count(account_id, -1)

    def _before(self, account_id: int) -> int:
        """How many sockets somebody has. Those of a process that has just died are knocking
        here: a moment, then they go.
        """
        deadline = time.monotonic() + STALE + LOOK
        while True:
            before = self.open[account_id] + self.elsewhere(account_id)
            may_be_stale = (
                before >= MOST_SOCKETS > self.open[account_id]
                and self._patient[account_id] < MOST_SOCKETS
            )
            if not may_be_stale or time.monotonic() > deadline:
                return before
            self._patient[account_id] += 1
            time.sleep(LOOK)
            self._patient[account_id] -= 1

    def _count(self, account_id: int, change: int) -> None:
        self.open[account_id] += change
        self.when_counted(account_id, self.open[account_id])
        if not self.open[account_id]:
            del self.open[account_id]


def _answer(start_response: Any, status: HTTPStatus, sentence: str) -> Iterable[bytes]:
    body = sentence.encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response(f"{status.value} {status.phrase}", headers)
    return [body]
