"""Compares two rows of a table cell by cell, column with column.

The words of a row are those of its cells with one blank between them; empty cells leave no trace
there, so that a tick could change its column unseen. Columns are told by the head of the table, so
that a new column leaves the others what they were.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz.distance import Indel

from drafting.domain.words.changes import WordChange, word_changes
from drafting.domain.words.invisible import folded

Cells = tuple[str, ...]  # the plain words of each cell, "" for none
Column = tuple[int | None, int | None]  # its place on both sides, None where it is not


def row_changes(old: Cells, new: Cells, heads: tuple[Cells, Cells]) -> tuple[WordChange, ...]:
    """Ascending changes from the words of one row to those of the other."""
    changes: list[WordChange] = []
    at = [0, 0]
    for column in columns(*heads, len(old), len(new)):
        parts = [
            f"{' ' if start else ''}{words}" if (words := _cell(cells, place)) else ""
            for place, cells, start in zip(column, (old, new), at, strict=True)
        ]
        base = len(changes)
        changes += (_shifted(one, at, base) for one in word_changes(*parts))
        at = [start + len(part) for start, part in zip(at, parts, strict=True)]
    return tuple(changes)


def moved_cell(old: Cells, new: Cells, heads: tuple[Cells, Cells]) -> tuple[str, str] | None:
    """The heads, or numbers from 1, of the columns between which words moved; None if none did."""
    gone: dict[str, int] = {}
    come: dict[str, int] = {}
    for before, now in columns(*heads, len(old), len(new)):
        words, others = folded(_cell(old, before)), folded(_cell(new, now))
        if words != others:
            if before is not None and words:
                gone.setdefault(words, before)
            if now is not None and others:
                come.setdefault(others, now)
    moved = next(((gone[one], come[one]) for one in gone if one in come), None)
    return moved and (_name(heads[0], moved[0]), _name(heads[1], moved[1]))


def _cell(cells: Cells, place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _name(head: Cells, place: int) -> str:
    return head[place] if place < len(head) and head[place] else str(place + 1)


@lru_cache(maxsize=64)
def columns(old: Cells, new: Cells, old_width: int, new_width: int) -> tuple[Column, ...]:
    """Which column of a table became which, from left to right, by their heads and widths."""
    ids: dict[str, int] = {}
    sides = [[ids.setdefault(folded(one), len(ids)) for one in side] for side in (old, new)]
    found: list[Column] = []
    for code in Indel.opcodes(*sides):
        gone = list(range(code.src_start, code.src_end))
        come = list(range(code.dest_start, code.dest_end))
        found += zip(gone, come, strict=True) if code.tag == "equal" else _unlike(gone, come)
    beyond = range(len(old), old_width), range(len(new), new_width)
    return (*_renamed(found), *_in_order(*beyond))


def _unlike(gone: Sequence[int], come: Sequence[int]) -> Iterator[Column]:
    yield from ((one, None) for one in gone)
    yield from ((None, one) for one in come)


def _renamed(found: Sequence[Column]) -> Iterator[Column]:
    """The columns, with those joined that only have other heads: as many gone as came there."""
    gone: list[int] = []
    come: list[int] = []
    for column in (*found, None):
        if column is not None and column[1] is None and column[0] is not None:
            gone.append(column[0])
        elif column is not None and column[0] is None and column[1] is not None:
            come.append(column[1])
        else:
            yield from _in_order(gone, come) if len(gone) == len(come) else _unlike(gone, come)
            gone, come = [], []
            if column is not None:
                yield column


def _in_order(gone: Sequence[int], come: Sequence[int]) -> Iterator[Column]:
    both = min(len(gone), len(come))
    yield from zip(gone, come, strict=False)
    yield from _unlike(gone[both:], come[both:])


def _shifted(change: WordChange, at: Sequence[int], base: int) -> WordChange:
    return replace(
        change,
        old_start=change.old_start + at[0],
        old_end=change.old_end + at[0],
        new_start=change.new_start + at[1],
        new_end=change.new_end + at[1],
        counterpart=None if change.counterpart is None else change.counterpart + base,
    )
