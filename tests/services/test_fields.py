"""What a name, a text and a password may be, whatever was typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.domain.words.line_breaks import (
    first_control,
    usual_lines,
    without_marks_of_format,
)
from drafting.services.errors import (
    ControlCharacterError,
    FieldMissingError,
    FieldTooLongError,
    PasswordTooShortError,
)
from drafting.services.fields import checked_name, checked_password, checked_text

anything = st.text(st.characters(exclude_categories=()), max_size=30)


@given(text=anything)
def test_a_checked_name_is_one_line_of_visible_words_and_stays_as_it_is(text: str) -> None:
    try:
        name = checked_name(text)
    except (FieldMissingError, ControlCharacterError):
        return
    assert name == checked_name(name) == name.strip()
    assert not {unicodedata.category(c) for c in name} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b", "\u202e", " \u00ad \u200b "])
def test_a_name_of_nothing_visible_is_missing(text: str) -> None:
    with pytest.raises(FieldMissingError):
        checked_name(text)


@given(text=anything)
def test_checked_text_keeps_all_words_and_names_a_control_character(text: str) -> None:
    control = first_control(usual_lines(text).strip())
    if control and without_marks_of_format(text).strip():
        with pytest.raises(ControlCharacterError):
            checked_text(text, field="summary", most=100)
    else:
        kept = checked_text(text, field="summary", most=100)
        assert not [c for c in kept if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t"]
        assert not kept or kept.split() == text.split()


@pytest.mark.parametrize("mark", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\r", "\r\n"])
def test_breaks_of_other_systems_are_line_feeds(mark: str) -> None:
    assert checked_text(f"shall{mark}not", field="text", most=99) == "shall\nnot"
    assert checked_name(f"A{mark}B") == "A B"


@pytest.mark.parametrize("text", ["\u200b", "\u202e \u2066", "\u00ad\n\ufeff"])
def test_a_text_of_nothing_visible_is_empty(text: str) -> None:
    assert checked_text(text, field="text", most=99) == ""


def test_a_control_character_is_named_with_its_line() -> None:
    with pytest.raises(ControlCharacterError) as caught:
        checked_text("one\ntwo\x92s", field="text", most=99)
    assert caught.value.facts == {"field": "text", "line": 2, "name": "U+0092"}


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


def test_a_password_is_one_however_it_is_typed() -> None:
    composed, decomposed = "Zürich-straße-2026é", "Zu\u0308rich-straße-2026e\u0301"
    assert checked_password(decomposed) == checked_password(composed)
