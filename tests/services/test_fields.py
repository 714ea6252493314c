"""What a name, a text and a password may be, whatever was typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.services.errors import (
    FieldMissingError,
    FieldTooLongError,
    NameImitatesError,
    PasswordTooShortError,
)
from drafting.services.fields import checked_name, checked_own_name, checked_password, checked_text

anything = st.text(st.characters(exclude_categories=()), max_size=30)


@given(text=anything)
def test_a_checked_name_is_one_line_of_visible_words_and_stays_as_it_is(text: str) -> None:
    try:
        name = checked_name(text)
    except FieldMissingError:
        return
    assert name == checked_name(name) == name.strip()
    assert not {unicodedata.category(c) for c in name} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(
    "text", ["", " ", "\n\t", "\u200b", "\u202e", "\x07", "\x00", "\ud800", " \x07 \u200b "]
)
def test_a_name_of_nothing_visible_is_missing(text: str) -> None:
    with pytest.raises(FieldMissingError):
        checked_name(text)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("AI \u041effice", "\u041effice"),
        ("\u0410\u0406 Office", "\u0410\u0406"),
        ("M\u03b1ria Rossi", "M\u03b1ria"),
    ],
    ids=["one-letter", "a-whole-word", "greek"],
)
def test_A47_a_name_that_only_looks_like_another_is_refused_and_the_word_told(
    name: str, word: str
) -> None:
    with pytest.raises(NameImitatesError) as caught:
        checked_own_name(name, field="organisation")
    assert (caught.value.field, caught.value.facts["word"]) == ("organisation", word)


@pytest.mark.parametrize(
    "name",
    [
        "Zoë Łukasz",
        "Мария Иванова",
        "ΟΡΑΜΑ",
        "Иван Smith",
        "Ελένη of Athens",
        "王小明 Wang",
        "مكتب Office",
        "АО",
    ],
)
def test_A47_names_of_every_script_are_taken(name: str) -> None:
    assert checked_own_name(name) == name


@given(text=anything)
def test_checked_text_keeps_lines_and_drops_control_characters(text: str) -> None:
    kept = checked_text(text, field="summary", most=100)
    assert not [c for c in kept if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t"]


def test_text_has_an_end_that_is_said() -> None:
    text = "a" * 11
    assert checked_text(text[:10], field="summary", most=10) == "a" * 10
    with pytest.raises(FieldTooLongError) as caught:
        checked_text(text, field="summary", most=10)
    assert (caught.value.field, caught.value.facts["most"]) == ("summary", 10)


@pytest.mark.parametrize("password", ["a" * 12, "é" * 12, "a" * 256, "            "])
def test_a_long_password_is_taken_whatever_it_is_made_of(password: str) -> None:
    assert checked_password(password) == password


@pytest.mark.parametrize("password", ["", "a" * 11, "a" * 257])
def test_a_short_or_endless_password_is_refused_with_both_limits(password: str) -> None:
    with pytest.raises(PasswordTooShortError) as caught:
        checked_password(password)
    assert caught.value.facts == {"least": 12, "most": 256}
