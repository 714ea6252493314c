"""A vocabulary goes to JSON and back unchanged; whatever is wrong with one is told by name and
at its place.
"""

import json
from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.domain.vocabulary import errors as wrong
from drafting.domain.vocabulary.checks import MOST_KINDS, MOST_WORDS, vocabulary_from_json
from drafting.domain.vocabulary.number_patterns import has_own_letters, is_example, pattern_of
from drafting.domain.vocabulary.usual import USUAL

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def usual() -> dict[str, Any]:
    """The usual tables as JSON holds them, to be spoilt."""
    tables: dict[str, Any] = json.loads(json.dumps(USUAL.as_json()))
    return tables


def kind(key: str = "duty", name: str = "Duty", *words: str) -> dict[str, Any]:
    return {"key": key, "name": name, "words": list(words), "numbers": []}


def test_the_usual_vocabulary_goes_to_JSON_and_back() -> None:
    assert vocabulary_from_json(usual()) == USUAL


def test_what_was_typed_is_tidied() -> None:
    tables = {**usual(), "duty_words": ["  shall ", "shall", "", "is  required\tto", "cafe\u0301"]}
    assert vocabulary_from_json(tables).duty_words == ("shall", "is required to", "café")


SPOILT: dict[str, tuple[Any, type[wrong.VocabularyError], str]] = {
    "no list": ("shall", wrong.VocabularyShapeError, "duty_words"),
    "no strings": ([1], wrong.VocabularyShapeError, "duty_words"),
    "too many": (
        [f"word{n}" for n in range(MOST_WORDS + 1)],
        wrong.TooManyWordsError,
        "duty_words",
    ),
    "too long": (["a" * 61], wrong.WordInvalidError, "duty_words"),
    "a sign": (["*"], wrong.WordInvalidError, "duty_words"),
    "a number": (["1st"], wrong.WordInvalidError, "duty_words"),
    "open words": (["shall *"], wrong.WordInvalidError, "duty_words"),
    "A91 invisible": (["sha\u202ell"], wrong.WordInvalidError, "duty_words"),
    "NUL": (["sha\0ll"], wrong.WordInvalidError, "duty_words"),
}


@pytest.mark.parametrize(("given", "error", "field"), SPOILT.values(), ids=SPOILT)
def test_a_list_of_words_is_refused_at_its_place(
    given: Any, error: type[wrong.VocabularyError], field: str
) -> None:
    with pytest.raises(error) as caught:
        vocabulary_from_json({**usual(), "duty_words": given})
    assert caught.value.field == field


KINDS: dict[str, tuple[list[Any], type[wrong.VocabularyError], str]] = {
    "no name": ([kind(name=" ")], wrong.KindNameMissingError, "provisions-0-name"),
    "a name too long": ([kind(name="a" * 61)], wrong.WordInvalidError, "provisions-0-name"),
    "a name twice": (
        [kind("a", "Duty"), kind("b", "DUTY")],
        wrong.KindTwiceError,
        "provisions-1-name",
    ),
    "a key twice": (
        [kind("a", "Duty"), kind("a", "Right")],
        wrong.KindTwiceError,
        "provisions-1-name",
    ),
    "a word twice": (
        [kind("a", "A", "Rule"), kind("b", "B", "RULE *")],
        wrong.WordTwiceError,
        "provisions-1-words",
    ),
    "too many": (
        [kind(f"k{n}", f"K{n}") for n in range(MOST_KINDS + 1)],
        wrong.TooManyKindsError,
        "provisions-20-name",
    ),
    "an odd key": ([kind("<b>")], wrong.VocabularyShapeError, "provisions-0"),
    "no kind": (["Duty"], wrong.VocabularyShapeError, "provisions-0"),
    "another member": ([{**kind(), "regex": ".*"}], wrong.VocabularyShapeError, "provisions-0"),
    "an odd number": (
        [{**kind(), "numbers": ["7.3"]}],
        wrong.NumberPatternError,
        "provisions-0-numbers",
    ),
    "many numbers": (
        [{**kind(), "numbers": ["1"] * 11}],
        wrong.TooManyWordsError,
        "provisions-0-numbers",
    ),
}


@pytest.mark.parametrize(("rows", "error", "field"), KINDS.values(), ids=KINDS)
def test_a_table_of_kinds_is_refused_at_its_place(
    rows: list[Any], error: type[wrong.VocabularyError], field: str
) -> None:
    with pytest.raises(error) as caught:
        vocabulary_from_json({**usual(), "provisions": rows})
    assert caught.value.field == field


def test_one_word_may_open_a_provision_and_a_block_but_blocks_have_no_numbers() -> None:
    tables = usual()
    assert any("Recital" in row["words"] for row in tables["blocks"])
    tables["blocks"][0]["numbers"] = ["1"]
    with pytest.raises(wrong.TooManyWordsError):
        vocabulary_from_json(tables)


@pytest.mark.parametrize("name", ["negations", "articles"])
def test_where_single_words_are_counted_a_phrase_is_refused(name: str) -> None:
    with pytest.raises(wrong.SingleWordsError) as caught:
        vocabulary_from_json({**usual(), name: ["no longer"]})
    assert (caught.value.field, caught.value.facts) == (name, {"word": "no longer"})


@given(st.data())
def test_whatever_stands_in_it_is_taken_or_refused_by_name(data: st.DataObject) -> None:
    tables = deepcopy(usual())
    member = data.draw(st.sampled_from([*tables, "else"]))
    tables[member] = data.draw(JSON_VALUES)
    given_tables = data.draw(st.just(tables) | JSON_VALUES)
    with suppress(wrong.VocabularyError):
        vocabulary = vocabulary_from_json(given_tables)
        assert vocabulary_from_json(json.loads(json.dumps(vocabulary.as_json()))) == vocabulary


@pytest.mark.parametrize(
    "example", ["1", "I.1.1", "(a)", "A.1", "M-1", "REQ-1", "§1", "C1", "i)", "[1]"]
)
def test_an_example_of_a_number_is_read(example: str) -> None:
    assert is_example(example)


@pytest.mark.parametrize(
    "example", ["", "7", "1.2", "REQ", "1 1", "I,1", "(?:a+)+", "1" * 31, "1.*", "\\d", "I.1\n"]
)
def test_what_is_no_example_is_refused(example: str) -> None:
    assert not is_example(example)


def test_letters_of_its_own_are_those_that_stand_for_nothing() -> None:
    assert [has_own_letters(one) for one in ("I.1", "A.1", "(a)", "M-1", "REQ-1")] == [
        False,
        False,
        False,
        True,
        True,
    ]
    assert pattern_of("M-1").startswith("M")
