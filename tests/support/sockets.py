"""A real Yjs client over a real WebSocket, in Python: what a browser does, without the browser."""

import contextlib
import socket
from typing import Any

import engineio
import socketio
from pycrdt import Doc, Text

from tests.support.server import Server

NAMESPACE = "/drafts"


class _InOrder(engineio.Client):
    """The stock client gives each packet a thread, and lets them overtake each other."""

    def _trigger_event(self, event: str, *args: Any, **options: Any) -> Any:
        return super()._trigger_event(event, *args, **{**options, "run_async": False})


class OrderedClient(socketio.Client):
    """A client that takes packets in the order in which they came."""

    def _engineio_client_class(self) -> type[engineio.Client]:
        return _InOrder


class SocketClient:
    """One signed-in socket with its own replica of one draft."""

    def __init__(self, server: Server, token: str, draft_id: int) -> None:
        self.server, self.token, self.draft_id = server, token, draft_id
        self.url = server.base_url  # or a proxy's, that leads there
        self.doc: Doc[Text] = Doc()
        self.body = self.doc.get("body", type=Text)
        self.lineage: str | None = None
        self.events: list[tuple[str, Any]] = []
        self.io = self._new_io(server.base_url)

    def _new_io(self, origin: str) -> socketio.Client:
        io = OrderedClient(reconnection=False, websocket_extra_options={"origin": origin})
        io.on("update", self._on_update, namespace=NAMESPACE)
        for name in ("awareness", "rights", "left", "resync", "head"):
            io.on(
                name,
                lambda message, name=name: self.events.append((name, message)),
                namespace=NAMESPACE,
            )
        return io

    def connect(self, origin: str | None = None) -> None:
        """Connect again, with the cookie of the sign-in, from our own origin or another."""
        self.io = self._new_io(origin or self.server.base_url)
        headers = {"Cookie": f"drafting={self.server.cookie(self.token)}"}
        self.io.connect(
            self.url,
            headers=headers,
            transports=["websocket"],
            namespaces=[NAMESPACE],
            wait_timeout=10,
        )

    def join(self, **more: Any) -> dict[str, Any]:
        """SyncStep1; applies the answer's SyncStep2 when all is well."""
        message = {
            "draft": self.draft_id,
            "lineage": self.lineage,
            "state_vector": self.doc.get_state(),
            "client_id": self.doc.client_id,
            **more,
        }
        answer = self.call("join", message)
        if answer["ok"]:
            self.lineage = answer["lineage"]
            self.doc.apply_update(answer["update"])
        return answer

    def call(self, event: str, message: Any, timeout: float = 10) -> dict[str, Any]:
        answer: dict[str, Any] = self.io.call(event, message, namespace=NAMESPACE, timeout=timeout)
        return answer

    def send(self, update: bytes, **more: Any) -> dict[str, Any]:
        return self.call(
            "update", {"draft": self.draft_id, "lineage": self.lineage, "update": update, **more}
        )

    def type(self, text: str, at: int | None = None) -> bytes:
        """Insert locally (offset in UTF-8 bytes; the end by default); returns the update."""
        before = self.doc.get_state()
        self.body.insert(len(self.body) if at is None else at, text)
        return self.doc.get_update(before)

    @property
    def text(self) -> str:
        return str(self.body)

    def close(self) -> None:
        """Drop the connection as a lost network does; a polite farewell would wait three seconds
        for its answer.
        """
        with contextlib.suppress(Exception):  # the server may be dead already
            self.io.eio.ws.sock.shutdown(socket.SHUT_RDWR)

    def _on_update(self, message: dict[str, Any]) -> None:
        self.doc.apply_update(message["update"])
        self.events.append(("update", message))
