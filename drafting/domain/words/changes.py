"""Finds the changes inside a clause word by word, as a reader would mark them: whole words, no
fragments.

Tokens are aligned by indel distance (rapidfuzz); equal runs shorter than the changes around them
are dropped, as in the semantic clean-up of diff-match-patch (Fraser 2006). A sentence that only
changed its place is marked as moved.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import accumulate, pairwise

from rapidfuzz.distance import Indel

from drafting.domain.words.invisible import folded
from drafting.domain.words.sentence_moves import ENDS, moved_sentences
from drafting.domain.words.tokens import tokens_of


class WordChangeKind(StrEnum):
    """What happened to the words."""

    WORDS = "words"
    MOVED_AWAY = "moved_away"  # a sentence that stands elsewhere in the new clause
    MOVED_HERE = "moved_here"  # a sentence that stood elsewhere in the old clause
    INVISIBLE = "invisible"  # the same words to a reader, other code points (invisible.py)
    REFERENCE = "reference"  # a reference that only follows the renumbering of what it names


@dataclass(frozen=True, slots=True)
class WordChange:
    """old[old_start:old_end] became new[new_start:new_end]; code points, half-open, one of the
    two may be empty.

    `counterpart` is the place, among the changes, of the other end of a moved sentence.
    """

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    kind: WordChangeKind = WordChangeKind.WORDS
    counterpart: int | None = None


Block = tuple[int, int, int, int]  # the same four, in tokens
LARGEST_PART = 250_000  # token pairs; SequenceMatcher is quadratic
# token pairs; beyond it sentences are aligned first: the time and memory of all pairs are too much
LARGEST_WHOLE = 25_000_000
RARE = 61  # one word of so many also ends a stretch, for texts without sentences


def word_changes(old: str, new: str, *, is_part: bool = False) -> tuple[WordChange, ...]:
    """Ascending changes that turn `old` into `new`; `is_part` if one of the two is a part of what
    the other was.

    Words that differ only in invisible characters change as INVISIBLE.
    """
    if old == new:
        return ()
    tokens = tokens_of(old), tokens_of(new)
    moved = ({}, {}) if is_part else moved_sentences(*tokens)
    sides = _Holed(tokens[0], moved[0]), _Holed(tokens[1], moved[1])
    words = sides[0].words, sides[1].words
    blocks = _trimmed(changed_blocks(*words, is_part=is_part), *words)
    blocks = _readable(blocks, *([0, *accumulate(map(len, one))] for one in words))
    changes = [*_in_code_points(blocks, *sides), *_unseen(blocks, *sides)]
    changes.sort(key=lambda one: (one.old_start, one.new_start, one.old_end, one.new_end))
    return tuple(_linked(changes, *sides) if moved[0] else changes)


class _Holed:
    """The tokens of one side with each moved sentence as one empty token, and their places in the
    text.
    """

    def __init__(self, tokens: Sequence[str], moved: dict[int, int]) -> None:
        places = [0, *accumulate(map(len, tokens))]
        self.moved = [
            places[start] for start in moved
        ]  # in code points; the same order on both sides
        self.words: list[str] = [] if moved else list(tokens)
        self.places: list[int] = [] if moved else places
        self.holes: set[int] = set()
        if moved:
            self._cut(tokens, places, moved)

    def _cut(self, tokens: Sequence[str], places: Sequence[int], moved: dict[int, int]) -> None:
        at = 0
        while at < len(tokens):
            end = moved.get(at, at)
            if end > at:
                self.holes.add(len(self.words))
            self.words.append("" if end > at else tokens[at])
            self.places.append(places[at])
            at = max(end, at + 1)
        self.places.append(places[-1])

    def runs(self, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """(start, end, is a moved sentence) in code points of what lies between two tokens."""
        at = start
        for hole in sorted(one for one in self.holes if start <= one < end):
            if hole > at:
                yield self.places[at], self.places[hole], False
            yield self.places[hole], self.places[hole + 1], True
            at = hole + 1
        if end > at:
            yield self.places[at], self.places[end], False


def _linked(changes: Sequence[WordChange], old: _Holed, new: _Holed) -> Iterator[WordChange]:
    """The changes, with both ends of each moved sentence linked."""
    away = {
        one.old_start: at for at, one in enumerate(changes) if one.kind is WordChangeKind.MOVED_AWAY
    }
    here = {
        one.new_start: at for at, one in enumerate(changes) if one.kind is WordChangeKind.MOVED_HERE
    }
    ends = [(away[start], here[place]) for start, place in zip(old.moved, new.moved, strict=True)]
    others = dict([*ends, *((last, first) for first, last in ends)])
    for at, one in enumerate(changes):
        yield replace(one, counterpart=others.get(at))


def _unseen(blocks: Iterable[Block], old: _Holed, new: _Holed) -> Iterator[WordChange]:
    """Words outside the changed blocks that only look the same."""
    i = j = 0
    for a, b, c, d in [*blocks, (len(old.words), len(old.words), len(new.words), len(new.words))]:
        for m, n in zip(range(i, a), range(j, c), strict=True):
            if old.words[m] != new.words[n]:
                yield WordChange(
                    old.places[m],
                    old.places[m + 1],
                    new.places[n],
                    new.places[n + 1],
                    WordChangeKind.INVISIBLE,
                )
        i, j = b, d


def _in_code_points(blocks: Iterable[Block], old: _Holed, new: _Holed) -> Iterator[WordChange]:
    for a, b, c, d in blocks:
        gone, come = list(old.runs(a, b)), list(new.runs(c, d))
        if not any(moved for _, _, moved in (*gone, *come)):
            yield WordChange(old.places[a], old.places[b], new.places[c], new.places[d])
            continue
        for start, end, moved in gone:
            kind = WordChangeKind.MOVED_AWAY if moved else WordChangeKind.WORDS
            yield WordChange(start, end, new.places[c], new.places[c], kind)
        for start, end, moved in come:
            kind = WordChangeKind.MOVED_HERE if moved else WordChangeKind.WORDS
            yield WordChange(old.places[b], old.places[b], start, end, kind)


def changed_blocks(old: Sequence[str], new: Sequence[str], *, is_part: bool = False) -> list[Block]:
    """The token ranges that differ, in order.

    A part is kept together instead of spread over the whole.
    """
    ids: dict[str, int] = {}
    sides = [
        [ids.setdefault(folded(token), len(ids)) if token else -1 - at for token in side]
        for at, side in enumerate((old, new))
    ]
    pairs = len(old) * len(new)
    if pairs > LARGEST_WHOLE:
        ends = {ids[mark] for mark in ENDS if mark in ids}
        return _joined(_by_sentences(sides[0], sides[1], ends))
    return _joined(_longest_first(*sides) if is_part and pairs <= LARGEST_PART else _fewest(*sides))


def _fewest(old: list[int], new: list[int]) -> Iterator[Block]:
    for code in Indel.opcodes(old, new):
        if code.tag != "equal":
            yield code.src_start, code.src_end, code.dest_start, code.dest_end


def _by_sentences(old: list[int], new: list[int], ends: Collection[int]) -> Iterator[Block]:
    """Compares sentences, then the words in those that differ; replaces as a whole what is still
    too large.
    """
    numbers: dict[tuple[int, ...], int] = {}
    sides = []
    for side in (old, new):
        cuts = sorted(
            {
                0,
                len(side),
                *(
                    at
                    for at, token in enumerate(side, start=1)
                    if token in ends or token % RARE == RARE - 1
                ),
            }
        )
        sides.append(
            (cuts, [numbers.setdefault(tuple(side[a:b]), len(numbers)) for a, b in pairwise(cuts)])
        )
    (before, firsts), (after, lasts) = sides
    for a, b, c, d in _joined(_fewest(firsts, lasts)):
        m, n = before[a], after[c]
        gone, come = old[m : before[b]], new[n : after[d]]
        is_small = len(gone) * len(come) <= LARGEST_WHOLE
        for i, j, k, o in _fewest(gone, come) if is_small else [(0, len(gone), 0, len(come))]:
            yield m + i, m + j, n + k, n + o


def _longest_first(old: list[int], new: list[int]) -> Iterator[Block]:
    """By the longest equal run, then left and right of it (Ratcliff and Obershelp 1988)."""
    for tag, *block in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield block[0], block[1], block[2], block[3]


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """Joins adjacent blocks: a deletion and an insertion at one place are a replacement."""
    joined: list[Block] = []
    for block in blocks:
        if joined and joined[-1][1] == block[0] and joined[-1][3] == block[2]:
            first = joined.pop()
            joined.append((first[0], block[1], first[2], block[3]))
        else:
            joined.append(block)
    return joined


def _trimmed(blocks: list[Block], old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """A pure insertion or deletion that begins with a blank and could begin one token earlier
    ends with it instead.

    " b" behind "a" before " c" reads better as "b " before "c": the mark then starts with a
    word.
    """
    trimmed = []
    for a, b, c, d in blocks:
        side, start, end = (new, c, d) if a == b else (old, a, b)
        if (
            (a == b or c == d)
            and end < len(side)
            and side[start].isspace()
            and side[start] == side[end]
        ):
            trimmed.append((a + 1, b + 1, c + 1, d + 1))
        else:
            trimmed.append((a, b, c, d))
    return trimmed


def _readable(blocks: list[Block], old: Sequence[int], new: Sequence[int]) -> list[Block]:
    """Joins blocks over equal runs no longer than the changes on both sides of them."""
    kept: list[Block] = []
    for block in blocks:
        kept.append(block)
        while len(kept) > 1 and _is_trifle(kept[-2], kept[-1], old, new):
            last, first = kept.pop(), kept.pop()
            kept.append((first[0], last[1], first[2], last[3]))
    return kept


def _is_trifle(first: Block, last: Block, old: Sequence[int], new: Sequence[int]) -> bool:
    between = old[last[0]] - old[first[1]]
    return between <= min(_size(first, old, new), _size(last, old, new))


def _size(block: Block, old: Sequence[int], new: Sequence[int]) -> int:
    return max(old[block[1]] - old[block[0]], new[block[3]] - new[block[2]])
