"""Each change in one line: what a reader would say of it, never long."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.clauses.tree import ClauseKind
from drafting.domain.comparison.change_summaries import (
    SENTENCES,
    STATUSES,
    SideWords,
    Summary,
    summaries_of,
    words_of_sides,
)
from drafting.domain.comparison.compare import Only, compare
from drafting.domain.comparison.redline import is_change
from tests.support.markdown import markdown

A = "Signatories will report incidents without delay."
B = "They keep a log of all of them for the office."
C = "The log is public for ten years after the end."


def summaries(old: str, new: str) -> list[Summary]:
    trees = parse_clauses(old), parse_clauses(new)
    sides = words_of_sides(trees[0]), words_of_sides(trees[1])
    nothing = SideWords("", "")
    found: list[Summary] = []
    for entry in compare(*trees).entries:
        if is_change(entry):
            before = nothing if entry.pair.old is None else sides[0][entry.pair.old]
            after = nothing if entry.pair.new is None else sides[1][entry.pair.new]
            found += summaries_of(entry, before, after)
    return found


def test_a_sentence_says_only_where_nothing_else_changed() -> None:
    told = summaries("[a](/x) ~~b~~ c", "[a](/y) b c")
    assert list(map(str, told)) == ["Links lead elsewhere", "Other words are struck out"]
    told = summaries("- a\n- [b](/x)", "- a\n  - [b](/y)")
    assert list(map(str, told)) == ["Now stands under “a”", "Links lead elsewhere"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("They should report in time.", "They shall report in time.", "“should” became “shall”"),
        (
            "They report within 72 hours.",
            "They report within 15 days.",
            "“72 hours” became “15 days”",
        ),
        ("They report it.", "They do not report it.", "Inserted: “do not”"),
        ("They publicly report it.", "They report it.", "Removed: “publicly”"),
        ("They report it.", "They report it", "Only punctuation or white space changed"),
        ("They **report** it.", "They report it.", "Only the formatting changed"),
        ("They ~~may~~ report.", "They may report.", "Only which words are struck out changed"),
        ("- a\n- b\n\nNot all.", "- a\n- b\n\n  Not all.", "Now stands under “b”"),
        ("- a\n- b\n\n  Not all.", "- a\n- b\n\nNot all.", "No longer stands under “b”"),
        ("- a\n  - b\n\n    x", "- a\n  - b\n\n  x", "Now stands under “a”, before under “b”"),
        ("## a\n", "### a\n", "Now on level 3, before on level 2"),
        ("`a b`", "    a b", "Now code, shown as it is written"),
        ("a", "- a", "Now an item of a list"),
        ("- a", "# a", "Now a heading"),
        ("> a", "a", "Now a paragraph"),
        ("a", "> a", "Now a quotation"),
        (
            "| L1 | L2 |\n|---|---|\n| x | |",
            "| L1 | L2 |\n|---|---|\n| | x |",
            "Words moved from the column “L1” to “L2”",
        ),
        (
            "| L1 | L2 |\n|---|---|\n| x y | |",
            "| L1 | L2 |\n|---|---|\n| x | y |",
            "The same words stand in other cells",
        ),
        ("Report if A ≠ B.", "Report if A = B.", "“≠” became “=”"),
        ("", "They report it.", "New: They report it."),
        ("They report it.", "", "Deleted: They report it."),
        (f"{A} {B} {C}", f"{C} {A} {B}", "Sentences changed their order"),
        ("They report it.", "They\u200b report it.", "Only characters that cannot be seen changed"),
    ],
)
def test_a_change_is_said_in_one_line(old: str, new: str, said: str) -> None:
    assert list(map(str, summaries(old, new))) == [said]


@settings(deadline=None)
@given(markdown, markdown)
def test_every_change_has_a_line_of_at_most_140_characters(old: str, new: str) -> None:
    assert all(0 < len(str(one)) <= 140 for one in summaries(old, new))


@settings(deadline=None)  # a busy machine is no fault
@given(st.text(min_size=200, max_size=300))
def test_long_words_are_cut(words: str) -> None:
    assert all(len(str(one)) <= 140 for one in summaries(f"Old. {words}", f"{words[::-1]} New."))


def test_every_kind_of_change_has_a_sentence() -> None:
    only = {one.value for one in Only if one is not Only.STRUCTURE}
    assert {*STATUSES.values(), *only} <= SENTENCES.keys()
    assert {f"structure_{one.value}" for one in ClauseKind} <= SENTENCES.keys()
