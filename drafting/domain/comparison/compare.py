"""The comparison of two texts: their clauses aligned, what changed in the words of each pair,
and how much that matters.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from drafting.domain.alignment.align import ClauseStatus, Pair, align
from drafting.domain.alignment.decisions import NONE, Decisions
from drafting.domain.clauses.definitions import terms_in
from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.clauses.references import Renumbering, reference_pattern, references_in
from drafting.domain.clauses.tree import ClauseKind, ClauseTree
from drafting.domain.clauses.wording import marks_of, wording
from drafting.domain.comparison.appearance import Appearance, appearance_of, is_restyled
from drafting.domain.comparison.significance import Reason, Significance, reasons_for
from drafting.domain.comparison.split_words import after_merge, before_split, changes_of_part
from drafting.domain.comparison.structure import Structure, StructureKind, Structures
from drafting.domain.comparison.table_rows import moved_cell, row_changes
from drafting.domain.markdown.blocks import read_blocks
from drafting.domain.words.changes import WordChange, WordChangeKind, word_changes
from drafting.domain.words.invisible import InvisibleChange, invisible_changes
from drafting.domain.words.languages import language_of

# grows when two texts would be compared, or the changes counted, differently: what is stored is
# computed again
ENGINE = 11
SAME_WORDS = frozenset({
    ClauseStatus.UNCHANGED, ClauseStatus.MOVED, ClauseStatus.RENUMBERED,
    ClauseStatus.MOVED_RENUMBERED,
})  # fmt: skip
SAME_SOURCE = {
    ClauseStatus.EDITED: ClauseStatus.UNCHANGED,
    ClauseStatus.MOVED_EDITED: ClauseStatus.MOVED,
}


class Only(StrEnum):
    """What differs where the words, the place and the label are the same: the weightiest."""

    STRUCTURE = "structure"  # it stands elsewhere in the order of the text (structure.py)
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
    structure: Structure | None = None  # also beside words that changed

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
        formatting changed, structure].

        A change is its four offsets, its kind and the place of its counterpart; a structure is
        its kind, what it was and what it is.
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
        [entry.structure.kind.value, entry.structure.before, entry.structure.now]
        if entry.structure
        else None,
    ]


def _entry(
    old: int | None, new: int | None, status: str, confidence: float, only: str, *rest: Any
) -> ComparedClause:
    changes, reasons, invisible, is_formatting_changed, structure = rest
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
        Structure(StructureKind(structure[0]), *structure[1:]) if structure else None,
    )


def compare(old: ClauseTree, new: ClauseTree, decisions: Decisions = NONE) -> Comparison:
    """Align two texts, mark the changed words, and say of each change whether it is editorial or
    substantive, and why.

    What counts is said by the vocabulary of the new text.
    """
    return Comparison(tuple(_Comparing(old, new, decisions).entries()))


PARTS = frozenset({ClauseStatus.SPLIT, ClauseStatus.MERGED})
NO_APPEARANCE = Appearance()
EVERY_BLANK_COUNTS = frozenset({ClauseKind.CODE, ClauseKind.FRONT_MATTER, ClauseKind.HTML})
LANGUAGE_SAMPLE = 400  # clauses: enough to tell the language of a text


class _Comparing:
    """Two texts while they are compared: what holds for all pairs is found once."""

    def __init__(self, old: ClauseTree, new: ClauseTree, decisions: Decisions) -> None:
        self.old, self.new, self.vocabulary = old, new, new.vocabulary
        self.reference = reference_pattern(self.vocabulary.designations)
        self.pairs = [self._as_written(pair) for pair in align(old, new, decisions)]
        self.sides = _ComparedText(old), _ComparedText(new)
        readings = self.sides[0].reading, self.sides[1].reading
        self.structures = Structures((self._old_read_as_new(), new), readings, self.pairs)
        sources = (tree.markdown(clause) for tree in (old, new) for clause in tree.clauses)
        terms = {
            clause.term.casefold() for tree in (old, new) for clause in tree.clauses if clause.term
        }
        self.terms = terms_in(sources, self.vocabulary.defining) | terms
        self.language = language_of(" ".join(one.text for one in new.clauses[:LANGUAGE_SAMPLE]))
        self.renumbering = Renumbering.of(
            (old.clauses[pair.old].number, new.clauses[pair.new].number)
            for pair in self.pairs
            if pair.old is not None and pair.new is not None
        )

    def _old_read_as_new(self) -> ClauseTree:
        """The old text with the new vocabulary: what only that tells otherwise stands where it
        stood.
        """
        if self.old.vocabulary == self.vocabulary:
            return self.old
        return parse_clauses(self.old.source, self.vocabulary, self.old.chapters)

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
            return self._same_words(pair, pair.old, pair.new)
        return self._other_words(pair, pair.old, pair.new)

    def _same_words(self, pair: Pair, old: int, new: int) -> ComparedClause:
        words, sources = self._words(pair), self._sources(pair)
        invisible = invisible_changes(*sources)
        structure, changes = self._structure(pair, old, new)
        looks = self._appearances(old, new, sources)
        found: dict[Only, bool] = {
            Only.STRUCTURE: structure is not None,
            Only.LINKS: looks[0].targets != looks[1].targets,
            Only.BLOCK: self._is_other_block(pair),
            Only.INVISIBLE: bool(invisible),
            Only.FORMATTING: looks[0].runs != looks[1].runs,
        }
        is_only = pair.status is ClauseStatus.UNCHANGED
        return ComparedClause(
            pair,
            changes or (word_changes(*words) if invisible else ()),
            next((only for only, holds in found.items() if holds), None) if is_only else None,
            self._reasons_beside(pair, structure, looks, invisible),
            invisible,
            found[Only.FORMATTING] or found[Only.LINKS],
            structure,
        )

    def _other_words(self, pair: Pair, old: int, new: int) -> ComparedClause:
        words, sources = self._words(pair), self._sources(pair)
        is_split = pair.status is ClauseStatus.SPLIT
        structure: Structure | None = None
        compared = words
        if is_split or pair.status is ClauseStatus.MERGED:
            changes = changes_of_part(*words, is_split=is_split)
            compared = (
                (before_split(words[1], words[0], changes), words[1])
                if is_split
                else (words[0], after_merge(*words, changes))
            )
        else:
            structure, changes = self._structure(pair, old, new)
            changes = changes or word_changes(*words)
        reasons = reasons_for(
            *compared,
            vocabulary=self.vocabulary,
            terms=self.terms,
            renumbering=self.renumbering,
            language=self.language,
        )
        looks = self._appearances(old, new, sources)
        invisible = invisible_changes(*sources)
        return ComparedClause(
            pair,
            tuple(self._with_kind(one, *words) for one in changes),
            None,
            (*reasons, *self._reasons_beside(pair, structure, looks, invisible, reasons)),
            invisible,
            is_restyled(*looks),
            structure,
        )

    def _reasons_beside(
        self,
        pair: Pair,
        structure: Structure | None,
        looks: tuple[Appearance, Appearance],
        invisible: tuple[InvisibleChange, ...],
        known: tuple[Reason, ...] = (),
    ) -> tuple[Reason, ...]:
        """Why it is substantive, the words apart; without those that are known."""
        targets = [[target for target, _ in one.targets] for one in looks]
        is_whole = pair.status not in PARTS
        holds = {
            Reason.INVISIBLE: not all(one.is_typography for one in invisible),
            Reason.REFERENCE: is_whole and targets[0] != targets[1],
            Reason.STRUCK: is_whole and looks[0].struck != looks[1].struck,
            Reason.BLOCK: self._is_other_block(pair),
            Reason.STRUCTURE: structure is not None,
        }
        return tuple(reason for reason, it in holds.items() if it and reason not in known)

    def _appearances(
        self, old: int, new: int, sources: tuple[str, str]
    ) -> tuple[Appearance, Appearance]:
        """How both clauses look; nothing where the Markdown shows that there is no difference."""
        is_code = self.new.clauses[new].kind in EVERY_BLANK_COUNTS
        is_same = sources[0] == sources[1] and not is_code
        if is_same and not ("[" in sources[0] and self.sides[0].links != self.sides[1].links):
            return NO_APPEARANCE, NO_APPEARANCE
        is_label_same = self.old.clauses[old].number == self.new.clauses[new].number
        before, after = (
            side.appearance(place, with_label=is_label_same)
            for side, place in zip(self.sides, (old, new), strict=True)
        )
        return before, after

    def _structure(
        self, pair: Pair, old: int, new: int
    ) -> tuple[Structure | None, tuple[WordChange, ...]]:
        """What changed about the place of a clause; of a row also the changes of its cells."""
        structure = self.structures.changed(old, new)
        if structure or self.new.clauses[new].kind is not ClauseKind.TABLE_ROW:
            return structure, ()
        heads = self.sides[0].head(old), self.sides[1].head(new)
        sources = self._sources(pair)
        if sources[0] == sources[1] and heads[0] == heads[1]:
            return None, ()
        rows = self.sides[0].cells(old), self.sides[1].cells(new)
        changes = row_changes(*rows, heads)
        names = moved_cell(*rows, heads)
        if pair.status in SAME_WORDS and any(one.kind is WordChangeKind.WORDS for one in changes):
            names = names or ("", "")
        return Structure(StructureKind.COLUMNS, *names) if names else None, changes

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


class _ComparedText:
    """One text, read once more for what is no part of its clauses: cells, links, looks."""

    def __init__(self, tree: ClauseTree) -> None:
        self.reading = read_blocks(tree.source, tree.chapters)
        self.marks = marks_of(tree.vocabulary)
        self.heads = {
            (one.chapter, one.table): place
            for place, one in enumerate(self.reading.blocks)
            if one.is_head
        }
        self.head_cells: dict[tuple[int, int], tuple[str, ...]] = {}
        # where the definitions of links lead
        self.links = [
            {label: (one["href"], one["title"]) for label, one in found.items()}
            for found in (one.get("references", {}) for one in self.reading.environments)
        ]

    def appearance(self, place: int, *, with_label: bool) -> Appearance:
        """How a clause looks."""
        block = self.reading.blocks[place]
        environment = self.reading.environment(block)
        return appearance_of(block, environment, self.marks, with_label=with_label)

    def cells(self, place: int) -> tuple[str, ...]:
        """The words of each cell of a row."""
        block = self.reading.blocks[place]
        return wording(block, self.reading.environment(block), self.marks).cells

    def head(self, place: int) -> tuple[str, ...]:
        """The words of the column heads above a row."""
        block = self.reading.blocks[place]
        table = block.chapter, block.table
        if table not in self.head_cells:
            self.head_cells[table] = self.cells(self.heads[table])
        return self.head_cells[table]
