"""Where surrogate pairs lie, in clocks: an update that cuts one would corrupt a replica
(verification.py).

Four bytes for each, not a tuple: a draft may hold a million emoji, and every replica of it knows
their places.
"""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable

from drafting.crdt.wire.lib0 import Decoder, Encoder

_FORM = "I"  # a clock has 31 bits (verification.py)


class SurrogatePairSet:
    """The clocks of the second halves of surrogate pairs, ascending, by client."""

    __slots__ = ("_clocks",)

    def __init__(self, places: Iterable[tuple[int, int]] = ()) -> None:
        self._clocks: dict[int, array[int]] = {}
        self.add(places)

    def __contains__(self, place: object) -> bool:
        client, clock = place if isinstance(place, tuple) else (0, 0)
        clocks = self._clocks.get(client)
        if clocks is None:
            return False
        at = bisect_left(clocks, clock)
        return at < len(clocks) and clocks[at] == clock

    def __len__(self) -> int:
        return sum(map(len, self._clocks.values()))

    def add(self, places: Iterable[tuple[int, int]]) -> None:
        """Take in places; those that are known already are left out."""
        for client, clock in sorted(places):
            clocks = self._clocks.setdefault(client, array(_FORM))
            at = bisect_left(clocks, clock)
            if at == len(clocks) or clocks[at] != clock:
                clocks.insert(at, clock)

    def merge(self, others: "SurrogatePairSet") -> None:
        """Take in all places of another collection."""
        for client, clocks in others._clocks.items():
            self.add((client, clock) for clock in clocks)

    def write(self, encoder: Encoder) -> None:
        encoder.var_uint(len(self._clocks))
        for client, clocks in sorted(self._clocks.items()):
            encoder.var_uint(client)
            encoder.var_bytes(_little_endian(clocks).tobytes())

    @classmethod
    def read(cls, decoder: Decoder) -> "SurrogatePairSet":
        places = cls()
        for _ in range(decoder.count()):
            client, clocks = decoder.var_uint(), array(_FORM)
            clocks.frombytes(decoder.var_bytes())
            places._clocks[client] = _little_endian(clocks)
        return places


def _little_endian(clocks: "array[int]") -> "array[int]":
    """To the byte order of the stored form, or back from it."""
    if sys.byteorder == "little":
        return clocks
    swapped = clocks[:]
    swapped.byteswap()
    return swapped
