"""Words that no block holds become a paragraph of their own."""

import pytest

from drafting.domain.clauses.parsing import parse_clauses


def words(source: str) -> list[str]:
    return [clause.text for clause in parse_clauses(source).clauses]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[p]: /a", ["p: /a"]),
        ("See [p].\n\n[p]: /a", ["See p."]),
        ("See [P][].\n\n[p]: /a", ["See P."]),
        ("![x][p]\n\n[p]: /a", ["x"]),
        ("`[p]`\n\n[p]: /a", ["[p]", "p: /a"]),
        ("See [p].\n\n[p]: /a\n[p]: /b", ["See p.", "p: /b"]),
        ('> [p]: /a\n> "Title"\n\nmore', ['p: /a "Title"', "more"]),
        ("- one\n\n  [p]: /a\n- two", ["one", "p: /a", "two"]),
    ],
)
def test_a_definition_that_nothing_uses_is_shown(source: str, expected: list[str]) -> None:
    assert words(source) == expected
