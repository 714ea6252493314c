"""The comparison of two texts: their clauses aligned, and what changed in the words of each pair."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from drafting.domain.alignment import ClauseStatus, Pair, align
from drafting.domain.clauses import ClauseTree
from drafting.domain.word_changes import WordChange, word_changes

ENGINE = 3  # grows when two texts would be compared, or the changes counted, differently: what is stored is computed anew
SAME_WORDS = frozenset({
    ClauseStatus.UNCHANGED, ClauseStatus.MOVED, ClauseStatus.RENUMBERED, ClauseStatus.MOVED_RENUMBERED,
})  # fmt: skip


ATTRIBUTES = re.compile(r"\{#[^{}\n]*\}")  # an address says nothing to readers


@dataclass(frozen=True, slots=True)
class ComparedClause:
    """A pair with the changes from `Clause.text` to `Clause.text`; offsets are code points of those."""

    pair: Pair
    changes: tuple[WordChange, ...]
    is_formatting_only: bool = False  # the words are the same, the Markdown around them is not


@dataclass(frozen=True, slots=True)
class Comparison:
    """All entries in reading order."""

    entries: tuple[ComparedClause, ...]

    @property
    def counts(self) -> Mapping[ClauseStatus, int]:
        """How many entries have each status."""
        return Counter(entry.pair.status for entry in self.entries)

    def as_json(self) -> list[list[Any]]:
        """Rows of [old, new, status, confidence, formatting only, [[four offsets] of each change]]."""
        return [
            [
                entry.pair.old,
                entry.pair.new,
                entry.pair.status.value,
                round(entry.pair.confidence, 3),
                int(entry.is_formatting_only),
                [[one.old_start, one.old_end, one.new_start, one.new_end] for one in entry.changes],
            ]
            for entry in self.entries
        ]

    @classmethod
    def from_json(cls, rows: list[list[Any]]) -> "Comparison":
        """What as_json wrote."""
        return cls(
            tuple(
                ComparedClause(
                    Pair(old, new, ClauseStatus(status), confidence),
                    tuple(WordChange(*offsets) for offsets in changes),
                    bool(is_formatting_only),
                )
                for old, new, status, confidence, is_formatting_only, changes in rows
            )
        )


def compare(old: ClauseTree, new: ClauseTree) -> Comparison:
    """Align two texts and mark the changed words."""
    return Comparison(tuple(_compared(old, new)))


def _compared(old: ClauseTree, new: ClauseTree) -> Iterator[ComparedClause]:
    for pair in align(old, new):
        words = ["" if at is None else tree.clauses[at].text for tree, at in ((old, pair.old), (new, pair.new))]
        if pair.status in SAME_WORDS:
            yield ComparedClause(pair, (), _is_formatted_anew(old, new, pair))
        elif pair.status in {ClauseStatus.SPLIT, ClauseStatus.MERGED}:
            yield ComparedClause(pair, _changes_of_part(words[0], words[1], is_split=pair.status is ClauseStatus.SPLIT))
        else:
            yield ComparedClause(pair, word_changes(*words))


def _is_formatted_anew(old: ClauseTree, new: ClauseTree, pair: Pair) -> bool:
    if pair.old is None or pair.new is None or pair.status is not ClauseStatus.UNCHANGED:
        return False
    sources = old.markdown(old.clauses[pair.old]), new.markdown(new.clauses[pair.new])
    return len({"".join(ATTRIBUTES.sub("", source).split()) for source in sources}) > 1


def _changes_of_part(old: str, new: str, *, is_split: bool) -> tuple[WordChange, ...]:
    """The changes without the rest at both ends of the whole, which went into, or came from, the other parts."""
    changes = list(word_changes(old, new, is_part=True))
    for end in (0, -1):
        if changes and _is_rest(changes[end], old, new, is_split=is_split):
            changes.pop(end)
    return tuple(changes)


def _is_rest(change: WordChange, old: str, new: str, *, is_split: bool) -> bool:
    """Whether a change only leaves out the beginning or end of the whole."""
    if is_split:
        at_edge = change.old_start == 0 or change.old_end == len(old)
        return at_edge and change.new_start == change.new_end
    at_edge = change.new_start == 0 or change.new_end == len(new)
    return at_edge and change.old_start == change.old_end
