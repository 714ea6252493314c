"""Chapters are joined as they are: nothing is invented, and what stays open is told."""

import pytest

from drafting.domain.markdown.joining import OpenEnd, begins_with_heading, joined_text, open_ends


@pytest.mark.parametrize(
    "markdown",
    [
        "# Scope\n\nA.",
        "---\ntitle: My code\nversion: 2\n---\n\n# Scope",
        '<a name="top"></a>\n# Scope',
        "<!-- markdownlint-disable -->\n\n# Scope",
        "<!--\n# no\n-->\n# Scope",
        "---\n\n# Scope",
        "***\n# Scope",
        "::: explanation\n# Scope\n\nA.\n:::",
        "Scope\n=====\n\nA.",
        "Article 5\n---",
        "[p]: https://example.org\n\n# Scope\n\nSee [p].",
    ],
)
def test_a_chapter_that_begins_with_a_heading_is_published_as_it_is(markdown: str) -> None:
    assert begins_with_heading(markdown)
    text, places = joined_text([("Title", markdown)])
    assert text == f"{markdown}\n"
    assert places == [(0, len(markdown))]


@pytest.mark.parametrize(
    "markdown", ["Words.", "#hashtag", "- # in an item", "> # quoted", "```\n# code\n```", ""]
)
def test_one_that_begins_with_words_gets_its_title(markdown: str) -> None:
    assert joined_text([("Title", markdown)])[0] == f"# Title\n\n{markdown}".rstrip("\n") + "\n"


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("a\n\n```\nopen", [OpenEnd(3, "```")]),
        ("a\n\n~~~~\n```\n~~~", [OpenEnd(3, "~~~~")]),
        ("```\nclosed\n```\n", []),
        ("```` ` no fence", []),
        ("<!-- open\n\nmore", [OpenEnd(1, "<!--")]),
        ("<!-- closed -->\n<!-- a\n-->", []),
        ("```\n<!--\n```\n", []),
        ("- ```\n  code", [OpenEnd(1, "```")]),
    ],
)
def test_what_is_opened_and_never_closed_is_told_with_its_line(
    markdown: str, found: list[OpenEnd]
) -> None:
    assert list(open_ends(markdown)) == found
