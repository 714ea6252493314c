"""Recognises the two events of every keystroke by their exact text, before any parser.

What looks in the least different takes the way of all other packets, and so does everything
while nobody listens.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from drafting.realtime.transport.frames import TEXT, frame

# As socket.io-client and python-socketio write an event with one attachment:
# docs/realtime-protocol.md.
_EVENT = re.compile(
    r'451-/drafts,(\d{0,15})\["(?:'
    r'update",\{"draft":(\d{1,10}),"lineage":"([0-9a-f-]{36})","update"|'
    r'awareness",\{"draft":(\d{1,10}),"awareness")'
    r':\{"_placeholder":true,"num":0\}\}\]'
)


@dataclass(slots=True)
class FastPathEvent:
    """An `update` (with its lineage) or an `awareness` (without)."""

    ack_id: int | None  # None: it asks for no answer
    draft_id: int
    lineage: str | None
    payload: bytes


class FastPathReader:
    """Splits the messages of a connection: frequent events to `listener`, others to `generic`."""

    def __init__(self, generic: Callable[[str | bytes], None]) -> None:
        self._generic = generic
        self._head: re.Match[str] | None = None  # its attachment comes next
        self.listener: Callable[[FastPathEvent], None] | None = None

    def receive(self, message: str | bytes) -> None:
        """Handle one message; an event with an attachment comes as two."""
        head, self._head = self._head, None
        if head is None:
            if self.listener and isinstance(message, str) and (found := _EVENT.fullmatch(message)):
                self._head = found
            else:
                self._generic(message)
        elif self.listener and isinstance(message, bytes):
            self.listener(_event(head, message))
        else:
            self._generic(head.string)
            self._generic(message)


def _event(head: re.Match[str], payload: bytes) -> FastPathEvent:
    ack_id, updated, lineage, moved = head.groups()
    return FastPathEvent(int(ack_id) if ack_id else None, int(updated or moved), lineage, payload)


def update_ack_frame(ack_id: int, seq: int, at: int) -> bytes:
    """The acknowledgement of an update, as python-socketio would write it."""
    return frame(TEXT, b'43/drafts,%d[{"ok":true,"seq":%d,"at":%d}]' % (ack_id, seq, at))


def awareness_ack_frame(ack_id: int) -> bytes:
    """The acknowledgement of an awareness state."""
    return frame(TEXT, b'43/drafts,%d[{"ok":true}]' % ack_id)
