"""Cells beyond the head of a table, which GFM drops."""

import pytest

from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.clauses.rendering import render_clauses
from drafting.domain.markdown.blocks import read_blocks

HEAD = "| Duty | When |\n|---|---|\n"


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| Report | 15 days |", ("Report", "15 days")),
        ("| Report | 15 days | never exempt |", ("Report", "15 days", "never exempt")),
        ("| Report | `a | b` |", ("Report", "`a", "b`")),
        ("| Report |", ("Report", "")),
        ("| | x |", ("", "x")),
        (r"| a \| b | c |", ("a | b", "c")),
    ],
)
def test_each_cell_of_a_row_is_kept(row: str, cells: tuple[str, ...]) -> None:
    assert read_blocks(HEAD + row).blocks[1].contents == cells


def test_in_a_quotation_and_in_an_item_too() -> None:
    for around in ("> ", "  "):
        source = "".join(f"{around}{line}\n" for line in f"{HEAD}| a | b | c |".split("\n"))
        rows = read_blocks("- x\n" + source if around == "  " else source).blocks
        assert rows[-1].contents == ("a", "b", "c")


def test_they_are_shown_and_can_be_quoted() -> None:
    tree = parse_clauses(f"{HEAD}| Report | 15 days | never exempt |")
    assert tree.clauses[1].text == "Report 15 days never exempt"
    assert "<td>never exempt</td>" in render_clauses(tree)[1]
