"""A SocketClient for a server that dies: hears of its death at once, and keeps the order of what
arrives.

python-socketio's client starts a thread for every packet, so that binary parts may overtake each
other; here the reading thread itself takes them in their order and puts them in an inbox, and
only the typist's thread touches the document.
"""

import time
from queue import Empty, SimpleQueue
from typing import Any

import socketio

from tests.support.sockets import NAMESPACE, OrderedClient, SocketClient

LOOK_EVERY = 0.05  # seconds between two looks whether the connection still stands
PATIENCE = 30.0  # seconds for an answer of a server that lives


class ServerGoneError(Exception):
    """The connection ended, or none could be made."""


class SteadyClient(SocketClient):
    """What tests/support/sockets.py offers, with the two differences above."""

    def _new_io(self, origin: str) -> socketio.Client:
        self.inbox: SimpleQueue[bytes] = SimpleQueue()
        io = OrderedClient(reconnection=False, websocket_extra_options={"origin": origin})
        io.on("update", lambda message: self.inbox.put(message["update"]), namespace=NAMESPACE)
        return io

    def connect(self, origin: str | None = None) -> None:
        try:
            super().connect(origin)
        except socketio.exceptions.ConnectionError as error:
            raise ServerGoneError from error

    def call(self, event: str, message: Any, timeout: float = PATIENCE) -> dict[str, Any]:
        answers: SimpleQueue[dict[str, Any]] = SimpleQueue()
        deadline = time.monotonic() + timeout
        try:
            self.io.emit(event, message, namespace=NAMESPACE, callback=answers.put)
        except socketio.exceptions.BadNamespaceError as error:
            raise ServerGoneError from error
        while time.monotonic() < deadline:
            try:
                return answers.get(timeout=LOOK_EVERY)
            except Empty:
                if self.io.eio.state != "connected" and answers.empty():
                    raise ServerGoneError from None
        raise AssertionError(f"no answer to {event} within {timeout} s, from a server that lives")

    def take_in(self) -> None:
        """Apply what others have written since the last call."""
        while not self.inbox.empty():
            self.doc.apply_update(self.inbox.get())
