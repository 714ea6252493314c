"""Each clause knows which kind of provision it is part of, and what it defines; the tables say
which kinds there are.
"""

from dataclasses import replace

import pytest

from drafting.domain.clauses.kind_counts import kind_counts
from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.clauses.rendering import render_clauses
from drafting.domain.vocabulary.tables import Kind, Vocabulary
from drafting.domain.vocabulary.usual import USUAL


def provisions(source: str, vocabulary: Vocabulary = USUAL) -> list[str]:
    return [clause.provision for clause in parse_clauses(source, vocabulary).clauses]


def terms(source: str) -> list[str]:
    return [clause.term for clause in parse_clauses(source).clauses if clause.term]


OPENED = {
    "# Commitment I.1 — Sheets": "commitment",
    "## Measure I.1.2 Sheets": "measure",
    "**Measure 2.1 — Sheets**": "measure",
    "- Measure 2.1: sheets": "measure",
    "# Mesure 3": "measure",
    "KPI 4: the share of models": "kpi",
    "Indicator: the share of models": "kpi",
    "## Key performance indicators": "kpi",
    "# Recitals for the copyright section": "recital",
    "(Recital 5)": "",
    "# Annex II": "annex",
    "# Appendix": "annex",
    "# Article 5": "article",
    "## 2.1 Terms used in this Code": "definition",
    "# Measure of success": "",
    "# Commitment to the public": "",
    "Measure 2.3 applies to all.": "",
    "Measures are taken.": "",
    "the indicator: a share": "",
    "indicator: a share": "",
    "# Chapter II": "",
    "```\nMeasure 1: x\n```": "",
}


@pytest.mark.parametrize(("source", "key"), OPENED.items())
def test_a_provision_is_told_by_the_words_that_open_it(source: str, key: str) -> None:
    assert provisions(source)[0] == key


def test_what_stands_under_a_provision_is_part_of_it_until_another_opens() -> None:
    source = (
        "# Annex A\n\nwords\n\n## Measure 1.1\n\n- a\n  - b\n\n### Aside\n\nwords\n\nKPI: "
        "share\n\n# Next\n\nwords"
    )
    expected = [
        "annex",
        "annex",
        "measure",
        "measure",
        "measure",
        "measure",
        "measure",
        "kpi",
        "",
        "",
    ]
    assert provisions(source) == expected


def test_a_number_alone_tells_the_kind_where_the_table_says_so() -> None:
    commitment, measure, *others = USUAL.provisions
    kinds = (
        replace(measure, numbers=("I.1.1", "M-1")),
        replace(commitment, numbers=("I.1",)),
        *others,
    )
    vocabulary = replace(USUAL, provisions=kinds)
    source = "# II.4 Safety\n\n## II.4.11 Tests\n\n## M-3 Logs\n\n# 2.1 Other\n\nM-4: words\n"
    assert provisions(source, vocabulary) == ["commitment", "measure", "measure", "", "measure"]
    tree = parse_clauses(source, vocabulary)
    assert [clause.number for clause in tree.clauses] == ["II.4", "II.4.11", "M-3", "2.1", "M-4"]
    assert render_clauses(tree)[4] == "words"
    assert parse_clauses(source).clauses[4].number == ""


def test_a_kind_of_its_own_has_its_own_word_as_a_label() -> None:
    vocabulary = replace(
        USUAL, provisions=(Kind("pledge", "Pledge", ("Pledge", "Solemn pledge")), *USUAL.provisions)
    )
    [heading, text] = parse_clauses("# Solemn pledge 3 — Peace\n\nwords", vocabulary).clauses
    assert (heading.number, heading.text, heading.eid, text.provision) == (
        "Solemn pledge 3", "Peace", "solemn-pledge-3", "pledge",
    )  # fmt: skip


def test_tables_may_be_empty() -> None:
    bare = Vocabulary((), (), (), (), (), (), ())
    tree = parse_clauses("# Measure 1\n\n> [!legal-text]\n> a\n\n“T” means x.\n\n(a) b", bare)
    assert {(clause.provision, clause.block, clause.term) for clause in tree.clauses} == {
        ("", "", "")
    }
    assert tree.clauses[0].text == "Measure 1"
    assert tree.clauses[-1].number == "(a)"


DEFINED = {
    "**“Covered model”** means an AI model.": ["Covered model"],
    "‘AI system’ means a machine.": ["AI system"],
    "(1) ‘AI system’ (‘AIS’) means a machine;": ["AI system"],
    "- **Provider** refers to a person.": ["Provider"],
    "« Fournisseur » désigne une personne.": ["Fournisseur"],
    "Term\n: what it means": ["Term"],
    "Two *words*\n:   what they mean\n: and more": ["Two words"],
    "**Note**: this is bold.": [],
    "**Important** things are bold.": [],
    "**Openness** is a virtue.": [],
    "Providers mean well.": [],
    "# Definitions\n\n- **Provider**: a person\n- (b) *Other*: words\n- Plain words": ["Provider"],
    "# Article 3: Definitions\n\n**Provider** — a person": ["Provider"],
    "# Glossary\n\n| Term | Meaning |\n|---|---|\n| **Model** | a thing |\n| Tool | another |": [
        "Model",
        "Tool",
    ],
    "| Term | Meaning |\n|---|---|\n| Model | a thing |": [],
    "“" + "x" * 200 + "” means y": [],
}


@pytest.mark.parametrize(("source", "expected"), DEFINED.items())
def test_a_definition_is_told_with_its_term(source: str, expected: list[str]) -> None:
    assert terms(source) == expected
    assert all(
        clause.provision == "definition" for clause in parse_clauses(source).clauses if clause.term
    )


def test_the_kinds_of_a_text_are_counted() -> None:
    source = (
        "# Measure 1\n\na\n\n## Measure 2\n\n‘Beta’ means c.\n\n> [!explanation]\n> d\n>\n> e\n"
    )
    counts = kind_counts(parse_clauses(source).clauses)
    assert (counts.provisions, counts.headings) == ({"measure": 5, "definition": 1}, {"measure": 2})
    assert (counts.blocks, counts.terms) == ({"explanation": 2}, 1)
