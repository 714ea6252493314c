"""What cannot be seen is named (attacks A43 to A46)."""

import unicodedata

import pytest

from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.comparison.compare import ComparedClause, Only, compare
from drafting.domain.comparison.significance import Reason
from drafting.domain.words.changes import WordChangeKind, word_changes
from drafting.domain.words.invisible import (
    HOMOGLYPH,
    UNICODE_FORM,
    InvisibleChange,
    folded,
    invisible_changes,
    marked,
)

SENTENCE = "Signatories shall not sell the register."


def entry(old: str, new: str) -> ComparedClause:
    [only] = compare(parse_clauses(old), parse_clauses(new)).entries
    return only


@pytest.mark.parametrize(
    "code", [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
def test_A43_a_bidirectional_control_is_named_and_shown(code: int) -> None:
    control = chr(code)
    changed = entry(SENTENCE, SENTENCE.replace("not", f"not{control}"))
    name = f"U+{code:04X} {unicodedata.name(control)}"
    assert changed.invisible == (InvisibleChange(name, 1),)
    assert Reason.INVISIBLE in changed.reasons
    assert list(marked(f"a{control}b")) == [("a", ""), (control, name), ("b", "")]


def test_A43_a_text_in_arabic_or_hebrew_is_left_alone() -> None:
    assert invisible_changes("هذا نص", "هذا نص جديد") == ()
    assert list(marked("שלום")) == [("שלום", "")]


@pytest.mark.parametrize("hidden", ["\u200b", "\u2060", "\ufeff", "\u00ad"])
def test_A44_a_character_without_width_is_named_by_the_comparison(hidden: str) -> None:
    changed = entry(SENTENCE, SENTENCE.replace("shall not", f"shall{hidden} not"))
    assert [one.count for one in changed.invisible] == [1]
    assert changed.invisible[0].name.startswith(f"U+{ord(hidden):04X} ")
    gone = entry(SENTENCE.replace("shall", f"sh{hidden}all"), SENTENCE)
    assert [one.count for one in gone.invisible] == [-1]


def test_A45_a_letter_of_another_script_inside_a_word_is_named_with_the_word() -> None:
    changed = entry("The model is safe.", "The mod\u0435l is safe.")
    assert changed.invisible == (InvisibleChange(HOMOGLYPH, 1, "mod\u0435l"),)
    assert changed.reasons == (Reason.WORDS, Reason.INVISIBLE)
    assert invisible_changes("модель", "модели") == ()  # a word that is of one script altogether


def test_A46_another_unicode_form_of_the_same_words_is_no_change_of_words() -> None:
    old, new = (unicodedata.normalize(form, "Café à Zürich pour l’été.") for form in ("NFC", "NFD"))
    changed = entry(old, new)
    assert changed.only is Only.INVISIBLE
    assert changed.invisible == (InvisibleChange(UNICODE_FORM, 1),)
    assert {one.kind for one in changed.changes} == {WordChangeKind.INVISIBLE}
    assert changed.reasons == ()
    assert parse_clauses(new).source == new  # what is stored stays as it was given


def test_beside_other_changes_the_words_in_another_form_are_told_apart() -> None:
    kinds = {one.kind for one in word_changes("Café one.", "Cafe\u0301 two.")}
    assert kinds == {WordChangeKind.INVISIBLE, WordChangeKind.WORDS}


def test_blanks_that_do_not_break_are_named_and_joiners_of_emoji_are_not() -> None:
    assert [one.name for one in invisible_changes("1 000", "1\u00a0000")] == [
        "U+00A0 NO-BREAK SPACE"
    ]
    assert invisible_changes("👩‍🔬 works", "👩‍🔬 rests") == ()
    assert folded("a\u00a0b\u200bc") == "a bc"
