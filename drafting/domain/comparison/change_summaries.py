"""One line for each change, for the list at the top and for exports; an editor may write a
better one.

A summary is a sentence with places, so that it can be said in another language; the words quoted
stay those of the text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from drafting.domain.alignment.align import ClauseStatus
from drafting.domain.clauses.citations import citations
from drafting.domain.clauses.tree import ClauseKind, ClauseTree
from drafting.domain.comparison.compare import ComparedClause, Only
from drafting.domain.comparison.significance import Reason
from drafting.domain.comparison.structure import Structure, StructureKind
from drafting.domain.words.changes import WordChange, WordChangeKind
from drafting.domain.words.shortening import shortened

LONGEST_QUOTE = 48  # characters of one of at most two
LONGEST_CITATION = 50


def N_(sentence: str) -> str:  # noqa: N802 - the name by which Babel finds what is to be translated
    """Mark a sentence for translation."""
    return sentence


SENTENCES = {
    "added": N_("New: %(new)s"),
    "deleted": N_("Deleted: %(old)s"),
    "moved": N_("Moved from %(from)s to %(to)s, the words unchanged"),
    "renumbered": N_("%(from)s is now %(to)s, the words unchanged"),
    "split": N_("A part of %(from)s is now %(to)s"),
    "merged": N_("%(from)s went into %(to)s"),
    "formatting_only": N_("Only the formatting changed"),
    "links_only": N_("Only where links lead changed"),
    "invisible_only": N_("Only characters that cannot be seen changed"),
    "links_only_too": N_("Links lead elsewhere"),
    "invisible_only_too": N_("Characters that cannot be seen changed"),
    "block_only_too": N_("Now another kind of block"),
    "struck_too": N_("Other words are struck out"),
    "struck_only": N_("Only which words are struck out changed"),
    "structure_parent": N_("Now stands under %(above)s, before under %(above_before)s"),
    "structure_under": N_("Now stands under %(above)s"),
    "structure_alone": N_("No longer stands under %(above_before)s"),
    "structure_level": N_("Now on level %(now)s, before on level %(before)s"),
    "structure_head": N_("Now in the head of a table"),
    "structure_body": N_("No longer in the head of a table"),
    "structure_columns": N_("Words moved from the column “%(before)s” to “%(now)s”"),
    "structure_cells": N_("The same words stand in other cells"),
    "structure_heading": N_("Now a heading"),
    "structure_paragraph": N_("Now a paragraph"),
    "structure_list_item": N_("Now an item of a list"),
    "structure_table_row": N_("Now a row of a table"),
    "structure_quote": N_("Now a quotation"),
    "structure_code": N_("Now code, shown as it is written"),
    "structure_footnote": N_("Now a footnote"),
    "structure_html": N_("Now HTML, shown as it is written"),
    "structure_front_matter": N_("Now front matter"),
    "block_only": N_("Now another kind of block, the words unchanged"),
    "replaced": N_("“%(old)s” became “%(new)s”"),
    "inserted": N_("Inserted: “%(new)s”"),
    "removed": N_("Removed: “%(old)s”"),
    "reordered": N_("Sentences changed their order"),
    "references": N_("Only references follow the new numbers"),
    "several": N_("%(count)s edits, the largest: “%(old)s” became “%(new)s”"),
    "several_inserted": N_("%(count)s edits, the largest inserted: “%(new)s”"),
    "several_removed": N_("%(count)s edits, the largest removed: “%(old)s”"),
    "marks": N_("Only punctuation or white space changed"),
}
UNTOLD = (WordChangeKind.INVISIBLE, WordChangeKind.MOVED_HERE)  # a move counts once
STATUSES = {
    ClauseStatus.MOVED: "moved",
    ClauseStatus.MOVED_RENUMBERED: "moved",
    ClauseStatus.RENUMBERED: "renumbered",
    ClauseStatus.SPLIT: "split",
    ClauseStatus.MERGED: "merged",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """`key` of SENTENCES and what stands at its places."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return SENTENCES[self.key] % self.values


@dataclass(frozen=True, slots=True)
class SideWords:
    """A clause on one side: how it is cited and what it says; both "" where it is not."""

    citation: str
    text: str
    above: str = ""  # the name of the clause that it stands under


class SideOfParent(Protocol):
    """What names a clause under which others stand."""

    @property
    def kind(self) -> ClauseKind: ...
    @property
    def number(self) -> str: ...
    @property
    def text(self) -> str: ...


def name_of_parent(clause: SideOfParent, citation: str) -> str:
    """How a sentence names the clause that another one stands under: its number, else its words."""
    if clause.number or clause.kind is ClauseKind.HEADING or not clause.text:
        return citation
    return f"“{shortened(clause.text, LONGEST_QUOTE)}”"


def words_of_sides(tree: ClauseTree) -> list[SideWords]:
    """What summaries say of each clause of a text."""
    cited = citations(tree.clauses)
    names = [name_of_parent(one, cited[one.position]) for one in tree.clauses]
    return [
        SideWords(cited[one.position], one.text, "" if one.parent is None else names[one.parent])
        for one in tree.clauses
    ]


def summaries_of(entry: ComparedClause, old: SideWords, new: SideWords) -> tuple[Summary, ...]:
    """What to say about one change: what became of the clause, of its place, and of its looks."""
    structure = () if entry.structure is None else (_of_structure(entry.structure, old, new),)
    beside = tuple(Summary(key) for key in _beside(entry))
    if entry.only is Only.STRUCTURE:
        return (*structure, *beside)
    if entry.only is not None and beside:
        return (Summary(f"{entry.only.value}_too"), *beside)
    return (_of_clause(entry, old, new), *structure, *beside)


def _beside(entry: ComparedClause) -> Iterator[str]:
    """What else of substance changed beside what the kind of the change says."""
    if entry.only is None:
        return
    if Reason.REFERENCE in entry.reasons and entry.only is not Only.LINKS:
        yield "links_only_too"
    if Reason.STRUCK in entry.reasons and entry.only is not Only.FORMATTING:
        yield "struck_too"
    if Reason.BLOCK in entry.reasons and entry.only is not Only.BLOCK:
        yield "block_only"


def _of_structure(structure: Structure, old: SideWords, new: SideWords) -> Summary:
    values = {"before": structure.before, "now": structure.now}
    if structure.kind is StructureKind.PARENT:
        above = {
            "above_before": shortened(old.above, LONGEST_CITATION),
            "above": shortened(new.above, LONGEST_CITATION),
        }
        key = "parent" if all(above.values()) else "under" if new.above else "alone"
        return Summary(f"structure_{key}", above)
    key = {
        StructureKind.KIND: structure.now,
        StructureKind.LEVEL: "level",
        StructureKind.HEAD: "head" if structure.now else "body",
        StructureKind.COLUMNS: "columns" if structure.now else "cells",
    }[structure.kind]
    return Summary(f"structure_{key}", values)


def _of_clause(entry: ComparedClause, old: SideWords, new: SideWords) -> Summary:
    if entry.only is Only.FORMATTING and Reason.STRUCK in entry.reasons:
        return Summary("struck_only")
    if entry.only is not None:
        return Summary(entry.only.value)
    if entry.pair.old is None or entry.pair.new is None:
        key = "deleted" if entry.pair.new is None else "added"
        return Summary(
            key,
            {"old": shortened(old.text, LONGEST_QUOTE), "new": shortened(new.text, LONGEST_QUOTE)},
        )
    if entry.pair.status in STATUSES:
        return Summary(
            STATUSES[entry.pair.status],
            {
                "from": shortened(old.citation, LONGEST_CITATION),
                "to": shortened(new.citation, LONGEST_CITATION),
            },
        )
    return _of_words(entry, old.text, new.text)


def _of_words(entry: ComparedClause, old: str, new: str) -> Summary:
    told = [one for one in entry.changes if one.kind not in UNTOLD]
    saying = [one for one in told if _says(one, old, new)]
    if saying or not entry.reasons:  # else a sign is all that changed, and it counts
        told = saying
    words = [one for one in told if one.kind is WordChangeKind.WORDS]
    if not told:
        return Summary("marks")
    if not words:
        return Summary("references" if told[0].kind is WordChangeKind.REFERENCE else "reordered")
    largest = max(words, key=lambda one: one.old_end - one.old_start + one.new_end - one.new_start)
    gone, come = (
        shortened(text, LONGEST_QUOTE)
        for text in (
            old[largest.old_start : largest.old_end],
            new[largest.new_start : largest.new_end],
        )
    )
    values = {"old": gone, "new": come, "count": str(len(told))}
    if len(told) == 1:
        return Summary("replaced" if gone and come else "inserted" if come else "removed", values)
    return Summary(
        "several" if gone and come else "several_inserted" if come else "several_removed", values
    )


def _says(change: WordChange, old: str, new: str) -> bool:
    return any(
        one.isalnum()
        for one in old[change.old_start : change.old_end] + new[change.new_start : change.new_end]
    )
