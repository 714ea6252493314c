"""The primitives of lib0, in which Yjs and y-protocols write everything: a reader with a cursor,
and a writer.

Every read is bounded by the bytes that are there; whatever lib0 itself would never write is
refused. Knows nothing of updates or awareness. Source: lib0's encoding.js and decoding.js,
described in Yjs's INTERNALS.md.
"""

from drafting.crdt.errors import MalformedUpdateError

MAX_SAFE_INTEGER = 2**53 - 1

_MORE = 0x80
_SEVEN_BITS = 0x7F
_SIGN = 0x40
_SIX_BITS = 0x3F


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
