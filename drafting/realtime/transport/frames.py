"""WebSocket frames by RFC 6455, read as strictly as it allows and written without copying more
than once.

Bytes in, messages out, a refusal with its close code for what the standard forbids or what is
too much. Knows no socket.
"""

import struct
from dataclasses import dataclass

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
CONTINUATION = 0
DATA, CONTROL = frozenset({TEXT, BINARY, CONTINUATION}), frozenset({CLOSE, PING, PONG})
FIN, RESERVED, MASKED = 0x80, 0x70, 0x80
IN_TWO_BYTES, IN_EIGHT_BYTES = 126, 127
LEAST_HEAD = 2  # bytes, without the mask
SHORTEST_MASKED = (
    LEAST_HEAD + 4 + 2
)  # bytes, so that a length in two bytes is there; what is shorter is read with care
WHOLE = frozenset({FIN | TEXT, FIN | BINARY})
SHORTEST_IN_TWO = IN_TWO_BYTES.to_bytes(2, "big")
LONGEST_SIZE = 8  # bytes
MOST_IN_CONTROL = 125
# of one message; more is an attack on the code that joins them
MOST_FRAGMENTS = 1024

GOING_AWAY, PROTOCOL_ERROR, NOT_UTF8, TOO_BIG = 1001, 1002, 1007, 1009
NORMAL = 1000
_CLOSE_CODES = frozenset(
    {*range(1000, 1004), *range(1007, 1012), *range(3000, 5000)}
)  # those that may be sent


class FrameError(Exception):
    """The bytes break the protocol or a limit; `code` is what the close frame says."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True, slots=True)
class Control:
    """A control frame: PING, PONG or CLOSE."""

    opcode: int
    payload: bytes


Message = str | bytes | Control


def frame(opcode: int, payload: bytes) -> bytes:
    """One whole, unmasked frame, as servers send them."""
    size = len(payload)
    if size < IN_TWO_BYTES:
        return bytes((FIN | opcode, size)) + payload
    if size < 1 << 16:
        return struct.pack("!BBH", FIN | opcode, IN_TWO_BYTES, size) + payload
    return struct.pack("!BBQ", FIN | opcode, IN_EIGHT_BYTES, size) + payload


def message_frame(message: str | bytes) -> bytes:
    """The frame of a text or binary message."""
    return frame(TEXT, message.encode()) if isinstance(message, str) else frame(BINARY, message)


def close_frame(code: int) -> bytes:
    return frame(CLOSE, code.to_bytes(2, "big"))


def unmasked(payload: bytes, mask: bytes) -> bytes:
    """Both as one large integer each: one XOR in C in place of a loop over bytes."""
    size = len(payload)
    key = int.from_bytes((mask * (size // 4 + 1))[:size], "little")
    return (int.from_bytes(payload, "little") ^ key).to_bytes(size, "little")


class FrameReader:
    """Puts one connection's bytes together to messages of at most `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._buffer = bytearray()
        # of the message whose fragments are coming; CONTINUATION when none is
        self._kind = CONTINUATION
        self._fragments: list[bytes] = []
        self._size = 0

    def feed(self, data: bytes) -> list[Message]:
        """The messages that are whole with `data`, in their order; raises FrameError at the
        first fault.
        """
        messages: list[Message] = []
        done = (
            self._take_whole(data, messages)
            if not self._buffer and self._kind == CONTINUATION
            else 0
        )
        if done == len(data):
            return messages
        self._buffer += data[done:]
        while (found := self._next_frame()) is not None:
            message = self._taken(*found)
            if message is not None:
                messages.append(message)
        return messages

    def _take_whole(self, data: bytes, messages: list[Message]) -> int:
        """Put short messages that came whole into `messages`, without a buffer; returns how many
        bytes they were.

        This is what comes with every key. It ends at the first frame that is anything else: that
        is read below.
        """
        start, length = 0, len(data)
        while length - start >= SHORTEST_MASKED and data[start] in WHOLE:
            size, body = data[start + 1] - MASKED, start + LEAST_HEAD + 4
            if size == IN_TWO_BYTES and data[start + 2 : start + 4] >= SHORTEST_IN_TWO:
                size, body = (data[start + 2] << 8) + data[start + 3], body + 2
            elif not 0 <= size < IN_TWO_BYTES:
                break
            end = body + size
            if size > self._limit or end > length:
                break
            messages.append(
                _decoded(data[start] & 0x0F, unmasked(data[body:end], data[body - 4 : body]))
            )
            start = end
        return start

    def _next_frame(self) -> tuple[bool, int, bytes] | None:
        """(final, opcode, payload) of the first frame in the buffer, once it is whole."""
        buffer = self._buffer
        if len(buffer) < LEAST_HEAD:
            return None
        first, size, start = buffer[0], buffer[1] & ~MASKED, LEAST_HEAD
        if size >= IN_TWO_BYTES:
            start = 4 if size == IN_TWO_BYTES else 10
            if len(buffer) < start:
                return None
            size = _long_size(bytes(buffer[2:start]))
        self._refuse(first, size, is_masked=bool(buffer[1] & MASKED))
        end = start + 4 + size
        if len(buffer) < end:
            return None
        payload = unmasked(bytes(buffer[start + 4 : end]), bytes(buffer[start : start + 4]))
        del buffer[:end]
        return bool(first & FIN), first & 0x0F, payload

    def _refuse(self, first: int, size: int, *, is_masked: bool) -> None:
        """What can be refused by its head is, before its body is waited for."""
        opcode = first & 0x0F
        if first & RESERVED or not is_masked or opcode not in DATA | CONTROL:
            raise FrameError(PROTOCOL_ERROR, "a reserved bit, a reserved opcode, or no mask")
        if opcode in CONTROL:
            if size > MOST_IN_CONTROL or not first & FIN:
                raise FrameError(PROTOCOL_ERROR, "a control frame that is long or in fragments")
        elif (opcode == CONTINUATION) != (self._kind != CONTINUATION):
            raise FrameError(PROTOCOL_ERROR, "a fragment of nothing, or a message inside another")
        elif self._size + size > self._limit or len(self._fragments) >= MOST_FRAGMENTS:
            raise FrameError(TOO_BIG, "a message that is too large, or in too many fragments")

    def _taken(self, final: bool, opcode: int, payload: bytes) -> Message | None:
        if opcode in CONTROL:
            return _control(opcode, payload)
        if final and opcode != CONTINUATION:
            return _decoded(opcode, payload)
        self._kind = opcode or self._kind
        self._fragments.append(payload)
        self._size += len(payload)
        if not final:
            return None
        kind, whole = self._kind, b"".join(self._fragments)
        self._kind, self._fragments, self._size = CONTINUATION, [], 0
        return _decoded(kind, whole)


def _long_size(written: bytes) -> int:
    size = int.from_bytes(written, "big")
    least = 1 << 16 if len(written) == LONGEST_SIZE else IN_TWO_BYTES
    if size < least or size >= 1 << 63:
        raise FrameError(PROTOCOL_ERROR, "a length that is not written in the shortest form")
    return size


def _decoded(kind: int, payload: bytes) -> str | bytes:
    if kind == BINARY:
        return payload
    try:
        return payload.decode()
    except UnicodeDecodeError:
        raise FrameError(NOT_UTF8, "text that is not UTF-8") from None


def _control(opcode: int, payload: bytes) -> Control:
    if opcode == CLOSE and payload:
        if len(payload) == 1 or int.from_bytes(payload[:2], "big") not in _CLOSE_CODES:
            raise FrameError(PROTOCOL_ERROR, "a close code that may not be sent")
        _decoded(TEXT, payload[2:])
    return Control(opcode, payload)
