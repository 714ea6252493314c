"""Citations: what people write in a letter about a clause."""

import pytest

from drafting.domain.clauses.citations import citations
from drafting.domain.clauses.parsing import parse_clauses

TEXT = """# Terms used in this Code

The terms.

- **Release**: the first moment.

## Measure I.1.1 — Content

The sheet will state:

- (a) the name;
  - (i) of the model.

A closing paragraph.

## Article 5

(1) Nobody shall.

(a) not even once.
"""


@pytest.mark.parametrize(
    ("words", "citation"),
    [
        ("Terms used in this Code", "Terms used in this Code"),
        ("Release: the first moment.", "Terms used in this Code, • 1"),
        ("Content", "Measure I.1.1"),
        ("the name;", "Measure I.1.1 (a)"),
        ("of the model.", "Measure I.1.1 (a) (i)"),
        ("A closing paragraph.", "Measure I.1.1, ¶ 2"),
        ("not even once.", "Article 5 (1) (a)"),
    ],
)
def test_a_clause_is_cited_by_the_numbers_it_stands_under(words: str, citation: str) -> None:
    tree = parse_clauses(TEXT)
    [found] = [clause for clause in tree.clauses if clause.text == words]
    assert citations(tree.clauses)[found.position] == citation


def test_a_long_heading_is_shortened_between_words() -> None:
    [heading] = citations(parse_clauses("# " + "word " * 40).clauses)
    assert heading.endswith("word …")
    assert len(heading) <= 62
