"""Formatting that changed beside the words, told apart from words that came with their
formatting.
"""

import pytest

from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.comparison.compare import Comparison, compare
from drafting.domain.words.formatting import is_formatting_changed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Keep a **public** log.", "Keep a public log now."),
        ("Keep a public log.", "Keep one *public* log."),
        ("See [the Act](https://one.example).", "Please see [the Act](https://two.example)."),
        ("Run `make` first.", "Run make at first."),
    ],
)
def test_the_same_words_in_other_formatting_are_told(old: str, new: str) -> None:
    assert is_formatting_changed(old, new)
    assert is_formatting_changed(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Keep a **public** log.", "Keep **public** logs."),
        ("Keep a **public** log.", "Keep a **secret** log."),
        ("Keep a *public* log.", "Keep one _public_ log."),
        ("2 * 3 and snake_case_names", "2 * 4 and snake_case_names"),
        ("Keep a log.", "Keep a log. [More](https://one.example)"),
    ],
)
def test_words_that_came_or_went_with_their_formatting_are_not(old: str, new: str) -> None:
    assert not is_formatting_changed(old, new)


def test_a_comparison_says_it_beside_the_changed_words() -> None:
    trees = (
        parse_clauses("Signatories should keep a **public** log."),
        parse_clauses("Signatories shall keep a public log."),
    )
    comparison = compare(*trees)
    [entry] = comparison.entries
    assert entry.is_formatting_changed
    assert len(entry.changes) == 1
    assert Comparison.from_json(comparison.as_json()).entries[0].is_formatting_changed
