"""The comparison of two texts: their clauses aligned, what changed in the words of each pair,
and how much that matters.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from drafting.domain.alignment.align import ClauseStatus, Pair, align
from drafting.domain.alignment.decisions import NONE, Decisions
from drafting.domain.clauses.definitions import terms_in
from drafting.domain.clauses.references import Renumbering, reference_pattern, references_in
from drafting.domain.clauses.tree import ClauseTree
from drafting.domain.comparison.significance import Reason, Significance, reasons_for
from drafting.domain.words.changes import WordChange, WordChangeKind, word_changes
from drafting.domain.words.formatting import is_formatting_changed
from drafting.domain.words.invisible import InvisibleChange, folded, invisible_changes

# grows when two texts would be compared, or the changes counted, differently: what is stored is
# computed again
ENGINE = 10
SAME_WORDS = frozenset({
    ClauseStatus.UNCHANGED, ClauseStatus.MOVED, ClauseStatus.RENUMBERED,
    ClauseStatus.MOVED_RENUMBERED,
})  # fmt: skip
SAME_SOURCE = {
    ClauseStatus.EDITED: ClauseStatus.UNCHANGED,
    ClauseStatus.MOVED_EDITED: ClauseStatus.MOVED,
}
ATTRIBUTES = re.compile(r"\{#[^{}\n]*\}")  # an address says nothing to readers
TARGET = re.compile(r"\]\(([^)\s]*)")


class Only(StrEnum):
    """What alone differs where the words, the place and the label are the same."""

    FORMATTING = "formatting_only"
    LINKS = "links_only"
    INVISIBLE = "invisible_only"
    BLOCK = "block_only"  # explanation became legal text, by a marker or fence that is no clause


@dataclass(frozen=True, slots=True)
class ComparedClause:
    """A pair with the changes from `Clause.text` to `Clause.text`; offsets are code points of
    those.
    """

    pair: Pair
    changes: tuple[WordChange, ...]
    only: Only | None = None
    reasons: tuple[Reason, ...] = ()  # why it is substantive; none: editorial
    invisible: tuple[InvisibleChange, ...] = ()
    is_formatting_changed: bool = False  # beside words that changed; `only` says it where it is all

    @property
    def significance(self) -> Significance:
        """As proposed by rule."""
        return Significance.SUBSTANTIVE if self.reasons else Significance.EDITORIAL


@dataclass(frozen=True, slots=True)
class Comparison:
    """All entries in reading order."""

    entries: tuple[ComparedClause, ...]

    @property
    def counts(self) -> Mapping[ClauseStatus, int]:
        """How many entries have each status."""
        return Counter(entry.pair.status for entry in self.entries)

    def as_json(self) -> list[list[Any]]:
        """Rows of [old, new, status, confidence, only, changes, reasons, invisible, is
        formatting changed].

        A change is its four offsets, its kind and the place of its counterpart.
        """
        return [_row(entry) for entry in self.entries]

    @classmethod
    def from_json(cls, rows: list[list[Any]]) -> "Comparison":
        """What as_json wrote."""
        return cls(tuple(_entry(*row) for row in rows))


def _row(entry: ComparedClause) -> list[Any]:
    return [
        entry.pair.old,
        entry.pair.new,
        entry.pair.status.value,
        round(entry.pair.confidence, 3),
        entry.only.value if entry.only else "",
        [
            [
                one.old_start,
                one.old_end,
                one.new_start,
                one.new_end,
                one.kind.value,
                one.counterpart,
            ]
            for one in entry.changes
        ],
        [reason.value for reason in entry.reasons],
        [[one.name, one.count, one.word] for one in entry.invisible],
        entry.is_formatting_changed,
    ]


def _entry(
    old: int | None, new: int | None, status: str, confidence: float, only: str, *rest: Any
) -> ComparedClause:
    changes, reasons, invisible, is_formatting_changed = rest
    return ComparedClause(
        Pair(old, new, ClauseStatus(status), confidence),
        tuple(
            WordChange(a, b, c, d, WordChangeKind(kind), other)
            for a, b, c, d, kind, other in changes
        ),
        Only(only) if only else None,
        tuple(map(Reason, reasons)),
        tuple(InvisibleChange(*one) for one in invisible),
        is_formatting_changed,
    )


def compare(old: ClauseTree, new: ClauseTree, decisions: Decisions = NONE) -> Comparison:
    """Align two texts, mark the changed words, and say of each change whether it is editorial or
    substantive, and why.

    What counts is said by the vocabulary of the new text.
    """
    return Comparison(tuple(_Comparing(old, new, decisions).entries()))


class _Comparing:
    """Two texts while they are compared: what holds for all pairs is found once."""

    def __init__(self, old: ClauseTree, new: ClauseTree, decisions: Decisions) -> None:
        self.old, self.new, self.vocabulary = old, new, new.vocabulary
        self.reference = reference_pattern(self.vocabulary.designations)
        self.pairs = [self._as_written(pair) for pair in align(old, new, decisions)]
        sources = (tree.markdown(clause) for tree in (old, new) for clause in tree.clauses)
        terms = {
            clause.term.casefold() for tree in (old, new) for clause in tree.clauses if clause.term
        }
        self.terms = terms_in(sources, self.vocabulary.defining) | terms
        self.renumbering = Renumbering.of(
            (old.clauses[pair.old].number, new.clauses[pair.new].number)
            for pair in self.pairs
            if pair.old is not None and pair.new is not None
        )

    def _as_written(self, pair: Pair) -> Pair:
        """What only another vocabulary tells otherwise, a label that was words before, was not
        edited.
        """
        status = SAME_SOURCE.get(pair.status)
        if status is None or self.old.vocabulary == self.vocabulary:
            return pair
        old, new = self._sources(pair)
        return replace(pair, status=status) if old == new else pair

    def entries(self) -> Iterator[ComparedClause]:
        for pair in self.pairs:
            yield self._compared(pair)

    def _compared(self, pair: Pair) -> ComparedClause:
        if pair.old is None or pair.new is None:
            words = self._words(pair)
            reason = Reason.ADDED if pair.old is None else Reason.DELETED
            return ComparedClause(
                pair, word_changes(*words), None, (reason,), invisible_changes("", words[1])
            )
        if pair.status in SAME_WORDS:
            return self._same_words(pair, *self._sources(pair))
        return self._other_words(pair, *self._words(pair))

    def _same_words(self, pair: Pair, old: str, new: str) -> ComparedClause:
        invisible = invisible_changes(old, new)
        is_other_block = self._is_other_block(pair)
        only = None
        if pair.status is ClauseStatus.UNCHANGED:
            only = (
                Only.INVISIBLE if invisible else Only.BLOCK if is_other_block else _only(old, new)
            )
        reasons = _reasons_unseen(invisible) or ((Reason.REFERENCE,) if only is Only.LINKS else ())
        reasons += (Reason.BLOCK,) if is_other_block else ()
        return ComparedClause(
            pair, word_changes(*self._words(pair)) if invisible else (), only, reasons, invisible
        )

    def _other_words(self, pair: Pair, old: str, new: str) -> ComparedClause:
        is_split = pair.status is ClauseStatus.SPLIT
        if is_split or pair.status is ClauseStatus.MERGED:
            changes = _changes_of_part(old, new, is_split=is_split)
            compared = (
                (_before(new, old, changes), new) if is_split else (old, _after(old, new, changes))
            )
        else:
            changes, compared = word_changes(old, new), (old, new)
        reasons = reasons_for(
            *compared, vocabulary=self.vocabulary, terms=self.terms, renumbering=self.renumbering
        )
        sources = self._sources(pair)
        invisible = invisible_changes(*sources)
        changes = tuple(self._with_kind(one, old, new) for one in changes)
        all_reasons = (
            *reasons,
            *_reasons_unseen(invisible),
            *((Reason.BLOCK,) if self._is_other_block(pair) else ()),
        )
        return ComparedClause(
            pair, changes, None, all_reasons, invisible, is_formatting_changed(*sources)
        )

    def _with_kind(self, change: WordChange, old: str, new: str) -> WordChange:
        """A change inside a reference that only follows the renumbering is told apart."""
        if change.kind is not WordChangeKind.WORDS or not any(
            one.isdigit() for one in new[change.new_start : change.new_end]
        ):
            return change
        before = references_in(old, self.reference, change.old_start, change.old_end)
        after = references_in(new, self.reference, change.new_start, change.new_end)
        follows = len(before) == len(after) > 0 and list(map(self.renumbering.now, before)) == after
        return replace(change, kind=WordChangeKind.REFERENCE) if follows else change

    def _is_other_block(self, pair: Pair) -> bool:
        """Whether the clause is of another kind of block now, not only told from others by a new
        vocabulary.
        """
        if (
            pair.old is None
            or pair.new is None
            or self.old.vocabulary.blocks != self.new.vocabulary.blocks
        ):
            return False
        return self.old.clauses[pair.old].block != self.new.clauses[pair.new].block

    def _words(self, pair: Pair) -> tuple[str, str]:
        return (
            "" if pair.old is None else self.old.clauses[pair.old].text,
            "" if pair.new is None else self.new.clauses[pair.new].text,
        )

    def _sources(self, pair: Pair) -> tuple[str, str]:
        return (
            "" if pair.old is None else self.old.markdown(self.old.clauses[pair.old]),
            "" if pair.new is None else self.new.markdown(self.new.clauses[pair.new]),
        )


def _reasons_unseen(invisible: tuple[InvisibleChange, ...]) -> tuple[Reason, ...]:
    return () if all(one.is_typography for one in invisible) else (Reason.INVISIBLE,)


def _only(old: str, new: str) -> Only | None:
    plain = ["".join(folded(ATTRIBUTES.sub("", source)).split()) for source in (old, new)]
    if plain[0] == plain[1]:
        return None
    return Only.LINKS if TARGET.findall(old) != TARGET.findall(new) else Only.FORMATTING


def _changes_of_part(old: str, new: str, *, is_split: bool) -> tuple[WordChange, ...]:
    """The changes without the rest at both ends of the whole, which went into, or came from, the
    other parts.
    """
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


def _before(new: str, old: str, changes: tuple[WordChange, ...]) -> str:
    """What a part was while it stood in the whole."""
    text, at = "", 0
    for change in changes:
        text += new[at : change.new_start] + old[change.old_start : change.old_end]
        at = change.new_end
    return text + new[at:]


def _after(old: str, new: str, changes: tuple[WordChange, ...]) -> str:
    """What a part became inside the whole."""
    text, at = "", 0
    for change in changes:
        text += old[at : change.old_start] + new[change.new_start : change.new_end]
        at = change.old_end
    return text + old[at:]
