"""Cutting a long text at its headings: nothing is lost, nothing inside code is taken for a
heading.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.domain.markdown.splitting import SplitAt, split_markdown

LINES = (
    "# One",
    "## Two",
    "### Three",
    "words",
    "",
    "```",
    "~~~",
    "===",
    "---",
    "> # quoted",
    "- # item",
    "\u2028# no",
    "a\u2029b",
    "#",
    "\t# x",
)
texts = st.lists(st.sampled_from(LINES), max_size=14).map("\n".join) | st.text(max_size=60)


def titles(source: str, at: SplitAt | None = "h1") -> list[str]:
    return [chapter.title for chapter in split_markdown(source, at)]


def markdowns(source: str, at: SplitAt | None = "h1") -> list[str]:
    return [chapter.markdown for chapter in split_markdown(source, at)]


@given(source=texts, at=st.sampled_from([None, "h1", "h2"]))
def test_joining_the_chapters_gives_the_source_back(source: str, at: SplitAt | None) -> None:
    assert "".join(markdowns(source, at)) == source


@given(source=texts)
def test_a_text_that_is_not_cut_is_one_chapter(source: str) -> None:
    assert markdowns(source, None) == [source]


def test_each_heading_of_the_level_begins_a_chapter() -> None:
    source = "# One\n\na\n\n## Two\n\nb\n\n# Three\n\nc\n"
    assert titles(source) == ["One", "Three"]
    assert titles(source, "h2") == ["One", "Two", "Three"]
    assert markdowns(source) == ["# One\n\na\n\n## Two\n\nb\n\n", "# Three\n\nc\n"]


def test_what_stands_before_the_first_heading_is_a_chapter_without_a_title() -> None:
    assert titles("Preamble.\n\n# One\n\na\n") == ["", "One"]


def test_blank_lines_before_the_first_heading_belong_to_it() -> None:
    assert markdowns("\n\n# One\n\na\n") == ["\n\n# One\n\na\n"]


def test_a_text_without_headings_is_one_chapter_without_a_title() -> None:
    assert titles("Words only.\n") == [""]


@pytest.mark.parametrize("fence", ["```", "~~~~"])
def test_a_heading_inside_a_code_fence_is_code(fence: str) -> None:
    assert titles(f"# One\n\n{fence}\n# not a heading\n{fence}\n\n# Two\n\nb\n") == ["One", "Two"]


@pytest.mark.parametrize("inside", ["> # quoted", "- # in a list", "    # indented code"])
def test_a_heading_inside_something_else_does_not_cut(inside: str) -> None:
    assert titles(f"# One\n\na\n\n{inside}\n\n# Two\n\nb\n") == ["One", "Two"]


def test_a_setext_heading_cuts_before_its_words() -> None:
    assert markdowns("One\n===\n\na\n\nTwo\n---\n\nb\n", "h2") == [
        "One\n===\n\na\n\n",
        "Two\n---\n\nb\n",
    ]


@pytest.mark.parametrize("title_page", ["# The code\n\n", "# The code\n", "# The code #\n\n\n"])
def test_a_title_page_is_joined_to_the_next_chapter(title_page: str) -> None:
    assert split_markdown(f"{title_page}# One\n\na\n", "h1")[0].title == "One"
    assert markdowns(f"{title_page}# One\n\na\n") == [f"{title_page}# One\n\na\n"]


def test_a_title_page_of_two_lines_is_joined_too() -> None:
    assert titles("The code\n========\n\n# One\n\na\n") == ["One"]


def test_a_part_without_words_of_its_own_is_joined_to_its_first_section() -> None:
    assert titles("# MembershipInput\n\n## One\n\na\n\n## Two\n\nb\n", "h2") == ["One", "Two"]


def test_a_last_heading_without_text_is_kept() -> None:
    assert titles("# One\n\na\n\n# Two") == ["One", "Two"]


def test_line_ends_that_commonmark_does_not_know_do_not_shift_the_cuts() -> None:
    source = "# One\n\na\u2028b\u2029c\x0bd\x85e\n\n# Two\n\nf\n"
    assert markdowns(source) == ["# One\n\na\u2028b\u2029c\x0bd\x85e\n\n", "# Two\n\nf\n"]


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# Measures {#measures}", "Measures"),
        ("# {#alone}", ""),
        ("# Two {#a} words", "Two {#a} words"),
        ("# With `code` and *stress*", "With `code` and *stress*"),
        ("#", ""),
        ("# Closed ##", "Closed"),
        ("# é 😀", "é 😀"),
    ],
)
def test_the_title_is_the_words_of_the_heading_without_its_mark(heading: str, title: str) -> None:
    assert titles(f"{heading}\n\na\n") == [title]
