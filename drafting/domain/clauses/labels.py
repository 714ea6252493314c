"""Reads labels as printed before the words: "(a)", "1.1", "§ 5", "Measure II.4.11 —".

The patterns are those of law, standards and codes of practice; their words come from the
vocabulary. Knows nothing of Markdown: it sees plain words.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from drafting.domain.vocabulary.number_patterns import ROMAN, has_own_letters, pattern_of

SMALL_ROMAN = ROMAN.lower()
LATIN = "(?:bis|ter|quater|quinquies|sexies|septies|octies|novies|nonies|decies)"
# what is put in later stands behind a number: 12a, 12A, 12bis, 12 bis, 12-bis, 5-A
INSERTED = rf"(?:[ -]?{LATIN}(?![a-z])|[a-z]{{1,2}}|[A-Z]{{1,2}}|-[A-Z](?![a-z]))"
ORDINAL_SIGN = r"(?:er|ère|re|ème|º|ª|°)(?![a-z])"  # Article 1er, 1°
DIGITS = r"\d{1,3}[a-z]?"
NUMBERED = rf"(?:\d{{1,4}}(?:{ORDINAL_SIGN}|{INSERTED})?)"
# of a part of a code of law: L121-1, R. 111-2, L.O. 111
CODED = r"(?:(?:L\.?O\.?|[LRDAC]\.?)\s?\*?\d{1,4}(?:-\d{1,4})*(?=\s|$|[:)—–]|\.(?:\s|$)))"
ROMAN_INSERTED = rf"(?:{ROMAN}(?:[ -]?{LATIN}|[a-h])(?![a-z]))"
OTHER_SMALL = "[α-ω]|[а-я]"  # letters of Greek and Cyrillic
OTHER_CAPITAL = "[Α-Ω]|[А-Я]"
DOTTED = rf"(?:{DIGITS}|{ROMAN}|[A-Z]{{1,2}})(?:\.{DIGITS})+(?:\.[a-z])?"
ENUMERATOR = (
    rf"(?:-?\d{{1,4}}(?:[ -]?{LATIN}|[a-z]{{1,2}})?|{SMALL_ROMAN}(?:[ -]?{LATIN})?"
    rf"|{ROMAN}(?:[ -]?{LATIN})?|[a-z]{{1,2}}(?:[ -]?{LATIN})?|[A-Z]"
    rf"|(?:{OTHER_SMALL}){{1,2}}|{OTHER_CAPITAL})"
)
BRACKETED = rf"\({ENUMERATOR}\)(?:\({ENUMERATOR}\))*"
COUNTED = rf"(?:{DOTTED}|{CODED}|{ROMAN_INSERTED}|{NUMBERED}|{ROMAN}|[A-Z])"
_PARAGRAPH = r"\d{1,4}[a-z]?(?: [a-z](?=\s+[A-Z]|\s*$))?"
PARAGRAPH_SIGN = (
    rf"§\s*\d{{1,4}}(?:{ORDINAL_SIGN}|[ -]?{LATIN}|[a-z](?![a-z])|[A-Z](?![a-z])"
    r"| [a-z](?=\s+[A-Z]|\s*$))?(?=\s|$|:|\.)"
    rf"|§§\s*{_PARAGRAPH}(?:(?:\s?[,–-]\s?| (?:und|and|et|y|e|bis|to|à) ){_PARAGRAPH})*"
    r"(?=\s|$|:|\.)"
)

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
ORDINAL = re.compile(
    rf"(?:\d{{1,4}} [a-z]|{DOTTED}|{CODED}|{ROMAN_INSERTED}|{NUMBERED}|{ENUMERATOR}|\d+)$"
)


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
        rf"(?i:{word})\s+{CODED}",
        rf"(?i:{word})\s+{COUNTED}{BEFORE_SEPARATOR}",
        rf"(?i:{word})\s+(?:{DOTTED}|{CODED}|{ROMAN_INSERTED}|{NUMBERED}){END}",
        rf"(?i:{word})\s+(?:{ROMAN}|[A-Z]){BEFORE_WORDS}",
        PARAGRAPH_SIGN,
        rf"{BRACKETED}{END}",
        rf"{DOTTED}[.)]?(?=\s|$|:)",
        rf"(?:{ROMAN_INSERTED}|{NUMBERED}|{ROMAN}|[A-Z])[.)]{END}",
        rf"(?:[a-z]|{OTHER_SMALL})\){END}",
        rf"\d{{1,3}}(?:[ -]?{LATIN}){BEFORE_WORDS}",
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
        rf"\d{{1,3}}[ -]?{LATIN}[.)]?{BEFORE_WORDS}",
        rf"\d{{1,2}}\.?[º°ª]\)?{BEFORE_WORDS}",
        rf"\d{{1,3}}(?:\.\d{{1,3}})+{BEFORE_WORDS}",
        rf"(?:\d{{1,3}}[a-z]|{SMALL_ROMAN}|{ROMAN}|[a-zA-Z]|[a-z]{{2}})\){END}",
        rf"(?:{OTHER_SMALL}|{OTHER_CAPITAL})\){END}",
        rf"(?:[a-z]|{OTHER_SMALL}|{SMALL_ROMAN}|[IVX]{{2,5}})\.{END}",
    )


def _label(pattern: re.Pattern[str], words: str) -> Label:
    found = pattern.match(words)
    separator = SEPARATOR.match(words, found.end()) if found else None
    return Label(found["label"], separator.end()) if found and separator else NONE


def designation(number: str) -> str:
    """The word in a printed label: "Measure II.4.11" → "Measure"; "" when it is only counted."""
    return _word_and_count(number)[0]


def ordinal(number: str) -> str:
    """The counting part of a printed label: "Measure II.4.11" → "II.4.11", "Article 12 bis" → "12
    bis", "(a)" → "a", "(1)(b)" → "b", "[1]" → "".
    """
    return _word_and_count(number)[1]


@lru_cache(maxsize=4096)
def _word_and_count(number: str) -> tuple[str, str]:
    inner = number.rstrip("().").rpartition("(")[2].lstrip("§ ")
    words = inner.split(" ")
    for at in range(len(words)):
        count = " ".join(words[at:]).lstrip("-")
        if ORDINAL.match(count):
            word = " ".join(words[:at])
            return (word if word[:1].isalpha() and "(" not in number[:1] else ""), count
    return "", ""
