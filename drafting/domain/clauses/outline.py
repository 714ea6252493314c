"""What each block stands under: the heading above it, the item or footnote around it, or the
label before it.

Knows nothing of words and addresses.
"""

from collections.abc import Iterator, Sequence

from drafting.domain.clauses.enumeration import Enumeration
from drafting.domain.clauses.tree import ClauseKind
from drafting.domain.markdown.blocks import QUOTE, Block, Container

UNCOUNTED = frozenset(
    {ClauseKind.HEADING, ClauseKind.FOOTNOTE, ClauseKind.TABLE_ROW}
)  # their labels open no series
APART = frozenset(
    {ClauseKind.FOOTNOTE, ClauseKind.HTML, ClauseKind.FRONT_MATTER}
)  # they continue no paragraph
TEXT = 0  # the series of the paragraphs that stand in no list, quote or footnote


def parents_of(
    blocks: Sequence[Block], kinds: Sequence[ClauseKind], numbers: Sequence[str]
) -> list[int | None]:
    """For each block the index of the one it stands under, always an earlier one."""
    outline = _Outline()
    following = _following_labels(blocks, kinds, numbers)
    return [
        outline.take(index, block, kind, number, after)
        for index, (block, kind, number, after) in enumerate(
            zip(blocks, kinds, numbers, following, strict=True)
        )
    ]


def _following_labels(
    blocks: Sequence[Block], kinds: Sequence[ClauseKind], numbers: Sequence[str]
) -> list[str]:
    latest: dict[int, str] = {}
    found = []
    for block, kind, number in zip(
        reversed(blocks), reversed(kinds), reversed(numbers), strict=True
    ):
        series = _series(block)
        found.append(latest.get(series, ""))
        if _is_section(block, kind):
            latest.clear()
        elif number and kind not in UNCOUNTED:
            latest[series] = number
    return found[::-1]


def _series(block: Block) -> int:
    """Whose labels count together: the items of one list, the paragraphs of one item, quote or
    footnote, or of the text.
    """
    inside = block.container
    if not inside:
        return TEXT
    return inside.group if block.is_first or inside.kind == QUOTE else -id(inside)


def _is_section(block: Block, kind: ClauseKind) -> bool:
    return kind is ClauseKind.HEADING and not block.container


class _Outline:
    """What is open while the blocks go by."""

    def __init__(self) -> None:
        self.headings: list[tuple[int, int]] = []  # (level, index), levels ascending
        self.series: dict[int, Enumeration] = {}
        self.at_line: dict[
            int, int
        ] = {}  # first line → block: an item's words begin on the item's first line
        # what a list, table or quote between paragraphs stands under
        self.paragraph: int | None = None

    def take(
        self, index: int, block: Block, kind: ClauseKind, number: str, following: str
    ) -> int | None:
        """The parent of block `index`, which comes next."""
        self.at_line[block.first_line] = index
        if _is_section(block, kind):
            return self._open_section(index, block.level)
        if number and kind not in UNCOUNTED:
            under = self.series.setdefault(_series(block), Enumeration()).place(
                index, number, following
            )
            parent = self._around(block, kind, is_counted=True) if under is None else under
        else:
            parent = self._around(block, kind, is_counted=False)
        if kind is ClauseKind.PARAGRAPH and not block.container:
            self.paragraph = index if number else parent
        return parent

    def _open_section(self, index: int, level: int) -> int | None:
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        parent = self.headings[-1][1] if self.headings else None
        self.headings.append((level, index))
        self.series.clear()
        self.paragraph = index
        return parent

    def _around(self, block: Block, kind: ClauseKind, *, is_counted: bool) -> int | None:
        outside = block.container.outer if block.container and block.is_first else block.container
        carrier = next((one for one in _outwards(outside) if one.has_words), None)
        if carrier:
            return self.at_line[carrier.line]
        heading = self.headings[-1][1] if self.headings else None
        if kind in APART:
            return heading
        if kind is ClauseKind.PARAGRAPH and not block.container:
            running = (
                self.series[TEXT].current() if TEXT in self.series and not is_counted else None
            )
            return heading if running is None else running
        return self.paragraph


def _outwards(container: Container | None) -> Iterator[Container]:
    while container:
        yield container
        container = container.outer
