"""Finds what changed about where a clause stands: what it stands under, its depth, its kind, its
columns.

The same words can bind one item or all of them, so that each of these is a change of substance. A
clause whose heading or item was added or deleted says nothing by itself: that change is told there.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from drafting.domain.alignment.align import Pair
from drafting.domain.clauses.tree import ClauseTree
from drafting.domain.markdown.blocks import ITEM, QUOTE, Block, Container, Reading


class StructureKind(StrEnum):
    """What is other about the place of a clause."""

    PARENT = "parent"  # it stands under another clause
    KIND = "kind"  # a paragraph became a list item, code became text
    LEVEL = "level"  # of a heading; how deep a list item or a quotation lies
    HEAD = "head"  # a row became the head of its table, or the head a row
    COLUMNS = "columns"  # words of a row stand in another column


@dataclass(frozen=True, slots=True)
class Structure:
    """`before` and `now`: kinds of clauses, levels, heads of columns; "" where the kind says it."""

    kind: StructureKind
    before: str = ""
    now: str = ""


class Structures:
    """The places of the clauses of two texts."""

    def __init__(
        self,
        trees: tuple[ClauseTree, ClauseTree],
        readings: tuple[Reading, Reading],
        pairs: Sequence[Pair],
    ) -> None:
        self._old, self._new = trees
        self._old_blocks, self._new_blocks = (reading.blocks for reading in readings)
        self._became: defaultdict[int, set[int]] = defaultdict(set)
        self._stays: set[int] = set()  # new clauses that were there before
        for pair in pairs:
            if pair.old is not None and pair.new is not None:
                self._became[pair.old].add(pair.new)
                self._stays.add(pair.new)

    def changed(self, old: int, new: int) -> Structure | None:
        """What changed about the place of a clause, by its positions; None if nothing did."""
        before, now = self._old.clauses[old], self._new.clauses[new]
        blocks = self._old_blocks[old], self._new_blocks[new]
        if before.kind is not now.kind:
            return Structure(StructureKind.KIND, before.kind.value, now.kind.value)
        if not self._is_parent_same(before.parent, now.parent):
            return Structure(StructureKind.PARENT)
        depths = [
            _depth(block, one.level) for block, one in zip(blocks, (before, now), strict=True)
        ]
        if depths[0] != depths[1]:
            return Structure(StructureKind.LEVEL, *map(str, depths))
        if blocks[0].is_head != blocks[1].is_head:
            return Structure(StructureKind.HEAD, *("yes" if one.is_head else "" for one in blocks))
        return None

    def _is_parent_same(self, old: int | None, new: int | None) -> bool:
        """Whether one became the other, those left out that have no counterpart."""
        while old is not None and not self._became[old]:
            old = self._old.clauses[old].parent
        while new is not None and new not in self._stays:
            new = self._new.clauses[new].parent
        return new is None if old is None else new in self._became[old]


def _depth(block: Block, level: int) -> int:
    """The level of a heading; of what stands in lists and quotations, in how many of these."""
    if not block.container:
        return level
    return sum(1 for one in _outwards(block.container) if one.kind in {ITEM, QUOTE})


def _outwards(container: Container | None) -> Iterator[Container]:
    while container:
        yield container
        container = container.outer
