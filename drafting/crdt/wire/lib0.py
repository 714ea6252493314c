"""The primitives of lib0, in which Yjs and y-protocols write everything: a reader with a cursor,
and a writer.

Every read is bounded by the bytes that are there; whatever lib0 itself would never write is
refused. Knows nothing of updates or awareness. Source: lib0's encoding.js and decoding.js,
described in Yjs's INTERNALS.md.
"""

import struct
from collections.abc import Callable
from typing import TypeAlias

from drafting.crdt.errors import MalformedUpdateError

AnyValue: TypeAlias = (
    "bool | int | float | str | bytes | list[AnyValue] | dict[str, AnyValue] | None"
)

MAX_SAFE_INTEGER = 2**53 - 1

# Deeper values exist only to exhaust a stack.
_MAX_DEPTH = 64
_MORE = 0x80
_SEVEN_BITS = 0x7F
_SIGN = 0x40
_SIX_BITS = 0x3F
_INT32_MAX = 2**31 - 1

_UNDEFINED, _NULL, _INTEGER, _FLOAT32, _FLOAT64, _BIGINT = 127, 126, 125, 124, 123, 122
_FALSE, _TRUE, _STRING, _OBJECT, _ARRAY, _BYTES = 121, 120, 119, 118, 117, 116


class Decoder:
    """Reads from the front to the back; `position` is the next byte."""

    __slots__ = ("_data", "_end", "position")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._end = len(data)
        self.position = 0

    @property
    def remaining(self) -> int:
        return self._end - self.position

    def refusal(self, reason: str) -> MalformedUpdateError:
        return MalformedUpdateError(reason=reason, at=self.position)

    def finish(self) -> None:
        if self.position != self._end:
            raise self.refusal("bytes left over at the end")

    def uint8(self) -> int:
        position = self.position
        if position >= self._end:
            raise self.refusal("the bytes end too early")
        self.position = position + 1
        return self._data[position]

    def var_uint(self) -> int:
        first = self.uint8()
        return first if first < _MORE else self._continued(first & _SEVEN_BITS, 7)

    def var_int(self) -> int:
        first = self.uint8()
        number = first & _SIX_BITS
        if first >= _MORE:
            number = self._continued(number, 6)
        return -number if first & _SIGN else number

    def _continued(self, number: int, shift: int) -> int:
        while True:
            byte = self.uint8()
            number |= (byte & _SEVEN_BITS) << shift
            if number > MAX_SAFE_INTEGER:
                raise self.refusal("a number above 2^53 - 1")
            if byte < _MORE:
                break
            shift += 7
        if byte == 0:
            # Readers disagree on how long a padded number may be; writers never pad.
            raise self.refusal("a number in more bytes than it needs")
        return number

    def count(self) -> int:
        """How many things follow. Each takes a byte at least, so more than the bytes left is a
        lie.
        """
        count = self.var_uint()
        if count > self.remaining:
            raise self.refusal("a count larger than the bytes that are left")
        return count

    def take(self, length: int) -> bytes:
        position = self.position
        if length > self._end - position:
            raise self.refusal("the bytes end too early")
        self.position = position + length
        return self._data[position : self.position]

    def var_bytes(self) -> bytes:
        return self.take(self.var_uint())

    def var_string(self) -> str:
        return self.utf8(self.var_bytes())

    def utf8(self, data: bytes) -> str:
        try:
            return str(data, "utf-8")
        except UnicodeDecodeError:
            raise self.refusal("a string that is not UTF-8") from None

    def any_value(self, depth: int = 0) -> AnyValue:
        if depth > _MAX_DEPTH:
            raise self.refusal("values nested too deeply")
        kind = self.uint8()
        if kind in _CONSTANTS:
            return _CONSTANTS[kind]
        if kind == _OBJECT:
            return self._object(depth)
        if kind == _ARRAY:
            return [self.any_value(depth + 1) for _ in range(self.count())]
        if kind not in _PLAIN_READERS:
            raise self.refusal("a value of an unknown kind")
        return _PLAIN_READERS[kind](self)

    def _object(self, depth: int) -> dict[str, AnyValue]:
        members: dict[str, AnyValue] = {}
        for _ in range(self.count()):
            key = self.var_string()
            if key in members:
                raise self.refusal("a key written twice")
            members[key] = self.any_value(depth + 1)
        return members

    def number(self, form: str) -> float | int:
        """One number of fixed width, big-endian; `form` is a format of the module struct."""
        value: float | int = struct.unpack(form, self.take(struct.calcsize(form)))[0]
        return value


_CONSTANTS: dict[int, bool | None] = {_UNDEFINED: None, _NULL: None, _FALSE: False, _TRUE: True}
_PLAIN_READERS: dict[int, Callable[[Decoder], AnyValue]] = {
    _INTEGER: Decoder.var_int,
    _FLOAT32: lambda decoder: decoder.number(">f"),
    _FLOAT64: lambda decoder: decoder.number(">d"),
    _BIGINT: lambda decoder: decoder.number(">q"),
    _STRING: Decoder.var_string,
    _BYTES: Decoder.var_bytes,
}


class Encoder:
    """Writes to the end of a growing buffer."""

    __slots__ = ("_data",)

    def __init__(self) -> None:
        self._data = bytearray()

    def to_bytes(self) -> bytes:
        return bytes(self._data)

    def uint8(self, number: int) -> None:
        self._data.append(number)

    def var_uint(self, number: int) -> None:
        if not 0 <= number <= MAX_SAFE_INTEGER:
            raise ValueError(number)
        while number >= _MORE:
            self._data.append(number & _SEVEN_BITS | _MORE)
            number >>= 7
        self._data.append(number)

    def var_int(self, number: int) -> None:
        size = abs(number)
        sign = _SIGN if number < 0 else 0
        if size <= _SIX_BITS:
            self._data.append(sign | size)
            return
        self._data.append(_MORE | sign | size & _SIX_BITS)
        self.var_uint(size >> 6)

    def raw(self, data: bytes) -> None:
        self._data += data

    def var_bytes(self, data: bytes) -> None:
        self.var_uint(len(data))
        self._data += data

    def var_string(self, text: str) -> None:
        self.var_bytes(text.encode())

    def any_value(self, value: AnyValue) -> None:
        if value is None or isinstance(value, bool):
            self.uint8({None: _NULL, False: _FALSE, True: _TRUE}[value])
            return
        match value:
            case int():
                self._integer(value)
            case float():
                self.uint8(_FLOAT64)
                self._data += struct.pack(">d", value)
            case str():
                self.uint8(_STRING)
                self.var_string(value)
            case bytes():
                self.uint8(_BYTES)
                self.var_bytes(value)
            case list():
                self._array(value)
            case dict():
                self._object(value)

    def _integer(self, number: int) -> None:
        if abs(number) <= _INT32_MAX:
            self.uint8(_INTEGER)
            self.var_int(number)
        else:
            self.uint8(_BIGINT)
            self._data += struct.pack(">q", number)

    def _array(self, items: list[AnyValue]) -> None:
        self.uint8(_ARRAY)
        self.var_uint(len(items))
        for item in items:
            self.any_value(item)

    def _object(self, members: dict[str, AnyValue]) -> None:
        self.uint8(_OBJECT)
        self.var_uint(len(members))
        for key, member in members.items():
            self.var_string(key)
            self.any_value(member)
