"""Finds where a quoted passage of one text stands in another: first its clause, then its words.

A passage of which too few words are left is an orphan. Offsets are code points of the two sources,
half-open.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import Protocol

from drafting.domain.alignment.align import ClauseStatus, Pair
from drafting.domain.words.changes import changed_blocks
from drafting.domain.words.tokens import tokens_of

FEWEST_LEFT = 0.25  # share of the quoted characters that must still be there
# that share times the confidence in the pair, where the clause also is at another place
LEAST_AFTER_MOVE = 0.25
MOVES = {ClauseStatus.MOVED, ClauseStatus.MOVED_EDITED, ClauseStatus.MOVED_RENUMBERED}
SHORTEST_ELSEWHERE = 40  # characters: a shorter passage found outside its clause may be anybody's


class ClauseSpan(Protocol):
    """Where a clause lies in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Text(Protocol):
    """A text with the stretches of its clauses, in order and apart: a ClauseTree, or words
    without their markup.
    """

    @property
    def source(self) -> str: ...
    @property
    def clauses(self) -> Sequence[ClauseSpan]: ...


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
class ReanchoredAnchor:
    """The passage in the new source; both None for an orphan."""

    status: AnchorStatus
    start: int | None
    end: int | None
    confidence: float


ORPHAN = ReanchoredAnchor(AnchorStatus.ORPHAN, None, None, 0.0)


def reanchor(
    old: Text, new: Text, pairs: Iterable[Pair], anchors: Sequence[Anchor]
) -> list[ReanchoredAnchor]:
    """Each anchor's place in the new source, in the order given."""
    heirs: dict[int, list[Pair]] = {}
    for pair in pairs:
        if pair.old is not None and pair.new is not None:
            heirs.setdefault(pair.old, []).append(pair)
    maps: dict[int, _Map] = {}
    carried = []
    for anchor in anchors:
        clause = clause_at(old, anchor.start, anchor.end)
        if clause is not None and clause in heirs and clause not in maps:
            maps[clause] = _Map(old, clause, new, heirs[clause])
        carried.append(_carry(old, new, anchor, maps.get(clause) if clause is not None else None))
    return carried


def clause_at(text: Text, start: int, end: int) -> int | None:
    """The position of the clause that holds most of a passage."""
    best, size = None, 0
    for position in range(bisect_right(text.clauses, start, key=_end), len(text.clauses)):
        clause = text.clauses[position]
        if clause.start >= end:
            break
        overlap = min(clause.end, end) - max(clause.start, start)
        if overlap > size:
            best, size = position, overlap
    return best


def _end(clause: ClauseSpan) -> int:
    return clause.end


def _carry(old: Text, new: Text, anchor: Anchor, places: "_Map | None") -> ReanchoredAnchor:
    quote = old.source[anchor.start : anchor.end]
    found = places.carried(anchor) if places else ORPHAN
    if found.status is AnchorStatus.ORPHAN and len(quote.strip()) >= SHORTEST_ELSEWHERE:
        at = new.source.find(quote)
        if at >= 0 and _is_once(old.source, quote) and _is_once(new.source, quote):
            return ReanchoredAnchor(AnchorStatus.SHIFTED, at, at + len(quote), 0.8)
    if found.status is AnchorStatus.SHIFTED and (found.start, found.end) == (
        anchor.start,
        anchor.end,
    ):
        return ReanchoredAnchor(AnchorStatus.EXACT, anchor.start, anchor.end, 1.0)
    return found


class _Map:
    """Maps code points of an old clause to those of the clauses it became, where the words are the
    same.
    """

    def __init__(self, old: Text, position: int, new: Text, heirs: Sequence[Pair]) -> None:
        self._source, self._new_source = old.source, new.source
        self._confidence = min(pair.confidence for pair in heirs)
        self._is_moved = any(pair.status in MOVES for pair in heirs)
        became = [
            new.clauses[at] for at in sorted(pair.new for pair in heirs if pair.new is not None)
        ]
        self._tokens = _placed(old.source, [old.clauses[position]])
        new_tokens = _placed(new.source, became)
        is_part = any(pair.status is ClauseStatus.MERGED for pair in heirs)
        changed = changed_blocks(
            [text for _, text in self._tokens], [text for _, text in new_tokens], is_part=is_part
        )
        self._to = dict(_equal(changed, len(self._tokens), len(new_tokens)))
        self._new_tokens = new_tokens

    def carried(self, anchor: Anchor) -> ReanchoredAnchor:
        first = max(0, bisect_right(self._tokens, anchor.start, key=_begin) - 1)
        inside = range(first, bisect_left(self._tokens, anchor.end, key=_begin))
        solid = [n for n in inside if not self._tokens[n][1].isspace()]
        left = _without_loose_ends([n for n in solid if n in self._to], solid, self._tokens)
        share = _length(self._tokens, left) / max(1, _length(self._tokens, solid))
        confidence = share * self._confidence
        if not left or share < FEWEST_LEFT or (self._is_moved and confidence < LEAST_AFTER_MOVE):
            return ORPHAN
        start = self._edge(self._with_blank(left[0], -1, inside), anchor.start)
        end = self._edge(self._with_blank(left[-1], 1, inside), anchor.end)
        whole = (
            self._source[anchor.start : anchor.end].strip() == self._new_source[start:end].strip()
        )
        return ReanchoredAnchor(
            AnchorStatus.SHIFTED if whole else AnchorStatus.FUZZY, start, end, confidence
        )

    def _with_blank(self, token: int, step: int, inside: Sequence[int]) -> int:
        """Includes the blank at the edge of a passage if it still stands beside its word."""
        beside = token + step
        return (
            beside
            if beside in {inside[0], inside[-1]} and self._to.get(beside) == self._to[token] + step
            else token
        )

    def _edge(self, token: int, edge: int) -> int:
        """The new offset of an edge in, or beside, a token that is still there."""
        at, text = self._tokens[token]
        place = self._new_tokens[self._to[token]][0]
        return place + min(max(edge - at, 0), len(text))


def _without_loose_ends(
    left: list[int], solid: Sequence[int], tokens: Sequence[tuple[int, str]]
) -> list[int]:
    """Drops punctuation whose word is gone: "[publiccode" leaves no bracket behind."""
    first, last = 0, len(left)
    while first < last and left[first] != solid[0] and not _is_word(tokens[left[first]][1]):
        first += 1
    while first < last and left[last - 1] != solid[-1] and not _is_word(tokens[left[last - 1]][1]):
        last -= 1
    return left[first:last]


def _is_word(token: str) -> bool:
    return any(map(str.isalnum, token))


def _is_once(text: str, quote: str) -> bool:
    return text.find(quote, text.find(quote) + 1) < 0


def _begin(placed: tuple[int, str]) -> int:
    return placed[0]


def _placed(source: str, clauses: Sequence[ClauseSpan]) -> list[tuple[int, str]]:
    """(offset in the source, token) of the clauses' words, in order."""
    placed = []
    for clause in clauses:
        tokens = tokens_of(source[clause.start : clause.end])
        starts = accumulate(map(len, tokens), initial=clause.start)
        placed += list(zip(starts, tokens, strict=False))
    return placed


def _equal(
    changed: Sequence[tuple[int, int, int, int]], old: int, new: int
) -> Iterable[tuple[int, int]]:
    """(old token, new token) of everything between the changed blocks."""
    i = j = 0
    for a, b, c, d in [*changed, (old, old, new, new)]:
        yield from zip(range(i, a), range(j, c), strict=True)
        i, j = b, d


def _length(tokens: Sequence[tuple[int, str]], chosen: Sequence[int]) -> int:
    return sum(len(tokens[n][1]) for n in chosen)
