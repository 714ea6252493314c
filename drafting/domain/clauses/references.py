"""References inside a text ("Measure 2.3", "Article 5(1)", "§ 7") and what they became when the
clauses got other numbers.

A reference that only follows the renumbering of what it names says the same as before.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Self

from drafting.domain.clauses.labels import COUNTED, DOTTED, words_pattern

LONGEST = 80  # characters


@lru_cache(maxsize=16)
def reference_pattern(designations: tuple[str, ...]) -> re.Pattern[str]:
    """The references made with these words."""
    word = words_pattern(designations)
    return re.compile(
        rf"\b(?:{word}|paragraphs?|points?|subparagraph|sections?|articles?|chapters?)"
        rf"\s+(?:{DOTTED}|{COUNTED})(?![^\W_])"
        r"(?:\([\da-z]+\))*|§{1,2}\s*\d+[a-z]?",
        re.IGNORECASE,
    )


def references_in(
    text: str, reference: re.Pattern[str], start: int = 0, end: int | None = None
) -> list[str]:
    """The references that touch text[start:end], in lower case and with single blanks."""
    last = len(text) if end is None else end
    around = max(0, start - LONGEST), last + LONGEST
    found = (
        one for one in reference.finditer(text, *around) if one.end() > start and one.start() < last
    )
    return [" ".join(one[0].casefold().split()) for one in found]


@dataclass(frozen=True, slots=True)
class Renumbering:
    """What each number of the old text is in the new one, both in lower case: "measure 2.3" or,
    without a word, "2.3".
    """

    numbers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """From the (old number, new number) of clauses that became each other; "" for none."""
        usual = ((_usual(old), _usual(new)) for old, new in pairs if old and new)
        return cls({old: new for old, new in usual if old != new})

    def now(self, reference: str) -> str:
        """What the same clause is called in the new text; the reference itself if it kept its
        number.
        """
        whole, bracket, inside = reference.partition("(")
        if whole in self.numbers:
            return f"{self.numbers[whole]}{bracket}{inside}"
        word, blank, number = whole.rpartition(" ")
        return (
            f"{word}{blank}{self.numbers[number]}{bracket}{inside}"
            if number in self.numbers
            else reference
        )


def _usual(number: str) -> str:
    return " ".join(number.casefold().rstrip(".").split())
