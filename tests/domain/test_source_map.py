"""Words that readers select are found in the Markdown, and places in the Markdown among the words."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.domain.clauses import ClauseTree
from drafting.domain.parsing import parse_clauses
from drafting.domain.source_map import source_range, text_range, text_spans
from tests.support.markdown import REAL_TEXTS, SAMPLE, markdown, named


def written(source: str, words: str, position: int = 0) -> str:
    """How `words` of a clause are written in the source."""
    tree = parse_clauses(source)
    clause = tree.clauses[position]
    at = clause.text.index(words)
    start, end = source_range(tree, clause, at, at + len(words))
    return source[start:end]


def consistent(tree: ClauseTree) -> None:
    for clause in tree.clauses:
        spans = text_spans(tree, clause)
        assert len(spans) == len(clause.text)
        assert all(clause.start <= start <= end <= clause.end for start, end in spans)
        assert all(before[0] <= after[0] and before[1] <= after[1] for before, after in pairwise(spans))


@given(markdown)
def test_every_character_has_its_place_in_the_range_and_in_order(source: str) -> None:
    consistent(parse_clauses(source))


@pytest.mark.parametrize("path", [*REAL_TEXTS, *SAMPLE], ids=named)
def test_in_real_texts_every_character_is_written_as_it_is_shown(path: Path) -> None:
    source = path.read_bytes().decode()
    tree = parse_clauses(source)
    consistent(tree)
    for clause in tree.clauses:
        for shown, (start, end) in zip(clause.text, text_spans(tree, clause), strict=True):
            raw = source[start:end]
            assert raw == shown or (shown == " " and not raw.strip()) or raw[:1] in "\\&"


@given(markdown, st.data())
def test_a_range_goes_to_the_source_and_comes_back(source: str, data: st.DataObject) -> None:
    tree = parse_clauses(source)
    for clause in tree.clauses:
        start = data.draw(st.integers(0, len(clause.text)))
        end = data.draw(st.integers(start, len(clause.text)))
        first, last = text_range(tree, clause, *source_range(tree, clause, start, end))
        assert clause.text[start:end].strip() in clause.text[first:last]


@pytest.mark.parametrize(
    ("source", "words", "expected"),
    [
        ("## 2.3 One *two* three {#x}", "two three", "two* three"),
        ("# a a #", "a a", "a a"),
        ("- (a) one\r\n  two", "one two", "one\r\n  two"),
        ("> one\n> two", "one two", "one\n> two"),
        ("[a](https://a.example/b) b", "b", "b"),
        ('[ab](https://ab.example/ "ab")ab', "abab", 'ab](https://ab.example/ "ab")ab'),
        ("a `` ` `` b", "` b", "` `` b"),
        ("a &amp; \\* b", "& *", "&amp; \\*"),
        ("![one *two*](x.png) three", "two", "two"),
        ("**a b", "*a", "*a"),
        ("|a|\n|-|\n", "a", "a"),
        ("|a\0b|\n|-|\n", "\ufffdb", "\0b"),
        ("a\0b", "\ufffdb", "\0b"),
        ("#a #b\n===", "#b", "#b"),
        ("***a*** **b*", "a *b", "a*** **b"),
        ("é😀 <https://example.org> 漢字", "example.org 漢", "example.org> 漢"),
        ("a[^n] b\n\n[^n]: c", "[n] b", "[^n] b"),
        ("```\n\tone\n\ntwo\n```", "one two", "one\n\ntwo"),
        ("One\n two\n===", "One two", "One\n two"),
        ("\ufeff---\na: 1\n---", "1", "1"),
    ],
)
def test_words_are_found_where_they_are_written(source: str, words: str, expected: str) -> None:
    assert written(source, words) == expected


def test_words_are_found_in_the_right_cell() -> None:
    source = "|1|2|\n|-|-|\n|1.1| 1 \\| 2|\n| | 2|"
    assert written(source, "1 | 2", 1) == "1 \\| 2"
    tree = parse_clauses(source)
    assert source_range(tree, tree.clauses[2], 0, 1) == (len(source) - 2, len(source) - 1)


def test_an_empty_range_is_a_place_between_two_words() -> None:
    tree = parse_clauses("a **b** c")
    [clause] = tree.clauses
    assert source_range(tree, clause, 2, 2) == (4, 4)
    assert source_range(tree, clause, 5, 5) == (9, 9)
    empty = parse_clauses("#")
    assert source_range(empty, empty.clauses[0], 0, 0) == (1, 1)


@pytest.mark.parametrize(("source", "at"), [("# # #", 2), ("- # # #", 4), ("> # a ##", 4), ("#\ta a", 2)])
def test_the_words_of_a_heading_stand_between_its_signs(source: str, at: int) -> None:
    tree = parse_clauses(source)
    assert source_range(tree, tree.clauses[0], 0, 1) == (at, at + 1)


def test_what_lies_outside_is_clamped() -> None:
    tree = parse_clauses("# one\n\ntwo **three**\n")
    clause = tree.clauses[1]
    assert source_range(tree, clause, -5, 99) == (7, 18)
    assert text_range(tree, clause, 0, 99) == (0, 9)
    assert text_range(tree, clause, 0, 3) == (0, 0)
    assert text_range(tree, clause, 11, 13) == (4, 4)
