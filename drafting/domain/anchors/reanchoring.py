"""Finds where the threads on one version's clauses stand in another version: on a clause, or on
words of it.

A text is here the plain words of its clauses, by position; offsets are code points of a clause.
Knows nothing of Markdown.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from drafting.domain.alignment.align import ClauseStatus, Pair
from drafting.domain.anchors.anchoring import (
    Anchor,
    AnchorStatus,
    ReanchoredAnchor,
    clause_at,
    reanchor,
)

GAP = "\n\n"
SAME_WORDS = {ClauseStatus.UNCHANGED, ClauseStatus.RENUMBERED}
ELSEWHERE = {ClauseStatus.MOVED, ClauseStatus.MOVED_RENUMBERED}


@dataclass(frozen=True, slots=True)
class Place:
    """A clause by its position; `start` and `end` of its words, or both None for the whole
    clause.
    """

    clause: int
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class ReanchoredPlace:
    """The place found.

    For an orphan: the clause where, or behind which, it last stood; None if there is none.
    """

    status: AnchorStatus
    confidence: float  # 0 to 1; 0 for an orphan
    place: Place | None


@dataclass(frozen=True, slots=True)
class Words:
    """The plain words of the clauses in one string, in which passages can be carried."""

    source: str
    clauses: tuple[Anchor, ...]  # the stretch of each

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Words":
        """The texts of all clauses, by position."""
        known = list(texts)
        stretches, at = [], 0
        for text in known:
            stretches.append(Anchor(at, at + len(text)))
            at += len(text) + len(GAP)
        return cls(GAP.join(known), tuple(stretches))

    def quoted(self, place: Place) -> str:
        """The words at a place."""
        clause = self.clauses[place.clause]
        return self.source[clause.start : clause.end][place.start : place.end]

    def within(self, start: int, end: int) -> Place | None:
        """A range of the string as words of the one clause that holds most of it."""
        position = clause_at(self, start, end)
        if position is None:
            return None
        clause = self.clauses[position]
        return Place(
            position, max(start, clause.start) - clause.start, min(end, clause.end) - clause.start
        )


def reanchor_places(
    old: Words, new: Words, pairs: Sequence[Pair], places: Sequence[Place]
) -> list[ReanchoredPlace]:
    """What became of each place, in the order given."""
    succession = _Succession(new, pairs)
    anchors = {}
    for place in places:
        if place.start is not None and place.end is not None:
            begin = old.clauses[place.clause].start
            anchors[place] = Anchor(begin + place.start, begin + place.end)
    found = dict(zip(anchors, reanchor(old, new, pairs, list(anchors.values())), strict=True))
    return [
        _with_words(old, new, place, found[place], succession)
        if place in found
        else succession.whole(place.clause)
        for place in places
    ]


def better(step_by_step: ReanchoredPlace, direct: ReanchoredPlace) -> ReanchoredPlace:
    """The surer of two ways to the same version; the one step by step if both are equally sure."""
    return direct if direct.confidence > step_by_step.confidence else step_by_step


def _with_words(
    old: Words, new: Words, place: Place, found: ReanchoredAnchor, succession: "_Succession"
) -> ReanchoredPlace:
    there = None if found.start is None or found.end is None else new.within(found.start, found.end)
    if there is None:
        return ReanchoredPlace(AnchorStatus.ORPHAN, 0.0, succession.last_place(place.clause))
    if old.quoted(place).strip() != new.quoted(there).strip():
        return ReanchoredPlace(AnchorStatus.FUZZY, found.confidence, there)
    is_there = (there.start, there.end) == (place.start, place.end)
    return ReanchoredPlace(
        AnchorStatus.EXACT if is_there else AnchorStatus.SHIFTED, found.confidence, there
    )


class _Succession:
    """Which clauses an old one became."""

    def __init__(self, new: Words, pairs: Sequence[Pair]) -> None:
        self._new = new
        self._heirs: dict[int, list[tuple[int, Pair]]] = {}
        for pair in pairs:
            if pair.old is not None and pair.new is not None:
                self._heirs.setdefault(pair.old, []).append((pair.new, pair))
        self._survivors = sorted(self._heirs)

    def whole(self, clause: int) -> ReanchoredPlace:
        """Carries a whole clause to the largest part of what it became."""
        if clause not in self._heirs:
            return ReanchoredPlace(AnchorStatus.ORPHAN, 0.0, self.last_place(clause))
        part, pair = self._largest(clause)
        if len(self._heirs[clause]) == 1 and pair.status in SAME_WORDS:
            return ReanchoredPlace(AnchorStatus.EXACT, pair.confidence, Place(part))
        status = AnchorStatus.SHIFTED if pair.status in ELSEWHERE else AnchorStatus.FUZZY
        return ReanchoredPlace(status, pair.confidence, Place(part))

    def last_place(self, clause: int) -> Place | None:
        """What the clause became, else what the nearest one before it became, else the nearest one
        behind it.
        """
        if not self._survivors:
            return None
        nearest = max(0, bisect_right(self._survivors, clause) - 1)
        return Place(self._largest(self._survivors[nearest])[0])

    def _largest(self, clause: int) -> tuple[int, Pair]:
        return max(self._heirs[clause], key=lambda heir: self._size(heir[0]))

    def _size(self, position: int) -> int:
        return self._new.clauses[position].end - self._new.clauses[position].start
