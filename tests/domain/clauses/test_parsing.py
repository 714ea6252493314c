"""Any Markdown becomes clauses whose ranges, lines, parents and addresses can be relied upon."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from markdown_it.rules_block import StateBlock

from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.clauses.tree import Clause, ClauseKind, ClauseTree
from drafting.domain.markdown.blocks import DEEPEST, read_blocks
from drafting.domain.markdown.lines import line_spans
from tests.support.markdown import CORPUS, REAL_TEXTS, SAMPLE, markdown, named

ADDRESS = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}")
MARKUP_ONLY = re.compile(
    r"[\s>*+|:=_~`#-]*(\d{1,9}[.)]|\[\^?[^\]]+\]:.*)?[\s>*+|:=_~`#.)-]*", re.DOTALL
)
real = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this checkout")


def kinds(source: str) -> list[str]:
    return [clause.kind.value for clause in parse_clauses(source).clauses]


def outline(source: str) -> list[tuple[str, str | None]]:
    """(own, parent's) label or first words of each clause."""
    tree = parse_clauses(source)
    names = [clause.number or clause.text.split(" ")[0] for clause in tree.clauses]
    return [
        (names[one.position], None if one.parent is None else names[one.parent])
        for one in tree.clauses
    ]


def ranges(source: str) -> list[str]:
    tree = parse_clauses(source)
    return [tree.markdown(clause) for clause in tree.clauses]


def gaps(tree: ClauseTree) -> list[str]:
    ends = [0, *(clause.end for clause in tree.clauses)]
    starts = [*(clause.start for clause in tree.clauses), len(tree.source)]
    return [tree.source[end:start] for end, start in zip(ends, starts, strict=True)]


def sound(tree: ClauseTree) -> None:
    """What holds for every text."""
    clauses, between = tree.clauses, gaps(tree)
    assert (
        "".join(map("".join, zip(between, [*map(tree.markdown, clauses), ""], strict=True)))
        == tree.source
    )
    assert [clause.position for clause in clauses] == list(range(len(clauses)))
    assert all(before.end <= after.start for before, after in pairwise(clauses))
    assert all(clause.parent is None or clause.parent < clause.position for clause in clauses)
    assert len({clause.eid for clause in clauses}) == len(clauses)
    assert all(ADDRESS.fullmatch(clause.eid) for clause in clauses)
    assert all(clause.text == " ".join(clause.text.split()) for clause in clauses)
    lines = line_spans(tree.source)
    for clause in clauses:
        assert on_its_lines(clause, lines)


def on_its_lines(clause: Clause, lines: list[tuple[int, int]]) -> bool:
    first, last = lines[clause.start_line - 1], lines[clause.end_line - 1]
    return first[0] <= clause.start <= first[1] and last[0] <= clause.end <= last[1]


@given(markdown)
def test_ranges_and_gaps_make_the_source_again_and_all_else_is_sound(source: str) -> None:
    sound(parse_clauses(source))


@pytest.mark.parametrize("path", [*REAL_TEXTS, *SAMPLE], ids=named)
def test_real_texts_are_sound_and_no_word_of_them_lies_between_two_clauses(path: Path) -> None:
    tree = parse_clauses(path.read_bytes().decode())
    sound(tree)
    assert [gap for gap in gaps(tree) if not MARKUP_ONLY.fullmatch(gap)] == []


@real
def test_the_AI_Act_is_cut_at_its_articles_paragraphs_and_points() -> None:
    tree = parse_clauses((CORPUS / "eu-ai-act" / "2024-1689.md").read_text("utf-8"))
    headings = {
        clause.number: clause.text for clause in tree.clauses if clause.kind is ClauseKind.HEADING
    }
    assert headings["Article 5"] == "Prohibited AI practices"
    assert headings["CHAPTER IV"].startswith("TRANSPARENCY OBLIGATIONS")
    assert len(tree.clauses) > 2000
    assert {"article-5", "article-113", "chapter-iv", "180"} <= {
        clause.eid for clause in tree.clauses
    }


FORMS = {
    "# One": ["heading"],
    "One\n===\n\ntwo\nthree": ["heading", "paragraph"],
    "- a\n  - b\n- c": ["list_item"] * 3,
    "- a\n\n  more\n- b": ["list_item", "paragraph", "list_item"],
    "- a\nlazy\n- b": ["list_item"] * 2,
    "1. ### Title\n\n   words": ["list_item", "paragraph"],
    "- - a": ["list_item"],
    "-\n- b": ["list_item"],
    "> one\n>\n> # two\n\nthree": ["quote", "quote", "paragraph"],
    "> - a": ["list_item"],
    "|a|b|\n|-|-|\n|c|d|": ["table_row"] * 2,
    "```\n# fake\n```": ["code"],
    "    # fake": ["code"],
    "\ttabbed\n\n- a\n\n\tsecond": ["code", "list_item", "paragraph"],
    "[^1]: one\n\n    two\n\nthree[^1]": ["footnote", "paragraph", "paragraph"],
    "---\ntitle: x\n---\n# One": ["front_matter", "heading"],
    "---\n\nwords\n\n---": ["paragraph"],
    "<div>\n# fake\n</div>": ["html"],
    "<!-- # fake -->": ["html"],
    "[r]: https://example.org": ["paragraph"],
    "\ufeff# One": ["heading"],
    "# One\r\rtwo\r\n\r\n- three": ["heading", "paragraph", "list_item"],
    "": [],
    "\ufeff": [],
    " \n\t\n": [],
    "#": ["heading"],
}


@pytest.mark.parametrize(("source", "expected"), FORMS.items())
def test_each_form_of_markdown_is_told_by_its_kind(source: str, expected: list[str]) -> None:
    assert kinds(source) == expected
    sound(parse_clauses(source))


EXTENTS = {
    "## A {#x} ##\n\nb  \n": ["## A {#x} ##", "b"],
    "- (a) one\n  two\n  - three\n": ["- (a) one\n  two", "- three"],
    "  10. one\n\n      two\n": ["10. one", "two"],
    "> a\n> b\n>\n> > c\n": ["> a\n> b", "> > c"],
    "- > a\n": ["> a"],
    "> - a\n": ["- a"],
    "> - > a\n": ["> a"],
    "| a |\r\n|---|\r\n| b |\r\n": ["| a |", "| b |"],
    "- ```\n  x\n  ```\n": ["```\n  x\n  ```"],
    "\ufeffé\r\n😀\r\n\r\nb": ["é\r\n😀", "b"],
    "[^a]: one\n": ["[^a]: one"],
    "a\n\n    code\n\n\n": ["a", "code"],
}


@pytest.mark.parametrize(("source", "expected"), EXTENTS.items())
def test_a_range_begins_at_its_own_marker_and_ends_at_its_last_word(
    source: str, expected: list[str]
) -> None:
    assert ranges(source) == expected


def test_lines_count_from_one_whatever_ends_them() -> None:
    tree = parse_clauses("# a\r\n\rb\nc\r\r\n\u2028d")
    assert [(clause.start_line, clause.end_line) for clause in tree.clauses] == [
        (1, 1),
        (3, 4),
        (6, 6),
    ]


def test_labels_in_plain_paragraphs_nest_by_how_they_count() -> None:
    source = "(1) a\n\n(a) b\n\n(i) c\n\n(ii) d\n\n(b) e\n\n(2) f\n\n(a) g"
    assert outline(source) == [
        ("(1)", None),
        ("(a)", "(1)"),
        ("(i)", "(a)"),
        ("(ii)", "(a)"),
        ("(b)", "(1)"),
        ("(2)", None),
        ("(a)", "(2)"),
    ]


@pytest.mark.parametrize(
    ("source", "parent"),
    [
        ("(g) a\n\n(h) b\n\n(i) c\n\n(j) d", None),
        ("(g) a\n\n(h) b\n\n(i) c\n\n(ii) d", "(h)"),
        ("(a) a\n\n(i) b", "(a)"),
        ("1.1 Aa\n\n1.1.1 Bb\n\n(i) c", "1.1.1"),
        ("- (a) a\n- (i) b\n- (ii) c", "(a)"),
    ],
)
def test_an_i_is_a_letter_or_a_roman_number_by_what_stands_around(
    source: str, parent: str | None
) -> None:
    assert dict(outline(source))["(i)"] == parent


def test_headings_items_and_what_they_hold_stand_under_one_another() -> None:
    source = "# A\n\n## 2.3 B\n\n(1) c\n\n- d\n  - e\n\n    f\n\ng\n\n### H\n\n# I\n\nj"
    assert outline(source) == [
        ("A", None),
        ("2.3", "A"),
        ("(1)", "2.3"),
        ("d", "(1)"),
        ("e", "d"),
        ("f", "e"),
        ("g", "(1)"),
        ("H", "2.3"),
        ("I", None),
        ("j", "I"),
    ]


ADDRESSES = {
    "## 2.3 A\n\nb\n\nc\n\n(a) d": ["2.3", "2.3-p1", "2.3-p2", "2.3-a"],
    "# Commitment I.1 — A\n\n## Measure I.1.2\n\n1. a": ["i.1", "i.1.2", "i.1.2-1"],
    "# Article 5: A\n\n(1) b\n\n(a) c": ["article-5", "article-5-1", "article-5-1-a"],
    "# Annex A\n\n# Über uns!\n\n# 漢字\n\n# Über uns": [
        "annex-a",
        "uber-uns",
        "hanzi",
        "uber-uns-2",
    ],
    "# A\n\nb {#A}\n\n- c {#x_Y}\n\n  d": ["a-2", "a", "x-y", "x-y-p1"],
    "|n|w|\n|-|-|\n|REQ-1|a|\n|x|b|": ["r1", "req-1", "r2"],
    "§ 5 A\n\n> b\n\n[^n]: c\n\n```\n```": ["par-5", "par-5-q1", "fn-n", "par-5-c1"],
}


@pytest.mark.parametrize(("source", "expected"), ADDRESSES.items())
def test_addresses_come_from_numbers_words_and_places(source: str, expected: list[str]) -> None:
    assert [clause.eid for clause in parse_clauses(source).clauses] == expected


@pytest.mark.parametrize(
    ("source", "explicit_id", "text"),
    [
        ("# A {#b}", "b", "A"),
        ("# A {#b} ##", "b", "A"),
        ("A\nb {#c .wide lang=en}", "c", "A b"),
        ("A{#b}", "b", "A"),
        ("A \\{#b}", "", "A {#b}"),
        ("A `{#b}`", "", "A {#b}"),
        ("A {#b} c", "", "A {#b} c"),
        ("{#b}", "b", ""),
    ],
)
def test_an_explicit_id_is_taken_from_the_end_of_the_words(
    source: str, explicit_id: str, text: str
) -> None:
    [clause] = parse_clauses(source).clauses
    assert (clause.explicit_id, clause.text) == (explicit_id, text)


WORDINGS = {
    "**(a)** *one* `two`\nthree": ("(a)", "one two three"),
    "[a](https://example.org) ![b *c*](x.png) &amp; \\*": ("", "a b c & *"),
    "5\\. Fifth": ("5.", "Fifth"),
    "3. Third": ("3.", "Third"),
    "- (b) point": ("(b)", "point"),
    "7) (a) both": ("7)", "(a) both"),
    "*Measure* **I.2 — A** b": ("Measure I.2", "A b"),
    "*Measure* **I.2 A** b": ("", "Measure I.2 A b"),
    "## *Measure* **I.2 A** b": ("Measure I.2", "A b"),
    "a <b>c</b> &lt;d&gt;": ("", "a <b>c</b> <d>"),
    "a  \nb\\\nc": ("", "a b c"),
}


@pytest.mark.parametrize(("source", "expected"), WORDINGS.items())
def test_plain_text_has_no_markup_and_no_label(source: str, expected: tuple[str, str]) -> None:
    [clause] = parse_clauses(source).clauses
    assert (clause.number, clause.text) == expected


def test_an_ordered_list_is_numbered_as_it_is_printed() -> None:
    assert [clause.number for clause in parse_clauses("3. a\n3. b\n\n   c\n1. d").clauses] == [
        "3.",
        "4.",
        "",
        "5.",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "> " * 3_000 + "deep\n\nafter\n",
        "- " * 3_000 + "deep\n\nafter\n",
        "\n".join("  " * depth + f"- word{depth}" for depth in range(300)) + "\n\n# after\n",
    ],
    ids=["quotes", "lists", "nested lists"],
)
def test_no_word_is_lost_however_deep_it_is_nested(source: str) -> None:
    tree = parse_clauses(source)
    sound(tree)
    words = " ".join(clause.text for clause in tree.clauses)
    assert all(word in words for word in re.findall(r"\w+", source))
    assert max(len(list(tree.ancestors(clause))) for clause in tree.clauses) <= DEEPEST


def test_ten_thousand_identical_items_have_each_their_own_address() -> None:
    tree = parse_clauses("- same item\n" * 10_000)
    assert len(tree.clauses) == len({clause.eid for clause in tree.clauses}) == 10_000


@pytest.mark.parametrize(
    "piece",
    [
        "# A\n\nb\n\n",
        "- a\n  - b\n",
        "|a|\n|-|\n|b|\n\n",
        "(a) b\n\n(i) c\n\n",
        "> a\n\n",
        "[^a]: b\n\n",
    ],
)
def test_twice_the_text_is_twice_the_work(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    original = StateBlock.isEmpty

    def counted(state: StateBlock, line: int) -> bool:
        nonlocal asked
        asked += 1
        return original(state, line)

    monkeypatch.setattr(StateBlock, "isEmpty", counted)
    works = []
    for times in (200, 400):
        asked = 0
        read_blocks.cache_clear()
        parse_clauses(piece * times)
        works.append(asked)
    assert 0 < works[1] <= 2.1 * works[0]
