"""Reads a vocabulary from JSON, as stored or as typed into a form: strictly, naming the place of
each fault.
"""

import re
import unicodedata
from typing import Any

from drafting.domain.vocabulary.errors import (
    KindNameMissingError,
    KindTwiceError,
    NumberPatternError,
    SingleWordsError,
    TooManyKindsError,
    TooManyWordsError,
    VocabularyShapeError,
    WordInvalidError,
    WordTwiceError,
)
from drafting.domain.vocabulary.number_patterns import is_example
from drafting.domain.vocabulary.tables import ANY_WORDS, Kind, Vocabulary

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
MOST_KINDS = 20  # of provisions, and of blocks
MOST_WORDS = 300  # of one list
MOST_NUMBERS = 10  # of one kind
LONGEST_WORD = 60  # characters, of names too
LISTS = ("divisions", "defining", "duty_words", "negations", "articles")
SINGLE = frozenset({"negations", "articles"})
MEMBERS = frozenset({"provisions", "blocks", *LISTS})
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def vocabulary_from_json(given: Any) -> Vocabulary:
    """What Vocabulary.as_json wrote, or what was typed in that form; raises a VocabularyError."""
    if not isinstance(given, dict) or set(given) != MEMBERS:
        raise VocabularyShapeError("vocabulary")
    lists = {name: _words(given[name], name) for name in LISTS}
    for name in SINGLE:
        _refuse_blanks(lists[name], name)
    return Vocabulary(
        provisions=_kinds(given, "provisions"), blocks=_kinds(given, "blocks"), **lists
    )


def _refuse_blanks(words: tuple[str, ...], field: str) -> None:
    for word in words:
        if " " in word:
            raise SingleWordsError(field, word=word)


def _kinds(given: dict[str, Any], table: str) -> tuple[Kind, ...]:
    rows = given[table]
    if not isinstance(rows, list | tuple):
        raise VocabularyShapeError(table)
    if len(rows) > MOST_KINDS:
        raise TooManyKindsError(f"{table}-{MOST_KINDS}-name", most=MOST_KINDS)
    kinds = tuple(
        _kind(row, f"{table}-{place}", has_numbers=table == "provisions")
        for place, row in enumerate(rows)
    )
    _refuse_twice(kinds, table)
    return kinds


def _kind(row: Any, place: str, *, has_numbers: bool) -> Kind:
    if not isinstance(row, dict) or not {"key", "name", "words"} <= set(row) <= {
        "key",
        "name",
        "words",
        "numbers",
    }:
        raise VocabularyShapeError(place)
    if (
        not isinstance(row["key"], str)
        or not KEY.fullmatch(row["key"])
        or not isinstance(row["name"], str)
    ):
        raise VocabularyShapeError(place)
    name = _usual(row["name"])
    if not name:
        raise KindNameMissingError(f"{place}-name")
    _refuse_odd(name, f"{place}-name")
    words = _words(row["words"], f"{place}-words", may_be_open=has_numbers)
    return Kind(
        row["key"],
        name,
        words,
        _numbers(row.get("numbers", ()), f"{place}-numbers", most=MOST_NUMBERS * has_numbers),
    )


def _numbers(given: Any, field: str, *, most: int) -> tuple[str, ...]:
    numbers = _strings(given, field, most)
    for number in numbers:
        if not is_example(number):
            raise NumberPatternError(field, number=number[:LONGEST_WORD])
    return numbers


def _words(given: Any, field: str, *, may_be_open: bool = False) -> tuple[str, ...]:
    words = _strings(given, field, MOST_WORDS)
    for word in words:
        _refuse_odd(word.removesuffix(ANY_WORDS) if may_be_open else word, field)
    return words


def _refuse_odd(word: str, field: str) -> None:
    is_seen = not any(unicodedata.category(one) in UNSEEN for one in word)
    if not is_seen or not word[:1].isalpha() or len(word) > LONGEST_WORD or "*" in word:
        raise WordInvalidError(field, word=word[:LONGEST_WORD], most=LONGEST_WORD)


def _strings(given: Any, field: str, most: int) -> tuple[str, ...]:
    """The strings of a list, each once, ignoring case."""
    if not isinstance(given, list | tuple) or not all(isinstance(one, str) for one in given):
        raise VocabularyShapeError(field)
    if len(given) > most:
        raise TooManyWordsError(field, most=most)
    usual = [_usual(one) for one in given]
    return tuple(one for one in dict.fromkeys(usual) if one)


def _usual(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _refuse_twice(kinds: tuple[Kind, ...], table: str) -> None:
    names: set[str] = set()
    opened: dict[str, str] = {}
    for place, kind in enumerate(kinds):
        told_by = {kind.key, kind.name.casefold()}
        if told_by & names:
            raise KindTwiceError(f"{table}-{place}-name", name=kind.name)
        names |= told_by
        for word in kind.words:
            other = opened.setdefault(word.casefold().removesuffix(ANY_WORDS), kind.name)
            if other != kind.name:
                raise WordTwiceError(f"{table}-{place}-words", word=word, other=other)
