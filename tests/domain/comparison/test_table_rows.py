"""Rows of a table, cell by cell."""

from hypothesis import given
from hypothesis import strategies as st

from drafting.domain.comparison.table_rows import columns, moved_cell, row_changes

HEAD = ("No", "Duty", "L1", "L2")
cells = st.lists(st.sampled_from(["", "x", "keep a log", "x y", "report"]), max_size=6).map(tuple)


def words(row: tuple[str, ...]) -> str:
    return " ".join(filter(None, row))


def applied(old: tuple[str, ...], new: tuple[str, ...], heads: tuple[tuple[str, ...], ...]) -> str:
    text, at = "", 0
    for one in row_changes(old, new, (heads[0], heads[1])):
        text += words(old)[at : one.old_start] + words(new)[one.new_start : one.new_end]
        at = one.old_end
    return text + words(old)[at:]


@given(cells, cells, cells, cells)
def test_the_changes_turn_one_row_into_the_other(
    old: tuple[str, ...], new: tuple[str, ...], head: tuple[str, ...], later: tuple[str, ...]
) -> None:
    assert applied(old, new, (head, later)) == words(new)


def test_a_tick_that_changes_its_column_is_two_changed_cells() -> None:
    old, new = ("", "Keep a log", "x", ""), ("", "Keep a log", "", "x")
    told = [
        (words(old)[one.old_start : one.old_end], words(new)[one.new_start : one.new_end])
        for one in row_changes(old, new, (HEAD, HEAD))
    ]
    assert told == [(" x", ""), ("", " x")]
    assert moved_cell(old, new, (HEAD, HEAD)) == ("L1", "L2")


def test_a_new_column_leaves_the_others_what_they_were() -> None:
    head = ("No", "Duty", "When", "L1", "L2")
    old, new = ("1", "Report", "x", ""), ("1", "Report", "at once", "x", "")
    told = [words(new)[one.new_start : one.new_end] for one in row_changes(old, new, (HEAD, head))]
    assert told == [" at once"]
    assert moved_cell(old, new, (HEAD, head)) is None


def test_columns_with_other_heads_are_the_same_columns() -> None:
    head = ("No", "Duty", "Level 1", "Level 2")
    assert columns(HEAD, head, 4, 4) == ((0, 0), (1, 1), (2, 2), (3, 3))
    assert columns(HEAD, ("No", "L1", "Duty", "L2"), 4, 5)[-1] == (None, 4)
