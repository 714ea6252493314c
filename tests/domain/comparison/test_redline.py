"""What counts as a change, its name and its words."""

from hypothesis import given

from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.comparison.compare import Comparison, Only, compare
from drafting.domain.comparison.redline import (
    change_label,
    counts_by_kind,
    kind_of,
    number_of_changes,
    numbered_changes,
    pieces,
)
from tests.support.markdown import markdown

OLD = "# Scope\n\nProviders should keep a register.\n\nIt is shown on request.\n\nGone.\n"
NEW = "# Scope\n\nProviders shall keep a register.\n\nIt is **shown** on request.\n"


def compared(old: str, new: str) -> Comparison:
    return compare(parse_clauses(old), parse_clauses(new))


def test_changes_are_named_in_the_order_of_the_comparison() -> None:
    named = [
        (change_label(number), kind_of(entry))
        for number, entry in numbered_changes(compared(OLD, NEW))
    ]
    assert named == [("C-001", "edited"), ("C-002", Only.FORMATTING), ("C-003", "deleted")]


def test_formatting_only_counts_once_and_as_a_change() -> None:
    counts = counts_by_kind(compared(OLD, NEW))
    assert counts == {"unchanged": 1, "edited": 1, Only.FORMATTING: 1, "deleted": 1}
    assert number_of_changes(counts) == 3


@given(markdown, markdown)
def test_as_many_changes_are_counted_as_are_named(old: str, new: str) -> None:
    comparison = compared(old, new)
    counts = counts_by_kind(comparison)
    assert sum(counts.values()) == len(comparison.entries)
    assert number_of_changes(counts) == len(numbered_changes(comparison))


@given(markdown, markdown)
def test_the_pieces_without_the_deleted_ones_are_the_new_words(old: str, new: str) -> None:
    trees = parse_clauses(old), parse_clauses(new)
    for _, entry in numbered_changes(compare(*trees)):
        before, after = (
            "" if at is None else tree.clauses[at].text
            for tree, at in zip(trees, (entry.pair.old, entry.pair.new), strict=True)
        )
        found = list(pieces(entry, before, after))
        assert "".join(piece.text for piece in found if piece.kind != "del") == after
        assert all(piece.text for piece in found)
        assert all(piece.text in before for piece in found if piece.kind == "del")
