"""What a version consists of: clauses in the order of the text, each with its exact place in the
Markdown source.

Offsets are code points, half-open; lines count from 1, both ends included. Knows nothing of how
a text is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from drafting.domain.vocabulary.tables import Vocabulary
from drafting.domain.vocabulary.usual import USUAL


class ClauseKind(StrEnum):
    """What stands there, by its form in Markdown."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"  # the item's own words; items inside it are clauses of their own
    TABLE_ROW = "table_row"  # the row of column heads too
    QUOTE = "quote"
    CODE = "code"
    FOOTNOTE = "footnote"
    HTML = "html"  # raw HTML: inert text
    FRONT_MATTER = "front_matter"


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest unit that a comment, a link or a change can be about."""

    position: int  # from 0, in the order of the source: its key within one tree
    kind: ClauseKind
    level: int  # of a heading 1 to 6; of a list item its depth, from 1; else 0
    # its label as printed, without markup: "II.3", "Measure I.2", "(a)", "4."; "" for none, and for
    # a bullet
    number: str
    # its address within the version, unique: "2.3", "2.3.2-a", "2.3-p2"; [a-z0-9.-], at most 80
    # characters
    eid: str
    explicit_id: str  # written in the text as {#id}; "" for none
    parent: (
        int | None
    )  # position of the heading, the outer item or the outer label it stands under; always smaller
    start: int  # of its source range; what lies between two ranges is markup or empty
    end: int
    start_line: int
    end_line: int
    text: str  # its plain words: no label, no markup, white space collapsed to single blanks
    # the kind of provision that it opens or stands in, a key of the vocabulary: "measure"
    provision: str = ""
    block: str = ""  # the kind of typed block that it opens or stands in: "legal-text"
    term: str = ""  # what it defines, at most 100 characters


@dataclass(frozen=True, slots=True)
class ClauseTree:
    """The clauses of one text. `clauses[n].position == n`, ranges ascend and never overlap."""

    source: str
    clauses: tuple[Clause, ...]
    vocabulary: Vocabulary = USUAL  # with which it was read
    chapters: tuple[int, ...] = ()  # where each after the first begins, in code points

    def ancestors(self, clause: Clause) -> Iterator[Clause]:
        """The clauses it stands under, the nearest first."""
        parent = clause.parent
        while parent is not None:
            yield self.clauses[parent]
            parent = self.clauses[parent].parent

    def headings(self, clause: Clause) -> tuple[str, ...]:
        """The words of the headings it stands under, the outermost first."""
        above = [one for one in self.ancestors(clause) if one.kind is ClauseKind.HEADING]
        return tuple(one.text for one in reversed(above))

    def markdown(self, clause: Clause) -> str:
        """Its part of the source."""
        return self.source[clause.start : clause.end]
