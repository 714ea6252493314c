"""Where a quoted passage of one text is in another: first its clause, then its words; an orphan if too few are left.

Offsets are code points of the two sources, half-open.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from drafting.domain.alignment import ClauseStatus, Pair
from drafting.domain.clauses import Clause, ClauseTree
from drafting.domain.word_changes import changed_blocks
from drafting.domain.word_tokens import tokens_of

FEWEST_LEFT = 0.25  # share of the quoted characters that must still be there
SHORTEST_ELSEWHERE = 40  # characters: a shorter passage found outside its clause may be anybody's


class AnchorStatus(StrEnum):
    EXACT = "exact"  # the same words in the same clause at the same offsets of the text
    SHIFTED = "shifted"  # the same words elsewhere
    FUZZY = "fuzzy"  # some of the words were changed
    ORPHAN = "orphan"  # not enough of them is left


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage of the old source."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CarriedAnchor:
    """The passage in the new source; both None for an orphan."""

    status: AnchorStatus
    start: int | None
    end: int | None
    confidence: float


ORPHAN = CarriedAnchor(AnchorStatus.ORPHAN, None, None, 0.0)


def carry(old: ClauseTree, new: ClauseTree, pairs: Iterable[Pair], anchors: Sequence[Anchor]) -> list[CarriedAnchor]:
    """Each anchor's place in the new source, in the order given."""
    heirs: dict[int, list[int]] = {}
    parts = set()
    for pair in pairs:
        if pair.old is not None and pair.new is not None:
            heirs.setdefault(pair.old, []).append(pair.new)
            if pair.status is ClauseStatus.MERGED:
                parts.add(pair.old)
    maps: dict[int, _Map] = {}
    carried = []
    for anchor in anchors:
        clause = _clause_at(old, anchor)
        if clause is not None and clause.position in heirs and clause.position not in maps:
            became = [new.clauses[at] for at in sorted(heirs[clause.position])]
            maps[clause.position] = _Map(old, clause, new, became, is_part=clause.position in parts)
        carried.append(_carry(old, new, anchor, maps.get(clause.position) if clause else None))
    return carried


def _clause_at(tree: ClauseTree, anchor: Anchor) -> Clause | None:
    """The clause that holds most of the passage."""
    first = bisect_right(tree.clauses, anchor.start, key=lambda clause: clause.end)
    best, size = None, 0
    for clause in map(tree.clauses.__getitem__, range(first, len(tree.clauses))):
        if clause.start >= anchor.end:
            break
        overlap = min(clause.end, anchor.end) - max(clause.start, anchor.start)
        if overlap > size:
            best, size = clause, overlap
    return best


def _carry(old: ClauseTree, new: ClauseTree, anchor: Anchor, places: "_Map | None") -> CarriedAnchor:
    quote = old.source[anchor.start : anchor.end]
    found = places.carried(anchor) if places else ORPHAN
    if found.status is AnchorStatus.ORPHAN and len(quote.strip()) >= SHORTEST_ELSEWHERE:
        at = new.source.find(quote)
        if at >= 0 and new.source.find(quote, at + 1) < 0:
            return CarriedAnchor(AnchorStatus.SHIFTED, at, at + len(quote), 0.8)
    if found.status is AnchorStatus.SHIFTED and (found.start, found.end) == (anchor.start, anchor.end):
        return CarriedAnchor(AnchorStatus.EXACT, anchor.start, anchor.end, 1.0)
    return found


class _Map:
    """From the code points of one old clause to those of the clauses it became, where the words are the same."""

    def __init__(self, old: ClauseTree, clause: Clause, new: ClauseTree, heirs: Sequence[Clause], *, is_part: bool) -> None:
        self._source, self._new_source = old.source, new.source
        self._tokens = _placed(old.source, [clause])
        new_tokens = _placed(new.source, heirs)
        changed = changed_blocks([text for _, text in self._tokens], [text for _, text in new_tokens], is_part=is_part)
        self._to = dict(_equal(changed, len(self._tokens), len(new_tokens)))
        self._new_tokens = new_tokens

    def carried(self, anchor: Anchor) -> CarriedAnchor:
        first = max(0, bisect_right(self._tokens, anchor.start, key=_begin) - 1)
        inside = range(first, bisect_left(self._tokens, anchor.end, key=_begin))
        solid = [n for n in inside if not self._tokens[n][1].isspace()]
        left = [n for n in solid if n in self._to]
        share = _length(self._tokens, left) / max(1, _length(self._tokens, solid))
        if not left or share < FEWEST_LEFT:
            return ORPHAN
        start = self._edge(self._with_blank(left[0], -1, inside), anchor.start)
        end = self._edge(self._with_blank(left[-1], 1, inside), anchor.end)
        whole = self._source[anchor.start : anchor.end].strip() == self._new_source[start:end].strip()
        return CarriedAnchor(AnchorStatus.SHIFTED if whole else AnchorStatus.FUZZY, start, end, share)

    def _with_blank(self, token: int, step: int, inside: Sequence[int]) -> int:
        """The blank that the passage begins or ends with, if it still is beside its word."""
        beside = token + step
        return beside if beside in {inside[0], inside[-1]} and self._to.get(beside) == self._to[token] + step else token

    def _edge(self, token: int, edge: int) -> int:
        """The new offset of an edge that lies in, or beside, a token that is still there."""
        at, text = self._tokens[token]
        place = self._new_tokens[self._to[token]][0]
        return place + min(max(edge - at, 0), len(text))


def _begin(placed: tuple[int, str]) -> int:
    return placed[0]


def _placed(source: str, clauses: Sequence[Clause]) -> list[tuple[int, str]]:
    """(offset in the source, token) of the clauses' words, in order."""
    placed = []
    for clause in clauses:
        tokens = tokens_of(source[clause.start : clause.end])
        starts = accumulate(map(len, tokens), initial=clause.start)
        placed += list(zip(starts, tokens, strict=False))
    return placed


def _equal(changed: Sequence[tuple[int, int, int, int]], old: int, new: int) -> Iterable[tuple[int, int]]:
    """(old token, new token) of all that lies between the changed blocks."""
    i = j = 0
    for a, b, c, d in [*changed, (old, old, new, new)]:
        yield from zip(range(i, a), range(j, c), strict=True)
        i, j = b, d


def _length(tokens: Sequence[tuple[int, str]], chosen: Sequence[int]) -> int:
    return sum(len(tokens[n][1]) for n in chosen)
