"""A WSGI middleware in front of the socket server: it authenticates and counts handshakes.

Flask's before_request does not run for sockets, and engineio accepts a missing Origin. A
handshake without a signed-in session or from another origin is answered here, not upgraded.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from flask import Flask

from drafting.realtime.cluster.remote_presence import STALE
from drafting.realtime.transport.connection_state import KEY, ConnectionState
from drafting.realtime.transport.rate_limit import TokenBucket
from drafting.request.app_context import app_context
from drafting.request.identity import identity_of_handshake

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
PATH = "/socket.io"
MAX_SOCKETS = 20  # of one account
POLL_INTERVAL = 0.25  # seconds between two checks whether sockets of a dead process are gone
# sockets over the limit that are accepted so that the namespace can refuse them with a sentence;
# a browser shows no text of a refused handshake
GRACE_SOCKETS = 5


class SocketGate:
    """Handles the one path of the socket server; all other requests pass through."""

    def __init__(
        self,
        app: Flask,
        inner: Wsgi,
        remote_count: Callable[[int], int],
        on_count: Callable[[int, int], None],
    ) -> None:
        """`remote_count`: the sockets of an account in other processes. `on_count`: called with
        an account and its number of sockets here, whenever that changes.
        """
        self._app = app
        self._inner = inner
        self._origin = app_context(app).settings.base_url
        self._remote_count = remote_count
        self._on_count = on_count
        self.open: Counter[int] = Counter()  # sockets of this process, by account
        self._waiting_handshakes: Counter[int] = Counter()  # by account

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
        asked_at = time.monotonic()
        account_id = identity.account_id or 0
        count = self._open_socket_count(account_id)
        if count >= MAX_SOCKETS + GRACE_SOCKETS:
            sentence = "You have too many sockets open."
            return _answer(start_response, HTTPStatus.TOO_MANY_REQUESTS, sentence)
        now = time.monotonic()
        is_fresh = now - asked_at < POLL_INTERVAL  # rights may have changed during a longer wait
        environ[KEY] = ConnectionState(identity, TokenBucket(now), count >= MAX_SOCKETS, is_fresh)
        return self._counted(account_id, environ, start_response)

    def _counted(
        self, account_id: int, environ: dict[str, Any], start_response: Any
    ) -> Iterable[bytes]:
        """Count a socket while it is open: the socket server returns when the socket has ended."""
        self._count(account_id, 1)
        try:
            return self._inner(environ, start_response)
        finally:
            self._count(account_id, -1)

    def _open_socket_count(self, account_id: int) -> int:
        """The sockets of an account in all processes.

        Browsers of a process that has just died reconnect here at once: their old sockets still
        count for STALE seconds, so the handshake waits that long before it is refused.
        """
        deadline = time.monotonic() + STALE + POLL_INTERVAL
        while True:
            here = self.open[account_id]
            count = here + self._remote_count(account_id)
            may_be_stale = count >= MAX_SOCKETS > max(here, self._waiting_handshakes[account_id])
            if not may_be_stale or time.monotonic() > deadline:
                return count
            self._waiting_handshakes[account_id] += 1
            time.sleep(POLL_INTERVAL)
            self._waiting_handshakes[account_id] -= 1

    def _count(self, account_id: int, change: int) -> None:
        self.open[account_id] += change
        self._on_count(account_id, self.open[account_id])
        if not self.open[account_id]:
            del self.open[account_id]


def _answer(start_response: Any, status: HTTPStatus, sentence: str) -> Iterable[bytes]:
    body = sentence.encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
    ]
    start_response(f"{status.value} {status.phrase}", headers)
    return [body]
