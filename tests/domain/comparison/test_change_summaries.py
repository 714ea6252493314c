"""Each change in one line: what a reader would say of it, never long."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting.domain.clauses.citations import citations
from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.comparison.change_summaries import (
    SENTENCES,
    STATUSES,
    SideWords,
    Summary,
    summary_of,
)
from drafting.domain.comparison.compare import Only, compare
from drafting.domain.comparison.redline import is_change
from tests.support.markdown import markdown

A = "Signatories will report incidents without delay."
B = "They keep a log of all of them for the office."
C = "The log is public for ten years after the end."


def summaries(old: str, new: str) -> list[Summary]:
    trees = parse_clauses(old), parse_clauses(new)
    sides = [
        list(map(SideWords, citations(tree.clauses), (one.text for one in tree.clauses)))
        for tree in trees
    ]
    nothing = SideWords("", "")
    return [
        summary_of(
            entry,
            nothing if entry.pair.old is None else sides[0][entry.pair.old],
            nothing if entry.pair.new is None else sides[1][entry.pair.new],
        )
        for entry in compare(*trees).entries
        if is_change(entry)
    ]


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
    assert {*STATUSES.values(), *(one.value for one in Only)} <= SENTENCES.keys()
