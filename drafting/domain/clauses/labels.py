"""Reads labels as printed before the words: "(a)", "1.1", "§ 5", "Measure II.4.11 —".

The patterns are those of law, standards and codes of practice; their words come from the
vocabulary. Knows nothing of Markdown: it sees plain words.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from drafting.domain.vocabulary.number_patterns import ROMAN, has_own_letters, pattern_of

SMALL_ROMAN = ROMAN.lower()
DIGITS = r"\d{1,3}[a-z]?"
DOTTED = rf"(?:{DIGITS}|{ROMAN}|[A-Z]{{1,2}})(?:\.{DIGITS})+(?:\.[a-z])?"
ENUMERATOR = rf"(?:\d{{1,3}}(?:bis|ter|[a-z])?|{SMALL_ROMAN}|{ROMAN}|[a-z]{{1,2}}|[A-Z])"
BRACKETED = rf"\({ENUMERATOR}\)(?:\({ENUMERATOR}\))*"
COUNTED = rf"(?:{DOTTED}|{DIGITS}|{ROMAN}|[A-Z])"
PARAGRAPH_SIGN = r"§{1,2}\s*\d{1,4}[a-z]?(?=\s|$|:)"

END = r"(?=\s|$)"
BEFORE_SEPARATOR = r"(?=\s*$|\s*[—–:]|\s+-\s|[.)](?:\s|$))"
CAPITAL = r"[^\Wa-z\d_]"
# a sentence begins: "3.5 million" is no label
BEFORE_WORDS = rf"(?=\s*$|\s+(?:{CAPITAL}|[\"'“‘«„(\[]))"


def _pattern(*choices: str) -> re.Pattern[str]:
    return re.compile(f"(?P<label>{'|'.join(choices)})")


CELL = _pattern(
    rf"(?:{BRACKETED}|{DOTTED}[.)]?|\d{{1,3}}[.)]?|[a-zA-Z][.)]|[A-Z]{{1,6}}-\d{{1,4}})$"
)
SEPARATOR = re.compile(r"(?:\s*[—–:](?=\s|$)|\s+-(?=\s)|[.)](?=\s|$))?\s*")
ORDINAL = re.compile(rf"(?:{DOTTED}|{DIGITS}|{ENUMERATOR}|\d+)$")


@dataclass(frozen=True, slots=True)
class Label:
    """`number` as printed, without the separator; `end` is where the words begin, in code
    points.
    """

    number: str
    end: int


NONE = Label("", 0)


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels that a text of one vocabulary has."""

    in_headings: re.Pattern[str]
    in_text: re.Pattern[str]

    def of_heading(self, words: str) -> Label:
        """The label that a heading begins with."""
        return _label(self.in_headings, words)

    def of_text(self, words: str) -> Label:
        """The label that a paragraph or a list item begins with: stricter, since a sentence may
        begin with a number.
        """
        return _label(self.in_text, words)


def cell_label(words: str) -> Label:
    """The label that the first cell of a table row consists of."""
    return _label(CELL, words)


@lru_cache(maxsize=16)
def labels_of(designations: tuple[str, ...], numbers: tuple[str, ...] = ()) -> Labels:
    """The labels made of these words, and of numbers like these examples where their letters mark
    them.
    """
    word = words_pattern(designations)
    own = [pattern_of(number) for number in numbers if has_own_letters(number)]
    return Labels(_in_headings(word, own), _in_text(word, own))


def words_pattern(words: tuple[str, ...]) -> str:
    """A pattern that matches one of these words, the longest first; it never matches if there are
    none.
    """
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"


def _in_headings(word: str, own: list[str]) -> re.Pattern[str]:
    return _pattern(
        *(rf"{number}(?=\s|$|[:.)])" for number in own),
        rf"(?i:{word})\s+{COUNTED}{BEFORE_SEPARATOR}",
        rf"(?i:{word})\s+(?:{DOTTED}|{DIGITS}){END}",
        rf"(?i:{word})\s+(?:{ROMAN}|[A-Z]){BEFORE_WORDS}",
        PARAGRAPH_SIGN,
        rf"{BRACKETED}{END}",
        rf"{DOTTED}[.)]?(?=\s|$|:)",
        rf"(?:{DIGITS}|{ROMAN}|[A-Z])[.)]{END}",
        rf"[a-z]\){END}",
        rf"(?:\d{{1,3}}|{ROMAN}|[A-Z]|[A-Z]{{1,6}}-\d{{1,4}})(?=\s+[—–-]\s|:\s)",
        rf"\d{{1,3}}{BEFORE_WORDS}",
    )


def _in_text(word: str, own: list[str]) -> re.Pattern[str]:
    return _pattern(
        *(rf"{number}(?=\s*[—–:](?:\s|$)|[.)](?:\s|$)|{BEFORE_WORDS})" for number in own),
        rf"(?:{word})\s+{COUNTED}(?=\s*[—–:](?:\s|$)|\s*$)",
        PARAGRAPH_SIGN,
        rf"{BRACKETED}(?=\s|$|{CAPITAL})",
        rf"(?:[A-Z]{{1,2}}|{ROMAN})(?:\.\d{{1,3}})+[.)]?{END}",
        rf"\d{{1,3}}(?:\.\d{{1,3}})*(?:\.[a-z])?[.)]{END}",
        rf"\d{{1,3}}(?:\.\d{{1,3}})+{BEFORE_WORDS}",
        rf"(?:\d{{1,3}}[a-z]|{SMALL_ROMAN}|{ROMAN}|[a-zA-Z])\){END}",
        rf"(?:[a-z]|{SMALL_ROMAN}|[IVX]{{2,5}})\.{END}",
    )


def _label(pattern: re.Pattern[str], words: str) -> Label:
    found = pattern.match(words)
    separator = SEPARATOR.match(words, found.end()) if found else None
    return Label(found["label"], separator.end()) if found and separator else NONE


def designation(number: str) -> str:
    """The word in a printed label: "Measure II.4.11" → "Measure"; "" when it is only counted."""
    word, blank, _ = number.rpartition(" ")
    return word if blank and word[:1].isalpha() else ""


def ordinal(number: str) -> str:
    """The counting part of a printed label: "Measure II.4.11" → "II.4.11", "(a)" → "a", "(1)(b)"
    → "b", "[1]" → "".
    """
    found = ORDINAL.search(number.rpartition(" ")[2].rstrip("().").rpartition("(")[2].lstrip("§"))
    return found[0] if found else ""
