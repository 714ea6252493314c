"""What is said to many is put into bytes once; and the ways out to one browser, on the fast path
or the stock one.

An outlet says no when too much waits for a slow reader; who asks decides what becomes of it. It
knows no drafts.
"""

import json
from copy import copy
from functools import cached_property
from itertools import count
from typing import Any, Protocol

from engineio import packet as engine_packet

from drafting.realtime.transport.fast_websocket import MOST_WAITING, FastWebSocket
from drafting.realtime.transport.frames import message_frame

JSON = json.JSONEncoder(separators=(",", ":"))


class EncodedEvent:
    """One event for many browsers. Written here as python-socketio writes it, at a fifth of the
    cost.
    """

    def __init__(self, namespace: str, event: str, message: dict[str, object]) -> None:
        attachments = [value for value in message.values() if isinstance(value, bytes)]
        numbers = count()
        fields = {
            name: {"_placeholder": True, "num": next(numbers)}
            if isinstance(value, bytes)
            else value
            for name, value in message.items()
        }
        head = f"5{len(attachments)}-{namespace}," if attachments else f"2{namespace},"
        self._parts: list[str | bytes] = [head + JSON.encode([event, fields]), *attachments]

    def with_more(self, other: "EncodedEvent") -> "EncodedEvent":
        """Both in one, to leave in one write; this one first."""
        both = copy(self)
        both._parts = self._parts + other._parts
        return both

    @cached_property
    def packets(self) -> list[Any]:
        """For engineio's queue."""
        return [engine_packet.Packet(engine_packet.MESSAGE, part) for part in self._parts]

    @cached_property
    def frames(self) -> bytes:
        """Text and attachments in one piece, so that they leave in one write."""
        return b"".join(
            message_frame(part if isinstance(part, bytes) else f"{engine_packet.MESSAGE}{part}")
            for part in self._parts
        )


class Outbox(Protocol):
    """The way out to one browser."""

    @property
    def backlog(self) -> int:
        """Bytes that wait for a slow reader."""

    def send(self, said: EncodedEvent) -> bool:
        """Send; False, and nothing is sent, when too much waits."""


class FastOutbox:
    """Straight into our own WebSocket."""

    def __init__(self, websocket: FastWebSocket) -> None:
        self._websocket = websocket
        self._send = websocket.send

    @property
    def backlog(self) -> int:
        return self._websocket.backlog

    def send(self, said: EncodedEvent) -> bool:
        return self._send(said.frames)


class StockOutbox:
    """Through engineio's queue, whose bytes `engine.CountedQueue` counts."""

    def __init__(self, engine_socket: Any) -> None:
        self._engine_socket = engine_socket

    @property
    def backlog(self) -> int:
        return int(self._engine_socket.queue.waiting_bytes)

    def send(self, said: EncodedEvent) -> bool:
        if self.backlog > MOST_WAITING:
            return False
        if not self._engine_socket.closed:
            for packet in said.packets:
                self._engine_socket.send(packet)
        return True
