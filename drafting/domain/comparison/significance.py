"""Whether a change is editorial or substantive, proposed by rule with its reasons; an editor may
say otherwise.

When in doubt it is substantive: a reader who looks once too often loses a minute, one who looks
too seldom a right.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from enum import StrEnum
from functools import lru_cache

from drafting.domain.clauses.references import Renumbering, reference_pattern, references_in
from drafting.domain.comparison.meaning import mean_the_same
from drafting.domain.comparison.significant_figures import DATES, NUMBERS, UNITS
from drafting.domain.vocabulary.tables import Vocabulary
from drafting.domain.vocabulary.usual import USUAL
from drafting.domain.words.languages import language_of
from drafting.domain.words.tokens import WORD


class Significance(StrEnum):
    """What a reader who has little time is told first."""

    EDITORIAL = "editorial"
    SUBSTANTIVE = "substantive"


class Reason(StrEnum):
    """Why it is proposed; several may hold."""

    ADDED = "added"
    DELETED = "deleted"
    DUTY_WORD = "duty_word"
    NEGATION = "negation"
    NUMBER = "number"
    DATE = "date"
    THRESHOLD = "threshold"  # a number with a unit: per cent, money, time, size
    REFERENCE = "reference"
    DEFINED_TERM = "defined_term"
    WORDS = "words"
    INVISIBLE = "invisible"  # characters that cannot be seen (invisible.py)
    STRUCTURE = "structure"  # what it stands under, its depth, kind or column (structure.py)
    STRUCK = "struck"  # words are struck out now, or no longer
    BLOCK = "block"  # another kind of typed block: an explanation became legal text


SAME_NUMBERS = Renumbering()
CONTEXT = 80  # characters: a phrase, a term or a reference is not longer


def reasons_for(
    old: str,
    new: str,
    *,
    vocabulary: Vocabulary = USUAL,
    terms: Collection[str] = (),
    renumbering: Renumbering = SAME_NUMBERS,
    language: str | None = None,
) -> tuple[Reason, ...]:
    """Why going from `old` to `new` is substantive; empty when it is editorial. `terms` are
    those that the texts define.

    A reference that only follows the `renumbering` is no reason. `language` is that of the texts
    ("en"); None: told from these two.
    """
    language = language_of(f"{old} {new}") if language is None else language
    reference = reference_pattern(vocabulary.designations)
    old, new = _where_they_differ(old, new)
    articles = _folded(vocabulary.articles)
    if mean_the_same(old, new, language, articles):
        return ()
    before, after = old.casefold(), new.casefold()
    found = [
        reason
        for reason, look in _looks(vocabulary, tuple(sorted(terms)), reference)
        if look(before) != look(after)
    ]
    if Counter(map(renumbering.now, references_in(old, reference))) != Counter(
        references_in(new, reference)
    ):
        found.append(Reason.REFERENCE)
    if Reason.THRESHOLD in found or Reason.DATE in found:
        found = [reason for reason in found if reason is not Reason.NUMBER]
    if not found:
        old = reference.sub(lambda one: renumbering.now(_usual(one[0])), old)
        new = reference.sub(lambda one: _usual(one[0]), new)
        found = [] if mean_the_same(old, new, language, articles) else [Reason.WORDS]
    return tuple(found)


def _usual(reference: str) -> str:
    return " ".join(reference.casefold().split())


def _where_they_differ(old: str, new: str) -> tuple[str, str]:
    """Both without what they share at the beginning and the end, but for some words of context."""
    head = _shared(old, new)
    tail = min(_shared(old[::-1], new[::-1]), min(len(old), len(new)) - head)
    start = old.rfind(" ", 0, max(0, head - CONTEXT)) + 1
    blank = old.find(" ", len(old) - tail + CONTEXT)
    cut = len(old) - blank if blank >= 0 else 0
    return old[start : len(old) - cut], new[start : len(new) - cut]


def _shared(one: str, other: str) -> int:
    """How long a beginning two texts share, in code points."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def _looks(
    vocabulary: Vocabulary, terms: tuple[str, ...], reference: re.Pattern[str]
) -> Sequence[tuple[Reason, Callable[[str], object]]]:
    negations = _folded(vocabulary.negations)
    return (
        (Reason.DUTY_WORD, lambda text: Counter(_phrases(vocabulary.duty_words).findall(text))),
        (
            Reason.NEGATION,
            lambda text: Counter(word for word in WORD.findall(text) if word in negations),
        ),
        (Reason.DATE, lambda text: _found(DATES, text)),
        (Reason.THRESHOLD, lambda text: _found(UNITS, text)),
        (Reason.NUMBER, lambda text: _found(NUMBERS, reference.sub(" ", text))),
        (Reason.DEFINED_TERM, lambda text: Counter(_phrases(terms).findall(text))),
    )


def _found(pattern: re.Pattern[str], text: str) -> Counter[str]:
    """What is found, however it is spaced: "10%" is "10 %"."""
    return Counter("".join(one.split()) for one in pattern.findall(text))


@lru_cache(maxsize=32)
def _phrases(words: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for whole words and phrases, the longest first."""
    ordered = sorted({word.casefold() for word in words if word.strip()}, key=len, reverse=True)
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)" if ordered else "(?!)"
    )


@lru_cache(maxsize=32)
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)
