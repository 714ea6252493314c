"""What a clause stands under, its depth, kind and column: each a change of substance."""

from dataclasses import replace

import pytest

from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.comparison.compare import ComparedClause, Comparison, Only, compare
from drafting.domain.comparison.redline import is_change
from drafting.domain.comparison.significance import Reason
from drafting.domain.comparison.structure import Structure, StructureKind
from drafting.domain.vocabulary.usual import USUAL

TABLE = "| Role | Must | May |\n|---|---|---|\n"


def changes(old: str, new: str) -> list[ComparedClause]:
    entries = compare(parse_clauses(old), parse_clauses(new)).entries
    return [entry for entry in entries if is_change(entry)]


@pytest.mark.parametrize(
    ("old", "new", "structure"),
    [
        (
            "All shall:\n\n- keep a log;\n- name one.\n\nNot small firms.",
            "All shall:\n\n- keep a log;\n- name one.\n\n  Not small firms.",
            Structure(StructureKind.PARENT),
        ),
        ("- one\n- two", "- one\n  - two", Structure(StructureKind.PARENT)),
        ("- one\n  - two", "- one\n- two", Structure(StructureKind.PARENT)),
        ("## A\n\n## B", "## A\n\n### B", Structure(StructureKind.PARENT)),
        ("## A", "### A", Structure(StructureKind.LEVEL, "2", "3")),
        ("> one", "> > one", Structure(StructureKind.LEVEL, "1", "2")),
        ("one", "> one", Structure(StructureKind.KIND, "paragraph", "quote")),
        ("one", "- one", Structure(StructureKind.KIND, "paragraph", "list_item")),
        ("one", "    one", Structure(StructureKind.KIND, "paragraph", "code")),
        ("```\none\n```", "one", Structure(StructureKind.KIND, "code", "paragraph")),
        ("one", "# one", Structure(StructureKind.KIND, "paragraph", "heading")),
        (
            f"{TABLE}| Firm | publish | |",
            f"{TABLE}| Firm | | publish |",
            Structure(StructureKind.COLUMNS, "Must", "May"),
        ),
        (
            f"{TABLE}| Firm | publish | |",
            f"{TABLE}| Firm | | | publish |",
            Structure(StructureKind.COLUMNS, "Must", "4"),
        ),
    ],
)
def test_the_same_words_at_another_place_of_the_text_are_one_change_of_substance(
    old: str, new: str, structure: Structure
) -> None:
    [entry] = changes(old, new)
    assert (entry.only, entry.structure) == (Only.STRUCTURE, structure)
    assert entry.reasons == (Reason.STRUCTURE,)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("* one\n* two", "- one\n- two"),
        ("- one\n- two", "- one\n\n- two"),
        ("Title\n---", "## Title"),
        ("one\ntwo", "one two"),
        ("> one\n> two", "> one\ntwo"),
        ("1. one\n2. two", "1. one\n1. two"),
        (f"{TABLE}| Firm | | publish |", f"{TABLE}|Firm||publish"),
    ],
)
def test_what_no_reader_sees_is_no_change(old: str, new: str) -> None:
    assert changes(old, new) == []


def test_what_stands_under_a_new_heading_is_told_by_the_heading_alone() -> None:
    [entry] = changes("# A\n\none\n\ntwo", "# A\n\n## New\n\none\n\ntwo")
    assert entry.reasons == (Reason.ADDED,)


def test_what_moved_under_another_heading_is_substantive_and_a_section_that_moved_is_not() -> None:
    section = "## {} \n\nSignatories keep a log of all incidents.\n\n"
    old = f"# One\n\n{section.format('Log')}# Two\n\nThe second part has words of its own.\n"
    new = f"# One\n\n# Two\n\nThe second part has words of its own.\n\n{section.format('Log')}"
    found = {one.structure is not None: one.reasons for one in changes(old, new)}
    assert found[True] == (Reason.STRUCTURE,)  # the heading stands under another one now
    assert found[False] == ()  # its paragraph stands under it still


def test_words_and_place_that_change_together_are_both_told() -> None:
    [entry] = changes("- keep a log\n- name a contact", "- keep a log\n  - name the contact")
    assert entry.only is None
    assert entry.structure == Structure(StructureKind.PARENT)
    assert Reason.STRUCTURE in entry.reasons


def test_a_vocabulary_that_reads_other_labels_moves_nothing() -> None:
    source = "# A\n\nRule 1: One.\n\nIt has a closing paragraph.\n\n- an item\n"
    division = replace(USUAL, divisions=(*USUAL.divisions, "Rule"))
    without = replace(USUAL, divisions=tuple(one for one in USUAL.divisions if one != "Rule"))
    trees = parse_clauses(source, without), parse_clauses(source, division)
    assert [one.parent for one in trees[0].clauses] != [one.parent for one in trees[1].clauses]
    assert [one.structure for one in compare(*trees).entries] == [None] * 4


def test_a_stored_comparison_keeps_it() -> None:
    comparison = compare(parse_clauses("## A"), parse_clauses("### A"))
    assert Comparison.from_json(comparison.as_json()) == comparison
