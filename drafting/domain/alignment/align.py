"""Finds which clause became which: unchanged, edited, moved, renumbered, split, merged, added,
deleted.

Words decide first, then resemblance and place; docs/comparison.md describes the steps and their
measured quality. Knows nothing of storage.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from drafting.domain.alignment.decisions import NONE, Decisions
from drafting.domain.alignment.exact_matching import match_exactly, match_leftovers
from drafting.domain.alignment.keep_in_place import keep_in_place
from drafting.domain.alignment.matching import NOBODY, Link, Matching, Side
from drafting.domain.alignment.resemblance import match_by_resemblance
from drafting.domain.alignment.splits_and_merges import Division, merges, splits
from drafting.domain.clauses.tree import ClauseTree


class ClauseStatus(StrEnum):
    """What became of a clause. White space, wrapping and labels do not count as words."""

    UNCHANGED = "unchanged"
    EDITED = "edited"
    MOVED = "moved"  # the same words at another place among the clauses that stayed in order
    MOVED_EDITED = "moved_edited"
    RENUMBERED = "renumbered"  # the same words in the same place, with another label
    MOVED_RENUMBERED = "moved_renumbered"
    ADDED = "added"
    DELETED = "deleted"
    SPLIT = "split"  # one pair for each new part
    MERGED = "merged"  # one pair for each old part


@dataclass(frozen=True, slots=True)
class Pair:
    """Positions in the two trees; `old` is None for an added clause, `new` for a deleted one."""

    old: int | None
    new: int | None
    status: ClauseStatus
    confidence: float  # 0 to 1


def align(old: ClauseTree, new: ClauseTree, decisions: Decisions = NONE) -> tuple[Pair, ...]:
    """Returns every clause of both texts in at least one pair, in the order of the new text;
    deleted clauses stand where they were.
    """
    matching = Matching(old, new, decisions.apart)
    decided = _Decided(matching, decisions)
    match_exactly(matching)
    matching.weigh()
    match_by_resemblance(matching)
    match_leftovers(matching)
    keep_in_place(matching, decided.undecided(_moved(matching)))
    divided, joined = decided.divisions()
    pairs = [*_linked(matching, divided, joined), *_added(matching, divided)]
    pairs.sort(key=lambda pair: pair.new if pair.new is not None else -1)
    return tuple(_with_old_only(matching, pairs, joined))


class _Decided:
    """The editors' decisions, kept fixed while the rest is matched."""

    def __init__(self, matching: Matching, decisions: Decisions) -> None:
        self.matching, self.decisions = matching, decisions
        self.parts: tuple[dict[int, Division], dict[int, Division]] = {}, {}  # of splits, of merges
        for old, new in decisions.together:
            if matching.is_free(old, new):
                matching.link(old, new, 1.0)
            elif matching.new.partner[new] is None:
                self.parts[0][new] = Division(new, old, 1.0)
                matching.new.partner[new] = old
            elif matching.old.partner[old] is None:
                self.parts[1][old] = Division(old, new, 1.0)
                matching.old.partner[old] = new
        for side, alone in (
            (matching.old, decisions.old_alone),
            (matching.new, decisions.new_alone),
        ):
            for position in alone:
                side.partner[position] = NOBODY

    def undecided(self, links: Iterable[Link]) -> list[Link]:
        """Clauses whose pair is fixed neither by an editor nor by an explicit id."""
        held = self.decisions.together
        return [
            link
            for link in links
            if NOBODY not in link and link not in held and not self.matching.is_same_id(*link)
        ]

    def divisions(self) -> tuple[dict[int, Division], dict[int, Division]]:
        """The splits and merges, decided and found; releases what was kept fixed."""
        self._let_go(self.matching.old, self.decisions.old_alone)
        self._let_go(self.matching.new, self.decisions.new_alone)
        new_alone, old_alone, apart = (
            self.decisions.new_alone,
            self.decisions.old_alone,
            self.matching.apart,
        )
        divided = {
            new: one
            for new, one in splits(self.matching).items()
            if new not in new_alone and (one.whole, new) not in apart
        }
        joined = {
            old: one
            for old, one in merges(self.matching).items()
            if old not in old_alone and (old, one.whole) not in apart
        }
        self._let_go(self.matching.new, self.parts[0])
        self._let_go(self.matching.old, self.parts[1])
        return {**divided, **self.parts[0]}, {**joined, **self.parts[1]}

    @staticmethod
    def _let_go(side: Side, positions: Iterable[int]) -> None:
        for position in positions:
            side.partner[position] = None


def _moved(matching: Matching) -> list[Link]:
    links = matching.links()
    in_order = longest_increasing([old for old, _ in links])
    return [link for at, link in enumerate(links) if at not in in_order]


def _linked(
    matching: Matching, divided: dict[int, Division], joined: dict[int, Division]
) -> Iterator[Pair]:
    links = matching.links()
    in_order = longest_increasing([old for old, _ in links])
    wholes = {one.whole for one in divided.values()}, {one.whole for one in joined.values()}
    for at, (old, new) in enumerate(links):
        if old in wholes[0]:
            status = ClauseStatus.SPLIT
        elif new in wholes[1]:
            status = ClauseStatus.MERGED
        else:
            status = _status(matching, old, new, is_moved=at not in in_order)
        yield Pair(old, new, status, matching.new.confidence[new])


def _status(matching: Matching, old: int, new: int, *, is_moved: bool) -> ClauseStatus:
    if (
        matching.old.texts[old] != matching.new.texts[new]
        and matching.old.clauses[old].text != matching.new.clauses[new].text
    ):
        return ClauseStatus.MOVED_EDITED if is_moved else ClauseStatus.EDITED
    if matching.old.clauses[old].number != matching.new.clauses[new].number:
        return ClauseStatus.MOVED_RENUMBERED if is_moved else ClauseStatus.RENUMBERED
    return ClauseStatus.MOVED if is_moved else ClauseStatus.UNCHANGED


def _added(matching: Matching, divided: dict[int, Division]) -> Iterator[Pair]:
    for new in matching.new.free():
        part = divided.get(new)
        if part is None:
            yield Pair(None, new, ClauseStatus.ADDED, 1.0)
        else:
            yield Pair(part.whole, new, ClauseStatus.SPLIT, part.confidence)


def _with_old_only(
    matching: Matching, pairs: list[Pair], joined: dict[int, Division]
) -> Iterator[Pair]:
    """The pairs, with merged and deleted clauses inserted behind the old neighbour above them."""
    behind: dict[int | None, list[Pair]] = {}
    anchor: int | None = None
    for old in range(len(matching.old)):
        if matching.old.partner[old] is not None:
            anchor = old
        elif old in joined:
            merged = Pair(old, joined[old].whole, ClauseStatus.MERGED, joined[old].confidence)
            behind.setdefault(matching.new.partner[joined[old].whole], []).append(merged)
        else:
            behind.setdefault(anchor, []).append(Pair(old, None, ClauseStatus.DELETED, 1.0))
    yield from behind.pop(None, [])
    for pair in pairs:
        yield pair
        if pair.old is not None:
            yield from behind.pop(pair.old, [])


def longest_increasing(numbers: Sequence[int]) -> set[int]:
    """The indexes of one longest increasing subsequence (Schensted 1961): these pairs kept their
    order, all others moved.
    """
    ends: list[int] = []
    at_end: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        ends[length : length + 1] = [number]
        at_end[length : length + 1] = [place]
        before.append(at_end[length - 1] if length else -1)
    kept = set()
    place = at_end[-1] if at_end else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return kept
