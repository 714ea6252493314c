"""A comparison is the pairs with their changed words, and can be kept."""

import json

from hypothesis import given

from drafting.domain.alignment.align import ClauseStatus
from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.comparison.compare import Comparison, Only, compare
from tests.support.markdown import markdown

FIRST = "Providers should keep a register of incidents."
SECOND = "The register is shown to the public authority on request."


def compared(old: str, new: str) -> Comparison:
    return compare(parse_clauses(old), parse_clauses(new))


@given(markdown, markdown)
def test_a_comparison_is_kept_as_json_and_comes_back(old: str, new: str) -> None:
    rows = compared(old, new).as_json()
    assert Comparison.from_json(json.loads(json.dumps(rows))).as_json() == rows


def test_the_counts_tell_how_much_changed() -> None:
    comparison = compared(
        f"{FIRST}\n\n{SECOND}\n", f"{FIRST.replace('should', 'shall')}\n\n{SECOND}\n"
    )
    assert dict(comparison.counts) == {ClauseStatus.EDITED: 1, ClauseStatus.UNCHANGED: 1}
    (change,) = comparison.entries[0].changes
    assert FIRST[change.old_start : change.old_end] == "should"


def test_other_markdown_around_the_same_words_is_formatting_only() -> None:
    (entry,) = compared(FIRST, FIRST.replace("register", "**register**")).entries
    assert (entry.pair.status, entry.only, entry.changes) == (
        ClauseStatus.UNCHANGED,
        Only.FORMATTING,
        (),
    )
    (wrapped,) = compared(FIRST, FIRST.replace(" ", "\n")).entries
    assert wrapped.only is None


def test_an_added_clause_is_added_words_and_a_deleted_one_deleted_words() -> None:
    (added,) = compared("", FIRST).entries
    (deleted,) = compared(FIRST, "").entries
    assert [(one.old_start, one.old_end, one.new_start, one.new_end) for one in added.changes] == [
        (0, 0, 0, len(FIRST))
    ]
    assert [
        (one.old_start, one.old_end, one.new_start, one.new_end) for one in deleted.changes
    ] == [(0, len(FIRST), 0, 0)]


def test_a_part_of_a_split_clause_does_not_show_the_other_parts_as_deleted() -> None:
    entries = compared(
        f"{FIRST} {SECOND}", f"{FIRST.replace('should', 'shall')}\n\n{SECOND}"
    ).entries
    assert [entry.pair.status for entry in entries] == [ClauseStatus.SPLIT, ClauseStatus.SPLIT]
    assert [len(entry.changes) for entry in entries] == [1, 0]


def test_a_part_of_a_merged_clause_does_not_show_the_other_parts_as_added() -> None:
    entries = compared(f"{FIRST}\n\n{SECOND}", f"{FIRST} {SECOND}").entries
    assert [(entry.pair.status, entry.changes) for entry in entries] == [
        (ClauseStatus.MERGED, ())
    ] * 2
