"""Whether a change is editorial or substantive, proposed by rule with its reasons; an editor may say otherwise.

When in doubt it is substantive: a reader who looks once too often loses a minute, one who looks too seldom a right.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from drafting.domain.references import REFERENCE, Renumbering, references_in
from drafting.domain.significance_words import ARTICLES, DATES, DUTY_WORDS, NEGATIONS, NUMBERS, SPELLING, TERM, UNITS
from drafting.domain.word_tokens import WORD


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


SAME_NUMBERS = Renumbering()


def defined_terms(sources: Iterable[str]) -> frozenset[str]:
    """The terms that clauses define: a term in quotation marks or bold at the beginning, then "means" or a sign for it."""
    return frozenset(found[1].strip().casefold() for found in map(TERM.match, sources) if found)


def reasons_for(
    old: str,
    new: str,
    *,
    duty_words: tuple[str, ...] = DUTY_WORDS,
    terms: Collection[str] = (),
    renumbering: Renumbering = SAME_NUMBERS,
) -> tuple[Reason, ...]:
    """Why going from `old` to `new` is substantive; empty when it is editorial. `terms` are those that the texts define.

    A reference that only follows the `renumbering` is no reason.
    """
    before, after = old.casefold(), new.casefold()
    if _plain(before) == _plain(after) and NUMBERS.findall(before) == NUMBERS.findall(after):
        return ()
    found = [reason for reason, look in _looks(duty_words, tuple(sorted(terms))) if look(before) != look(after)]
    if Counter(map(renumbering.now, references_in(old))) != Counter(references_in(new)):
        found.append(Reason.REFERENCE)
    if Reason.THRESHOLD in found or Reason.DATE in found:
        found = [reason for reason in found if reason is not Reason.NUMBER]
    if not found and _heavy(before) != _heavy(after):
        found.append(Reason.WORDS)
    return tuple(found)


def _looks(duty_words: tuple[str, ...], terms: tuple[str, ...]) -> Sequence[tuple[Reason, Callable[[str], object]]]:
    return (
        (Reason.DUTY_WORD, lambda text: Counter(_phrases(duty_words).findall(text))),
        (Reason.NEGATION, lambda text: Counter(word for word in WORD.findall(text) if word in NEGATIONS)),
        (Reason.DATE, lambda text: Counter(DATES.findall(text))),
        (Reason.THRESHOLD, lambda text: Counter(UNITS.findall(text))),
        (Reason.NUMBER, lambda text: Counter(NUMBERS.findall(REFERENCE.sub(" ", text)))),
        (Reason.DEFINED_TERM, lambda text: Counter(_phrases(terms).findall(text))),
    )


@lru_cache(maxsize=32)
def _phrases(words: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for whole words and phrases, the longest first."""
    ordered = sorted({word.casefold() for word in words if word.strip()}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)" if ordered else "(?!)")


def _plain(text: str) -> str:
    """Without what only spelling, punctuation, typography and white space make different."""
    letters = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    for pattern, usual in SPELLING:
        letters = pattern.sub(usual, letters)
    return "".join(one for one in letters if one.isalnum() or one in "%€$£<>=≤≥+")


def _heavy(text: str) -> Counter[str]:
    """The words that carry meaning; references were looked at before."""
    return Counter(_plain(word) for word in WORD.findall(REFERENCE.sub(" ", text)) if word not in ARTICLES)
