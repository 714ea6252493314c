"""Where the changes lie in the whole text, for the map at the edge and for the places of moves.

Knows nothing of pages, but passes their numbers on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from drafting.domain.alignment.align import Pair
from drafting.domain.comparison.compare import Comparison
from drafting.web.comparison.redline_changes import ComparisonSides, NumberedChange

HEIGHT = 1000  # units of the map
MIN_HEIGHT = 3  # units: a mark is never too small to be hit


@dataclass(frozen=True, slots=True)
class MapMark:
    """A change on the map: `top` and `height` in thousandths of the text."""

    name: str
    kind: str
    page: int
    top: int
    height: int


def places_of(comparison: Comparison, sides: ComparisonSides) -> Mapping[Pair, tuple[float, float]]:
    """Where each entry begins and ends, from 0 to 1 of the new text; a deleted clause is empty."""
    lengths = [
        len(sides.new.clauses[one.pair.new].text) + 1 if one.pair.new is not None else 0
        for one in comparison.entries
    ]
    whole, at, places = sum(lengths) or 1, 0, {}
    for entry, length in zip(comparison.entries, lengths, strict=True):
        places[entry.pair] = (at / whole, (at + length) / whole)
        at += length
    return places


def marks_of(
    changes: Iterable[NumberedChange],
    places: Mapping[Pair, tuple[float, float]],
    on_page: Mapping[Pair, int],
) -> tuple[MapMark, ...]:
    """A mark for each change, in order."""
    return tuple(_mark(one, places[one.entry.pair], on_page[one.entry.pair]) for one in changes)


def _mark(change: NumberedChange, place: tuple[float, float], page: int) -> MapMark:
    height = max(MIN_HEIGHT, round((place[1] - place[0]) * HEIGHT))
    return MapMark(
        change.name, change.kind, page, min(round(place[0] * HEIGHT), HEIGHT - height), height
    )


def stubs_of(
    comparison: Comparison, moved: Sequence[NumberedChange]
) -> Mapping[Pair | None, list[NumberedChange]]:
    """The moved changes by the entry after which each stood: the nearest that did not move.

    The key None means the top of the text.
    """
    gone = {one.entry.pair.old for one in moved}
    at = {
        one.pair.old: one.pair
        for one in comparison.entries
        if one.pair.old is not None and one.pair.old not in gone
    }
    stubs = defaultdict(list)
    for one in sorted(moved, key=lambda change: change.entry.pair.old or 0):
        place = (one.entry.pair.old or 0) - 1
        while place >= 0 and place not in at:
            place -= 1
        stubs[at.get(place)].append(one)
    return stubs
