"""The words of one block, told apart: its label, its explicit id, and the plain text that is
left.

Parsing, rendering and looking up places all read a block through here, so that they can never
disagree.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from drafting.domain.clauses.labels import NONE, Label, Labels, cell_label, labels_of
from drafting.domain.clauses.tree import ClauseKind
from drafting.domain.markdown.blocks import ITEM, QUOTE, VERBATIM, Block, Leaf
from drafting.domain.markdown.inline import EXPLICIT_ID, Environment, plain_words
from drafting.domain.vocabulary.tables import Vocabulary

MARKER = re.compile(
    r"\[!([^\]\n]{1,60})\][ \t]*\\?(?:\n|$)"
)  # "> [!legal-text]": alone on the first line of a quote
VERBATIM_KINDS = {
    Leaf.FENCE: ClauseKind.CODE,
    Leaf.CODE: ClauseKind.CODE,
    Leaf.HTML: ClauseKind.HTML,
    Leaf.FRONT_MATTER: ClauseKind.FRONT_MATTER,
}
LONGEST_NUMBER = 80  # characters: what is longer is no label, but words
NUMBERED_ROW = 2  # cells at least: a table of one column has no column of labels


@dataclass(frozen=True, slots=True)
class Wording:
    """`contents` are the block's without marker and explicit id; `label_cut` characters, blanks
    not counted, are its label. `cells` are the words of each cell of a row, else those of all.
    """

    number: str
    explicit_id: str
    contents: tuple[str, ...]
    label_cut: int
    text: str
    block: str = ""  # the key of the typed block that a marker opens
    cells: tuple[str, ...] = ()


def kind_of(block: Block) -> ClauseKind:
    """What the block is as a clause."""
    inside = block.container
    if block.kind in VERBATIM:
        return VERBATIM_KINDS[block.kind]
    if block.kind is Leaf.ROW:
        return ClauseKind.TABLE_ROW
    if inside and block.is_first:
        return ClauseKind.LIST_ITEM if inside.kind == ITEM else ClauseKind.FOOTNOTE
    if inside and inside.kind == QUOTE:
        return ClauseKind.QUOTE
    return ClauseKind.HEADING if block.kind is Leaf.HEADING else ClauseKind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Marks:
    """What is told from the words by one vocabulary: labels, and the markers of typed blocks
    with the keys of these.
    """

    labels: Labels
    blocks: Mapping[str, str]


def marks_of(vocabulary: Vocabulary) -> Marks:
    """The marks of texts with this vocabulary. A block goes by its key, its name or any of its
    words.
    """
    blocks = {
        marker_name(name): kind.key
        for kind in reversed(vocabulary.blocks)
        for name in (*kind.words, kind.name, kind.key)
    }
    return Marks(labels_of(vocabulary.designations, vocabulary.numbers), blocks)


def marker_name(name: str) -> str:
    """The name of a block as markers and fences are looked up: "Legal text", "legal-text" and
    "LEGAL_TEXT" are one.
    """
    return " ".join(name.replace("-", " ").replace("_", " ").casefold().split())


def wording(block: Block, environment: Environment, marks: Marks) -> Wording:
    """The words of `block`; `environment` has the definitions of the whole text."""
    if block.kind in VERBATIM:
        return Wording("", "", block.contents, 0, " ".join(block.contents[0].split()))
    marked, contents = _without_marker(block, marks)
    explicit_id, contents = _without_id(contents)
    cells = [plain_words(content, environment) for content in contents]
    printed = block.container.number[:LONGEST_NUMBER] if block.container and block.is_first else ""
    if printed:
        return Wording(printed, explicit_id, contents, 0, cells[0])
    label = _label(block, cells, marks.labels)
    cut = len(cells[0][: label.end].replace(" ", ""))
    cells[0] = cells[0][label.end :]
    text = " ".join(filter(None, cells))
    return Wording(label.number, explicit_id, contents, cut, text, marked, tuple(cells))


def _without_marker(block: Block, marks: Marks) -> tuple[str, tuple[str, ...]]:
    """The key of the block that the first line of a quote names, and what stands after it; other
    words in [!…] stay.
    """
    inside = block.container
    if not inside or inside.kind != QUOTE or not block.contents[0].startswith("[!"):
        return "", block.contents
    found = MARKER.match(block.contents[0])
    key = marks.blocks.get(marker_name(found[1])) if found else None
    return (
        (key, (block.contents[0][found.end() :], *block.contents[1:]))
        if found and key
        else ("", block.contents)
    )


def _without_id(contents: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    found = EXPLICIT_ID.search(contents[-1]) if contents and contents[-1].endswith("}") else None
    if not found:
        return "", contents
    return found[1], (*contents[:-1], contents[-1][: found.start()].rstrip())


def _label(block: Block, cells: list[str], labels: Labels) -> Label:
    if block.kind is Leaf.ROW:
        return (
            cell_label(cells[0])
            if len(cells) >= NUMBERED_ROW and any(cells[1:]) and not block.is_head
            else NONE
        )
    label = labels.of_heading(cells[0]) if block.kind is Leaf.HEADING else labels.of_text(cells[0])
    return label if len(label.number) <= LONGEST_NUMBER else NONE
