"""The changes inside a clause, word by word, as a reader would mark them: whole words, and no confetti.

Token alignment by the indel distance (rapidfuzz); equal stretches shorter than what changed around them are given up, as in
the semantic clean-up of diff-match-patch (Fraser 2006).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

from rapidfuzz.distance import Indel

from drafting.domain.word_tokens import tokens_of


@dataclass(frozen=True, slots=True)
class WordChange:
    """old[old_start:old_end] became new[new_start:new_end]; code points, half-open, one of the two may be empty."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


Block = tuple[int, int, int, int]  # the same four, in tokens
LARGEST_PART = 250_000  # token pairs; SequenceMatcher is quadratic


def word_changes(old: str, new: str, *, is_part: bool = False) -> tuple[WordChange, ...]:
    """Ascending changes that make `new` of `old`; `is_part` when one of the two is a part of what the other was."""
    if old == new:
        return ()
    tokens = tokens_of(old), tokens_of(new)
    places = [[0, *accumulate(map(len, side))] for side in tokens]
    blocks = _readable(_trimmed(changed_blocks(*tokens, is_part=is_part), *tokens), *places)
    return tuple(WordChange(places[0][a], places[0][b], places[1][c], places[1][d]) for a, b, c, d in blocks)


def changed_blocks(old: Sequence[str], new: Sequence[str], *, is_part: bool = False) -> list[Block]:
    """The stretches of tokens that differ, in order. A part is kept together, instead of spread over the whole."""
    ids: dict[str, int] = {}
    sides = [[ids.setdefault(token, len(ids)) for token in side] for side in (old, new)]
    is_together = is_part and len(old) * len(new) <= LARGEST_PART
    return _joined(_longest_first(*sides) if is_together else _fewest(*sides))


def _fewest(old: list[int], new: list[int]) -> Iterator[Block]:
    for code in Indel.opcodes(old, new):
        if code.tag != "equal":
            yield code.src_start, code.src_end, code.dest_start, code.dest_end


def _longest_first(old: list[int], new: list[int]) -> Iterator[Block]:
    """By the longest equal stretch, then left and right of it (Ratcliff and Obershelp 1988)."""
    for tag, *block in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield block[0], block[1], block[2], block[3]


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """Blocks that touch made one: a deletion and an insertion at one place are a replacement."""
    joined: list[Block] = []
    for block in blocks:
        if joined and joined[-1][1] == block[0] and joined[-1][3] == block[2]:
            first = joined.pop()
            joined.append((first[0], block[1], first[2], block[3]))
        else:
            joined.append(block)
    return joined


def _trimmed(blocks: list[Block], old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """A pure insertion or deletion that begins with a blank and could begin one token earlier ends with it instead.

    " b" behind "a" before " c" reads better as "b " before "c": the mark then starts with a word.
    """
    trimmed = []
    for a, b, c, d in blocks:
        side, start, end = (new, c, d) if a == b else (old, a, b)
        if (a == b or c == d) and end < len(side) and side[start].isspace() and side[start] == side[end]:
            trimmed.append((a + 1, b + 1, c + 1, d + 1))
        else:
            trimmed.append((a, b, c, d))
    return trimmed


def _readable(blocks: list[Block], old: Sequence[int], new: Sequence[int]) -> list[Block]:
    """Blocks joined over equal stretches no longer than the changes on both sides of them."""
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
