"""Whether a change is editorial or substantive, proposed by rule with its reasons; an editor may
say otherwise.

When in doubt it is substantive: a reader who looks once too often loses a minute, one who looks
too seldom a right.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from enum import StrEnum
from functools import lru_cache

from drafting.domain.clauses.references import Renumbering, reference_pattern, references_in
from drafting.domain.comparison.significant_figures import DATES, NUMBERS, SPELLING, UNITS
from drafting.domain.vocabulary.tables import Vocabulary
from drafting.domain.vocabulary.usual import USUAL
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
    BLOCK = "block"  # another kind of typed block: an explanation became legal text


SAME_NUMBERS = Renumbering()
CONTEXT = 80  # characters: a phrase, a term or a reference is not longer
HEAVY = re.compile(rf"\(\w{{1,4}}\)|{WORD.pattern}")
SENTENCE_END = re.compile(r"(?<=[.;:!?])\s+")


def reasons_for(
    old: str,
    new: str,
    *,
    vocabulary: Vocabulary = USUAL,
    terms: Collection[str] = (),
    renumbering: Renumbering = SAME_NUMBERS,
) -> tuple[Reason, ...]:
    """Why going from `old` to `new` is substantive; empty when it is editorial. `terms` are
    those that the texts define.

    A reference that only follows the `renumbering` is no reason.
    """
    reference = reference_pattern(vocabulary.designations)
    old, new = _where_they_differ(old, new)
    before, after = old.casefold(), new.casefold()
    if _plain(before) == _plain(after) and NUMBERS.findall(before) == NUMBERS.findall(after):
        return ()
    found = [
        reason
        for reason, look in _looks(vocabulary, tuple(sorted(terms)), reference)
        if look(before) != look(after)
    ]
    if Counter(map(renumbering.now, references_in(old, reference))) != Counter(
        references_in(new, reference)
    ):
        found.append(Reason.REFERENCE)
    before = reference.sub(lambda one: renumbering.now(" ".join(one[0].split())), before)
    if Reason.THRESHOLD in found or Reason.DATE in found:
        found = [reason for reason in found if reason is not Reason.NUMBER]
    if not found and not _say_the_same(before, after, _folded(vocabulary.articles)):
        found.append(Reason.WORDS)
    return tuple(found)


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
        (Reason.DATE, lambda text: Counter(DATES.findall(text))),
        (Reason.THRESHOLD, lambda text: Counter(UNITS.findall(text))),
        (Reason.NUMBER, lambda text: Counter(NUMBERS.findall(reference.sub(" ", text)))),
        (Reason.DEFINED_TERM, lambda text: Counter(_phrases(terms).findall(text))),
    )


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


def _plain(text: str) -> str:
    """Without what only spelling, punctuation, typography and white space make different."""
    letters = unicodedata.normalize("NFC", text)
    for pattern, usual in SPELLING:
        letters = pattern.sub(usual, letters)
    return "".join(
        one
        for one in letters
        if one.isalnum() or one in "%€$£<>=≤≥+" or unicodedata.category(one)[0] == "M"
    )


def _say_the_same(old: str, new: str, articles: frozenset[str]) -> bool:
    """Whether the words that carry meaning stand in the same order; whole sentences may have
    changed places.
    """
    if _heavy(old, articles) == _heavy(new, articles):
        return True
    before, after = (
        Counter(_heavy(one, articles) for one in SENTENCE_END.split(text)) for text in (old, new)
    )
    return before == after


def _heavy(text: str, articles: frozenset[str]) -> tuple[str, ...]:
    """Without articles; a letter in brackets is none."""
    return tuple(_plain(word) for word in HEAVY.findall(text) if word not in articles)
