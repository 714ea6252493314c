"""Legal text, recitals, explanations and open questions are told from the rest, with all that
stands inside them.
"""

import time

import pytest

from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.comparison.compare import Only, compare
from drafting.domain.comparison.significance import Reason
from drafting.domain.markdown.blocks import read_blocks
from tests.domain.clauses.test_parsing import sound

SIZE, LONGEST = (
    100_000,
    2.0,
)  # characters; seconds: linear work takes less than half, what grows faster minutes


def typed(source: str) -> list[tuple[str, str]]:
    tree = parse_clauses(source)
    sound(tree)
    return [(clause.text, clause.block) for clause in tree.clauses]


WHOLE = {
    "a quote with a marker": "> [!legal-text]\n> a\n>\n> - b\n>   - c\n>\n> > d",
    "a marker by its name": "> [!LEGAL TEXT]\n> a\n>\n> b",
    "a quote with its words": "> LEGAL TEXT\n>\n> a\n>\n> b",
    "a quote that goes on": "> **Legal text** Article 5 says\n>\n> ```\n> b\n> ```",
    "a fence": "::: legal-text\na\n\n- b\n\n| c | d |\n|---|---|\n:::",
    "a fence with braces": ":::: {.legal_text} ::::\na\n::::",
    "a fence in a fence": "::: legal-text\na\n\n:::: other\n\nb\n\n::::\n:::",
    "a heading": "# Legal text\n\na\n\n## b\n\n(1) c\n\n(a) d",
    "an item": "- Legal text: a\n\n  b\n\n  - c",
    "a paragraph": "Legal text: a",
    "a paragraph in bold": "**Legal text.** a",
    "a paragraph in capitals": "LEGAL TEXT Article 5 says so.",
    "words before a quote": "LEGAL TEXT\n\n> a\n>\n> b",
    "words before a paragraph": "**Legal text:**\n\na",
}


@pytest.mark.parametrize("source", WHOLE.values(), ids=WHOLE)
def test_all_that_stands_in_a_block_is_of_its_kind_and_what_follows_is_not(source: str) -> None:
    following = (
        "\n\n# after\n\nafter"
        if source.startswith("#")
        else "\n\nafter"
        if not source.startswith("-")
        else "\n\n# x"
    )
    found = typed(source + following)
    inside = found[: -2 if following.count("after") > 1 else -1]
    assert inside
    assert {block for _, block in inside} == {"legal-text"}
    assert found[-1][1] == ""


KINDS = {
    "Recital 105: a": "recital",
    "> Recital 5\n>\n> a": "recital",
    "Explanatory note: a": "explanation",
    "> [!note]\n> a": "explanation",
    "Open question to stakeholders: is it so?": "open-question",
    "**Question 2.** Is it so?": "open-question",
    "::: open-question\na\n:::": "open-question",
    "legal text: a": "",
    "Legal text is read by lawyers.": "",
    "Question the model: it may answer.": "",
    "> [!unknown]\n> a": "",
    "::: unknown\na\n:::": "",
    "> a\n>\n> b": "",
}


@pytest.mark.parametrize(("source", "block"), KINDS.items())
def test_the_kind_is_told_by_the_words(source: str, block: str) -> None:
    assert {found for _, found in typed(source)} == {block}


def test_the_marker_is_no_word_of_the_text_and_an_unknown_one_is() -> None:
    assert typed("> [!explanation]\n> a") == [("a", "explanation")]
    assert typed("> [!explanation]\n>\n> a") == [("", "explanation"), ("a", "explanation")]
    assert typed("> [!shout]\n> a") == [("[!shout] a", "")]


@pytest.mark.parametrize(
    "source",
    [
        "::: explanation\n\na",
        "a\n\n:::\n\nb",
        "::: two words\n\na\n\n:::",
        "```\n::: explanation\n```\n\n:::",
    ],
    ids=["never closed", "never opened", "more words", "in code"],
)
def test_a_fence_that_is_none_is_words(source: str) -> None:
    assert {block for _, block in typed(source)} == {""}
    assert any(":::" in text for text, _ in typed(source))


def test_a_fence_that_begins_in_an_item_and_ends_outside_loses_no_word() -> None:
    found = typed("- a\n\n  ::: explanation\n  b\n\nc\n\n:::\n\nd")
    assert {"c", "d"} <= {text for text, _ in found}


def test_no_word_is_lost_however_deep_fences_are_nested() -> None:
    found = typed("".join(f"::: a\nword{n}\n\n" for n in range(300)) + ":::\n" * 300 + "\nafter")
    words = " ".join(text for text, _ in found)
    assert all(f"word{n}" in words.split() for n in range(300))
    assert found[-1] == ("after", "")


def test_fences_lie_between_clauses_and_headings_in_them_are_headings() -> None:
    source = "# A\n\n::: explanation\n## B\n\nc\n:::\n\nd"
    tree = parse_clauses(source)
    sound(tree)
    assert [(one.text, one.parent, one.block) for one in tree.clauses] == [
        ("A", None, ""), ("B", 0, "explanation"), ("c", 1, "explanation"), ("d", 1, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "::: explanation\nThe same words as before.\n:::",
            "::: legal-text\nThe same words as before.\n:::",
        ),
        (
            "> [!explanation]\n> The same words as before.",
            "> [!legal-text]\n> The same words as before.",
        ),
    ],
)
def test_another_kind_of_block_is_a_substantive_change(old: str, new: str) -> None:
    [entry] = compare(parse_clauses(old), parse_clauses(new)).entries
    assert (entry.only, entry.reasons) == (Only.BLOCK, (Reason.BLOCK,))


HOSTILE = {
    "fences opened": "::: a\n",
    "fences closed": ":::\n",
    "fences in items": "- a\n\n  ::: b\n",
    "markers": "> [!note]\n> a\n\n",
    "markers in one line": "[!note] ",
    "openings": "Legal text: ",
    "announced": "LEGAL TEXT\n\n",
    "bold": "**",
    "bold with the words": "**Legal text",
    "colons": "a" * 90 + "\n: ",
    "quotation marks": "“a",
    "terms": "**a** (b ",
    "quotes in quotes": "> " * 90 + "Note: a\n\n",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_read_in_bounded_time(piece: str) -> None:
    read_in_time(piece * (SIZE // len(piece)))


def test_fences_nested_without_end_are_read_in_bounded_time() -> None:
    read_in_time("".join(f"::: a\nw{n}\n\n" for n in range(6_000)) + ":::\n" * 6_000)
    read_in_time(
        "- a\n\n" + "".join(f"  ::: a\n  w{n}\n\n" for n in range(6_000)) + "  :::\n" * 6_000
    )


def read_in_time(source: str) -> None:
    read_blocks.cache_clear()
    began = time.process_time()
    parse_clauses(source)
    assert time.process_time() - began < LONGEST
