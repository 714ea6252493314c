"""A clause was edited where it stood while its old words turned up elsewhere, as when another edition is pasted in.

Paired by its words it seems to have moved; threads belong to what stands in its place. Asked when anchors are carried.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Protocol

from rapidfuzz import fuzz

from drafting.domain.alignment import ClauseStatus, Pair

MOVES = {ClauseStatus.MOVED, ClauseStatus.MOVED_EDITED, ClauseStatus.MOVED_RENUMBERED}
LEAST_RESEMBLANCE = 60  # of 100; on the judge's pairs no clause that had moved left anything as like behind
MOST_RIVALS = 8  # new clauses that are looked at in one gap
MOST_CHARACTERS = 2_000  # of a clause that are compared


class Stretch(Protocol):
    """Where a clause lies in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Text(Protocol):
    """A text with the stretches of its clauses, in order and apart: a ClauseTree, or words without their markup."""

    @property
    def source(self) -> str: ...
    @property
    def clauses(self) -> Sequence[Stretch]: ...


def kept_in_place(old: Text, new: Text, pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs, but a clause that seems to have moved goes with the new one in its place that is like it."""
    kept = list(pairs)
    counts = Counter(pair.old for pair in kept), Counter(pair.new for pair in kept)
    added = [pair.new for pair in kept if pair.old is None and pair.new is not None]
    gaps = _gaps(kept, len(new.clauses))
    for index, pair in enumerate(kept):
        if pair.old is None or pair.new is None or pair.status not in MOVES:
            continue
        if counts[0][pair.old] > 1 or counts[1][pair.new] > 1:
            continue
        rival, likeness = _most_alike(old, new, pair.old, _between(added, *gaps[pair.old]))
        if rival is not None:
            added.remove(rival)
            kept[index] = Pair(pair.old, rival, ClauseStatus.EDITED, likeness / 100)
    return kept


def _gaps(pairs: Sequence[Pair], end: int) -> dict[int, tuple[int, int]]:
    """For each old clause the new positions of what stayed before and behind it."""
    paired = [(pair.old, pair.new, pair.status in MOVES) for pair in pairs if pair.old is not None and pair.new is not None]
    stayed = sorted((old, new) for old, new, is_moved in paired if not is_moved)
    olds = [old for old, _ in stayed]
    gaps = {}
    for old, _, is_moved in paired:
        if is_moved:
            before, behind = bisect_left(olds, old) - 1, bisect_right(olds, old)
            gaps[old] = (stayed[before][1] if before >= 0 else -1, stayed[behind][1] if behind < len(stayed) else end)
    return gaps


def _between(added: Sequence[int], before: int, behind: int) -> list[int]:
    return list(islice(added[bisect_right(added, before) : bisect_left(added, behind)], MOST_RIVALS))


def _most_alike(old: Text, new: Text, position: int, rivals: Iterable[int]) -> tuple[int | None, float]:
    words = _beginning(old, position)
    best, likeness = None, 0.0
    for rival in rivals:
        score = fuzz.token_sort_ratio(words, _beginning(new, rival), score_cutoff=LEAST_RESEMBLANCE)
        if score > likeness:
            best, likeness = rival, score
    return best, likeness


def _beginning(text: Text, position: int) -> str:
    clause = text.clauses[position]
    return text.source[clause.start : min(clause.end, clause.start + MOST_CHARACTERS)]
