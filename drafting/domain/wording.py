"""The words of one block, told apart: its label, its explicit id, and the plain text that is left.

Parsing, rendering and looking up places all read a block through here, so that they can never disagree.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from drafting.domain.blocks import ITEM, QUOTE, Block, Leaf
from drafting.domain.clauses import ClauseKind
from drafting.domain.inline import Environment, plain_words
from drafting.domain.labels import NONE, Label, cell_label, heading_label, text_label

EXPLICIT_ID = re.compile(r"(?:(?<=\s)|(?<![\s\\]))\{#([^\s{}#]{1,100})(?:\s[^{}\n]*)?\}\s*$")
VERBATIM = {
    Leaf.FENCE: ClauseKind.CODE,
    Leaf.CODE: ClauseKind.CODE,
    Leaf.HTML: ClauseKind.HTML,
    Leaf.FRONT_MATTER: ClauseKind.FRONT_MATTER,
}
LONGEST_NUMBER = 80  # characters: what is longer is no label, but words
NUMBERED_ROW = 2  # cells at least: a table of one column has no column of labels


@dataclass(frozen=True, slots=True)
class Wording:
    """`contents` are the block's without the explicit id; `label_cut` characters, blanks not counted, are its label."""

    number: str
    explicit_id: str
    contents: tuple[str, ...]
    label_cut: int
    text: str


def kind_of(block: Block) -> ClauseKind:
    """What the block is as a clause."""
    inside = block.container
    if block.kind in VERBATIM:
        return VERBATIM[block.kind]
    if block.kind is Leaf.ROW:
        return ClauseKind.TABLE_ROW
    if inside and block.is_first:
        return ClauseKind.LIST_ITEM if inside.kind == ITEM else ClauseKind.FOOTNOTE
    if inside and inside.kind == QUOTE:
        return ClauseKind.QUOTE
    return ClauseKind.HEADING if block.kind is Leaf.HEADING else ClauseKind.PARAGRAPH


def wording(block: Block, environment: Environment) -> Wording:
    """The words of `block`; `environment` has the definitions of the whole text."""
    if block.kind in VERBATIM:
        return Wording("", "", block.contents, 0, " ".join(block.contents[0].split()))
    explicit_id, contents = _without_id(block.contents)
    cells = [plain_words(content, environment) for content in contents]
    printed = block.container.number[:LONGEST_NUMBER] if block.container and block.is_first else ""
    if printed:
        return Wording(printed, explicit_id, contents, 0, cells[0])
    label = _label(block, cells)
    cut = len(cells[0][: label.end].replace(" ", ""))
    cells[0] = cells[0][label.end :]
    return Wording(label.number, explicit_id, contents, cut, " ".join(filter(None, cells)))


def _without_id(contents: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    found = EXPLICIT_ID.search(contents[-1]) if contents and contents[-1].endswith("}") else None
    if not found:
        return "", contents
    return found[1], (*contents[:-1], contents[-1][: found.start()].rstrip())


def _label(block: Block, cells: list[str]) -> Label:
    if block.kind is Leaf.ROW:
        return cell_label(cells[0]) if len(cells) >= NUMBERED_ROW and any(cells[1:]) and not block.is_head else NONE
    read: Callable[[str], Label] = heading_label if block.kind is Leaf.HEADING else text_label
    label = read(cells[0])
    return label if len(label.number) <= LONGEST_NUMBER else NONE
