"""What counts as a change, what it is called and which words it shows, for every rendering of a
comparison. Draws nothing itself.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from drafting.domain.alignment.align import ClauseStatus
from drafting.domain.comparison.compare import ComparedClause, Comparison, Only
from drafting.domain.words.changes import WordChangeKind

UNCHANGED = ClauseStatus.UNCHANGED.value
KINDS = frozenset({*(status.value for status in ClauseStatus), *(only.value for only in Only)}) - {
    UNCHANGED
}
NOTES = {
    WordChangeKind.WORDS: "",
    WordChangeKind.INVISIBLE: "",
    WordChangeKind.MOVED_AWAY: "moved",
    WordChangeKind.MOVED_HERE: "moved",
    WordChangeKind.REFERENCE: "reference",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words, never empty: "same", "del" or "ins"; `note` is "moved" or "reference"
    where it is that alone.
    """

    kind: str
    text: str
    note: str = ""


def kind_of(entry: ComparedClause) -> str:
    """What became of the clause: its status, or what alone differs."""
    return entry.only.value if entry.only else entry.pair.status.value


def is_change(entry: ComparedClause) -> bool:
    """Whether a reader is shown it: its words, its place, its label or its Markdown differ."""
    return kind_of(entry) != UNCHANGED


def numbered_changes(comparison: Comparison) -> tuple[tuple[int, ComparedClause], ...]:
    """Every change with its number, from 1, in the order of the comparison."""
    return tuple(enumerate(filter(is_change, comparison.entries), start=1))


def change_label(number: int, *, is_provisional: bool = False) -> str:
    """How a change is cited: "C-014"; "D-014" if the next snapshot of a draft numbers it again."""
    return f"{'D' if is_provisional else 'C'}-{number:03}"


def counts_by_kind(comparison: Comparison) -> Mapping[str, int]:
    """How many entries are of each kind, unchanged ones too; each entry counts once."""
    return Counter(kind_of(entry) for entry in comparison.entries)


def number_of_changes(counts: Mapping[str, int]) -> int:
    """How many changes `counts_by_kind` counted: as many as `numbered_changes` numbers."""
    return sum(count for kind, count in counts.items() if kind != UNCHANGED)


def pieces(entry: ComparedClause, old_text: str, new_text: str) -> Iterator[Piece]:
    """The new words with the old ones between them, from the texts of the clause on both sides
    ("" where it is not).
    """
    at = 0
    for change in entry.changes:
        if change.kind is WordChangeKind.INVISIBLE:
            continue
        note = NOTES[change.kind]
        yield from _piece("same", new_text[at : change.new_start])
        yield from _piece("del", old_text[change.old_start : change.old_end], note)
        yield from _piece("ins", new_text[change.new_start : change.new_end], note)
        at = change.new_end
    yield from _piece("same", new_text[at:])


def _piece(kind: str, text: str, note: str = "") -> Iterator[Piece]:
    if text:
        yield Piece(kind, text, note)
