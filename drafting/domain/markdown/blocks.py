"""Reads a Markdown text as its leaf blocks: lines, and the lists, quotes and footnotes around them.

Uses only the block rules of markdown-it, for speed; the words of a block stay Markdown. Knows
nothing of labels or clauses.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from drafting.domain.markdown.fences import FENCES, pairs_of_lines, use_fences
from drafting.domain.markdown.footnotes import LABELS, NUMBERS, use_definitions
from drafting.domain.markdown.front_matter import front_matter_lines
from drafting.domain.markdown.inline import Environment
from drafting.domain.markdown.leftover_lines import leftover_lines
from drafting.domain.markdown.lines import line_spans
from drafting.domain.markdown.tables import CELLS, use_wide_rows

# levels of nesting that are read as structure; what stands deeper is kept as plain paragraphs
DEEPEST = 100
ITEM, QUOTE, FOOTNOTE = "list_item", "blockquote", "footnote"
# no container: what it holds stands under the same heading as what is around it
FENCED = "fenced_part"
CONTAINERS = frozenset({ITEM, QUOTE, FOOTNOTE})
GROUPS_OF_A_CHAPTER = 1_000_000_000  # more than it can have


class Leaf(StrEnum):
    """The blocks that hold words themselves."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ROW = "tr"
    FENCE = "fence"
    CODE = "code_block"
    HTML = "html_block"
    FRONT_MATTER = "front_matter"


LEAVES = frozenset(Leaf)
VERBATIM = frozenset({Leaf.FENCE, Leaf.CODE, Leaf.HTML, Leaf.FRONT_MATTER})
AROUND = frozenset(f"{name}_open" for name in (*CONTAINERS, "bullet_list", "ordered_list"))


@dataclass(slots=True, eq=False)
class Container:
    """A list item, a quote or a footnote."""

    kind: str
    outer: "Container | None"
    group: int  # which list an item belongs to; every other container is a group of its own
    depth: int  # of lists, from 1
    line: int  # where it begins, from 0
    marker: str  # "-", "4.", "[^1]:", ">", as written
    # as printed: an ordered list counts on from its first item; "" for bullets and quotes
    number: str
    has_words: bool = False  # of its own: a block that begins on its first line


@dataclass(frozen=True, slots=True)
class Block:
    """Lines [first_line, end_line) from 0; `contents` are the Markdown of its words, for a row
    those of each cell.
    """

    kind: Leaf
    level: int  # of a heading, else 0
    first_line: int
    end_line: int
    contents: tuple[str, ...]
    container: Container | None
    is_first: bool  # the first block of its item or footnote, on the line of the marker
    is_head: bool  # the row of column heads
    fences: tuple[str, ...] = ()  # the names of the fenced parts around it, the innermost first
    table: int = 0  # of a row: which table of the chapter it belongs to, from 1
    chapter: int = 0  # which chapter it stands in, from 0


@dataclass(frozen=True, slots=True)
class Reading:
    """The blocks of a text in their order, its lines as spans of code points, and the link and
    footnote definitions of each chapter.
    """

    blocks: tuple[Block, ...]
    lines: list[tuple[int, int]]
    environments: tuple[Environment, ...]

    def environment(self, block: Block) -> Environment:
        """The definitions that hold where a block stands."""
        return self.environments[block.chapter]


def _markdown() -> MarkdownIt:
    reader = (
        MarkdownIt("commonmark", {"maxNesting": DEEPEST})
        .enable("table")
        .disable(["normalize", "inline", "text_join"])
    )
    return use_wide_rows(use_definitions(reader))


_BLOCKS = _markdown()
_FENCED_BLOCKS = use_fences(_markdown())  # slower: a rule more is asked at every line


@lru_cache(maxsize=4)  # rendering, and every place that is looked up, read the same text again
def read_blocks(source: str, chapters: tuple[int, ...] = ()) -> Reading:
    """The leaf blocks of a text of any origin, in linear time.

    `chapters` says where each chapter after the first begins, in code points, at the beginning of
    a line. A chapter is its own text: definitions, fences and everything else that is open end
    with it.
    """
    lines = line_spans(source)
    texts = [source[start:end] for start, end in lines]
    starts = [start for start, _ in lines]
    cuts = [0, *(bisect_left(starts, at) for at in chapters), len(texts)]
    blocks: list[Block] = []
    environments: list[Environment] = []
    labels: set[str] = set()  # of the footnotes of earlier chapters
    for number, (first, end) in enumerate(pairwise(cuts)):
        found, environment = _read_chapter(texts[first:end], number, first, labels)
        blocks += found
        environments.append(environment)
        labels |= environment.get(LABELS, set())
    return Reading(tuple(blocks), lines, tuple(environments))


def _read_chapter(
    texts: list[str], number: int, first: int, labels: set[str]
) -> tuple[list[Block], Environment]:
    """The blocks of one chapter, whose first line is line `first` of the whole text."""
    skipped = front_matter_lines(texts)
    has_fences = any(":::" in line for line in texts)
    environment: Environment = {FENCES: pairs_of_lines(texts)} if has_fences else {}
    text = "\n".join([""] * skipped + texts[skipped:]).replace("\0", "\ufffd")
    tokens = (_FENCED_BLOCKS if has_fences else _BLOCKS).parse(text, environment)
    # a label that an earlier chapter has too is printed with the number of this chapter
    repeated = environment.get(LABELS, set()) & labels
    environment[NUMBERS] = {label: f"{number + 1}.{label}" for label in repeated}
    walk = _Walk(texts, number, first, environment[NUMBERS])
    if skipped:
        walk.add(Leaf.FRONT_MATTER, [0, skipped], ("\n".join(texts[1 : skipped - 1]),))
    walk.over(tokens)
    read = [[0, skipped], *(one.map for one in tokens if one.map and one.type not in AROUND)]
    is_cut_off = any(token.level >= DEEPEST - 1 for token in tokens)
    inline = [one.contents for one in walk.blocks if one.kind not in VERBATIM]
    leftover = leftover_lines(texts, read, environment, inline, is_cut_off=is_cut_off)
    for line, end, content in leftover:
        walk.container, walk.fences = None, ()
        walk.add(Leaf.PARAGRAPH, [line, end], (content,))
    return sorted(walk.blocks, key=lambda block: block.first_line), environment


class _Walk:
    """One pass over the tokens that keeps the open containers."""

    def __init__(
        self, texts: list[str], chapter: int, first: int, numbers: Mapping[str, str]
    ) -> None:
        self.texts, self.chapter, self.first, self.numbers = texts, chapter, first, numbers
        self.blocks: list[Block] = []
        self.container: Container | None = None
        self.lists: list[tuple[int, int]] = []  # (group, number of the next item) of each open list
        self.groups = chapter * GROUPS_OF_A_CHAPTER
        self.is_head = False
        self.tables = 0
        self.fences: tuple[str, ...] = ()

    def over(self, tokens: list[Token]) -> None:
        for at, token in enumerate(tokens):
            name, _, side = token.type.rpartition("_") if token.nesting else (token.type, "", "")
            if name in LEAVES and side != "close":
                self.add(
                    Leaf(name),
                    token.map or [0, 0],
                    _contents(tokens, at),
                    int(token.tag[1]) if name == "heading" else 0,
                )
            elif name in CONTAINERS:
                self._open(name, token) if side == "open" else self._close()
            elif name in {"bullet_list", "ordered_list"}:
                self._list(token)
            elif name == FENCED:
                self.fences = (token.info, *self.fences) if side == "open" else self.fences[1:]
            elif name == "thead":
                self.is_head = side == "open"
                self.tables += self.is_head

    def add(self, kind: Leaf, span: list[int], contents: tuple[str, ...], level: int = 0) -> None:
        first, end = span
        while end > first + 1 and not self.texts[end - 1].strip():
            end -= 1
        is_first = self._carries_marker(kind, first)
        block = Block(
            kind,
            level,
            self.first + first,
            self.first + end,
            contents,
            self.container,
            is_first,
            self.is_head,
            self.fences,
            self.tables if kind is Leaf.ROW else 0,
            self.chapter,
        )
        self.blocks.append(block)

    def _carries_marker(self, kind: Leaf, line: int) -> bool:
        inside = self.container
        is_elsewhere = not inside or inside.kind == QUOTE or inside.line != self.first + line
        if not inside or is_elsewhere or inside.has_words:
            return False
        if kind not in {Leaf.PARAGRAPH, Leaf.HEADING}:
            return False
        inside.has_words = True
        return True

    def _list(self, token: Token) -> None:
        if token.nesting < 0:
            self.lists.pop()
            return
        self.groups += 1
        self.lists.append((self.groups, int(token.attrs.get("start", 1))))

    def _open(self, kind: str, token: Token) -> None:
        line = self.first + (token.map[0] if token.map else 0)
        if kind == ITEM:
            group, number = self.lists[-1]
            self.lists[-1] = group, number + 1
            marker = token.info + token.markup
            printed = f"{number}{token.markup}" if token.info else ""
        else:
            self.groups += 1
            group = self.groups
            marker = ">" if kind == QUOTE else f"[^{token.info}]:"
            printed = "" if kind == QUOTE else f"[{self.numbers.get(token.info, token.info)}]"
        self.container = Container(
            kind, self.container, group, len(self.lists), line, marker, printed
        )

    def _close(self) -> None:
        self.container = self.container.outer if self.container else None


def _contents(tokens: list[Token], at: int) -> tuple[str, ...]:
    token = tokens[at]
    if not token.nesting:
        return (token.content,)
    if token.type != "tr_open":
        return (tokens[at + 1].content,)
    cells: tuple[str, ...] = token.meta[CELLS]
    return cells
