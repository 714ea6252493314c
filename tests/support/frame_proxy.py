"""A proxy that looks into WebSocket frames (RFC 6455) and mistreats Socket.IO's messages: loses,
repeats, overtakes (F19).

A message is a text with its attachments. Handshakes and pings pass, as does everything once
`is_honest`.
"""

import contextlib
import random
import re
import socket
import threading
from collections.abc import Iterator
from typing import BinaryIO

HEADER = re.compile(
    rb"4[2356](\d*)-?"
)  # events and acknowledgements, and how many attachments follow


class FrameProxy:
    """Connections made to `port` lead to `target`; one message in `every` is mistreated."""

    def __init__(self, target: int, seed: int, every: int) -> None:
        self._target, self._random, self._every = target, random.Random(seed), every
        self.is_honest, self.mistreated = False, 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            near, _ = self._listener.accept()
            far = socket.create_connection(("127.0.0.1", self._target))
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        held = b""
        with contextlib.suppress(OSError), sink, source.makefile("rb") as stream:
            while (line := stream.readline()) not in {b"", b"\r\n"}:
                sink.sendall(line)
            sink.sendall(b"\r\n")
            for message, may_be_mistreated in _messages(stream):
                out, held = self._fate(message, held) if may_be_mistreated else (message, held)
                sink.sendall(out)

    def _fate(self, message: bytes, held: bytes) -> tuple[bytes, bytes]:
        """What is sent now, and what is held back until the next has overtaken it."""
        if self.is_honest or self._random.randrange(self._every):
            return message + held, b""
        self.mistreated += 1
        fate = self._random.choice(["lost", "twice", "late"])
        if fate == "late" and not held:
            return b"", message
        return (message * 2 if fate == "twice" else b"") + held, b""


def _messages(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Whole messages as they came, and whether they are Socket.IO's events or acknowledgements."""
    while frame := _frame(stream):
        opcode, payload, raw = frame
        found = HEADER.match(payload) if opcode == 1 else None
        if found is None:
            yield raw, False
            continue
        missing = int(found[1] or 0) if payload[1:2] in {b"5", b"6"} else 0
        while missing and (attachment := _frame(stream)):
            raw += attachment[2]
            missing -= attachment[0] == 2  # a ping may stand between
        yield raw, True


def _frame(stream: BinaryIO) -> tuple[int, bytes, bytes] | None:
    """(opcode, payload, all its bytes) of the next frame."""
    read = stream.read
    head = read(2)
    if len(head) < 2:
        return None
    size = head[1] & 127
    more = read({126: 2, 127: 8}.get(size, 0))
    size = int.from_bytes(more, "big") if more else size
    mask = read(4) if head[1] & 128 else b""
    body = read(size)
    payload = bytes(byte ^ mask[i % 4] for i, byte in enumerate(body)) if mask else body
    return head[0] & 15, payload, head + more + mask + body
