"""A set of (client, clock): what has been deleted, kept as joined ranges so that asking costs a
search and no reading.

Knows no document; it grows and never shrinks, as deletions do.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from drafting.crdt.wire.update_reader import ClockRange


class ClockSet:
    """Two ascending lists for each client: where its ranges start, and where they end."""

    __slots__ = ("_ranges",)

    def __init__(self, ranges: Iterable[ClockRange] = ()) -> None:
        self._ranges: dict[int, tuple[list[int], list[int]]] = {}
        self.add(ranges)

    def __iter__(self) -> Iterator[ClockRange]:
        return (
            ClockRange(client, *ends)
            for client, ranges in self.by_client().items()
            for ends in ranges
        )

    def by_client(self) -> dict[int, list[tuple[int, int]]]:
        """(start, end) of the ranges of each client, all ascending."""
        return {
            client: list(zip(*ranges, strict=True))
            for client, ranges in sorted(self._ranges.items())
        }

    def add(self, ranges: Iterable[ClockRange]) -> None:
        """Take in ranges, joined with what they touch."""
        for one in ranges:
            starts, ends = self._ranges.setdefault(one.client, ([], []))
            first, last = bisect_left(ends, one.start), bisect_right(starts, one.end)
            start = min(one.start, starts[first]) if first < last else one.start
            end = max(one.end, ends[last - 1]) if first < last else one.end
            starts[first:last], ends[first:last] = [start], [end]

    def covers(self, one: ClockRange) -> bool:
        """Whether all of `one` is in the set."""
        starts, ends = self._ranges.get(one.client, ([], []))
        place = bisect_right(starts, one.start)
        return place > 0 and ends[place - 1] >= one.end
