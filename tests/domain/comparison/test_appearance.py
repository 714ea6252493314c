"""How words look and where they lead, told apart from words that came with their formatting."""

import pytest

from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.clauses.wording import marks_of
from drafting.domain.comparison.appearance import Appearance, appearance_of, is_restyled
from drafting.domain.comparison.compare import Comparison, Only, compare
from drafting.domain.comparison.significance import Reason
from drafting.domain.markdown.blocks import read_blocks
from drafting.domain.vocabulary.usual import USUAL


def appearance(source: str) -> Appearance:
    reading = read_blocks(source)
    block = reading.blocks[0]
    return appearance_of(block, reading.environment(block), marks_of(USUAL), with_label=True)


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
    assert is_restyled(appearance(old), appearance(new))
    assert is_restyled(appearance(new), appearance(old))


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
    assert not is_restyled(appearance(old), appearance(new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("*one* two", "_one_ two"),
        ("one\ntwo", "one two  "),
        ("- one", "* one"),
        ("[a](/b)", "[a]\n\n[a]: /b"),
        ("[a](/b)", "[a][]\n\n[a]: </b>"),
        ("[a](/b)", "[a][c]\n\n[C]: /b"),
        ("| a | b |\n|---|---|\n", "|a|b|\n|:--|--|\n"),
        ("Title\n=====", "# Title #"),
        ("`code`", "`` code ``"),
    ],
)
def test_how_markdown_is_written_does_not_matter(old: str, new: str) -> None:
    assert appearance(old) == appearance(new)
    [entry, *_] = compare(parse_clauses(old), parse_clauses(new)).entries
    assert entry.only is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("See [p].\n\n[p]: /a", "See [p].\n\n[p]: /b"),
        ("See [p][].\n\n[p]: /a", "See [p][].\n\n[p]: /b"),
        ("![p][q]\n\n[q]: /a.png", "![p][q]\n\n[q]: /b.png"),
        ("![p](/a.png)", "![p](/b.png)"),
        ("[p]: /a\n[p]: /b\n\nSee [p].", "[p]: /b\n[p]: /a\n\nSee [p]."),
        ("[a](/1) [b](/2)", "[a](/2) [b](/1)"),
        ('[a](/1 "one")', '[a](/1 "two")'),
        ("<https://a.example> a", "[https://a.example](https://b.example) a"),
    ],
)
def test_a_link_that_leads_elsewhere_is_substantive_however_it_is_written(
    old: str, new: str
) -> None:
    entries = compare(parse_clauses(old), parse_clauses(new)).entries
    told = [(one.only, one.reasons) for one in entries if one.only is Only.LINKS]
    assert told == [(Only.LINKS, (Reason.REFERENCE,))]


def test_a_link_that_leads_elsewhere_beside_other_words_is_substantive() -> None:
    old, new = "See [the act](/a), too.", "See [the act](/b) too."
    [entry] = compare(parse_clauses(old), parse_clauses(new)).entries
    assert entry.reasons == (Reason.REFERENCE,)
    assert entry.is_formatting_changed


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


def test_words_that_are_struck_out_or_no_longer_are_substantive() -> None:
    trees = parse_clauses("They ~~may~~ shall report."), parse_clauses("They may shall report.")
    [entry] = compare(*trees).entries
    assert (entry.only, entry.reasons) == (Only.FORMATTING, (Reason.STRUCK,))


def test_in_code_every_blank_counts() -> None:
    [entry] = compare(parse_clauses("    a\n     b"), parse_clauses("    a\n    b")).entries
    assert entry.only is Only.FORMATTING
