"""Labels as printed in front of the words: "(a)", "1.1", "§ 5", "Measure II.4.11 —".

The patterns are those of law, standards and codes of practice. Knows nothing of Markdown: it sees plain words.
"""

import re
from dataclasses import dataclass

# Words that name a division when a number follows, in the languages in which codes of practice are mostly drafted.
DESIGNATIONS = """
    Commitment Measure Sub-measure Article Art. Annex Appendix Chapter Section Subsection Part Title Recital Principle
    Objective Requirement Recommendation Criterion KPI Indicator Schedule Rule Clause Paragraph Point Question
    Annexe Chapitre Titre Partie Mesure Engagement Considérant Principe Objectif Exigence
    Artikel Anhang Kapitel Abschnitt Teil Titel Verpflichtung Maßnahme Erwägungsgrund Grundsatz Bijlage Hoofdstuk
    Artículo Anexo Capítulo Título Sección Parte Medida Compromiso Articolo Allegato Capo Titolo Sezione Misura Impegno
"""

WORD = "|".join(re.escape(word) for word in sorted(DESIGNATIONS.split(), key=len, reverse=True))
ROMAN = r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
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
BEFORE_WORDS = rf"(?=\s*$|\s+(?:{CAPITAL}|[\"'“‘«„(\[]))"  # a sentence begins: "3.5 million" is no label


def _pattern(*choices: str) -> re.Pattern[str]:
    return re.compile(f"(?P<label>{'|'.join(choices)})")


HEADING = _pattern(
    rf"(?i:{WORD})\s+{COUNTED}{BEFORE_SEPARATOR}",
    rf"(?i:{WORD})\s+(?:{DOTTED}|{DIGITS}){END}",
    rf"(?i:{WORD})\s+(?:{ROMAN}|[A-Z]){BEFORE_WORDS}",
    PARAGRAPH_SIGN,
    rf"{BRACKETED}{END}",
    rf"{DOTTED}[.)]?(?=\s|$|:)",
    rf"(?:{DIGITS}|{ROMAN}|[A-Z])[.)]{END}",
    rf"[a-z]\){END}",
    rf"(?:\d{{1,3}}|{ROMAN}|[A-Z]|[A-Z]{{1,6}}-\d{{1,4}})(?=\s+[—–-]\s|:\s)",
    rf"\d{{1,3}}{BEFORE_WORDS}",
)
TEXT = _pattern(
    rf"(?:{WORD})\s+{COUNTED}(?=\s*[—–:](?:\s|$)|\s*$)",
    PARAGRAPH_SIGN,
    rf"{BRACKETED}(?=\s|$|{CAPITAL})",
    rf"(?:[A-Z]{{1,2}}|{ROMAN})(?:\.\d{{1,3}})+[.)]?{END}",
    rf"\d{{1,3}}(?:\.\d{{1,3}})*(?:\.[a-z])?[.)]{END}",
    rf"\d{{1,3}}(?:\.\d{{1,3}})+{BEFORE_WORDS}",
    rf"(?:\d{{1,3}}[a-z]|{SMALL_ROMAN}|{ROMAN}|[a-zA-Z])\){END}",
    rf"(?:[a-z]|{SMALL_ROMAN}|[IVX]{{2,5}})\.{END}",
)
CELL = _pattern(rf"(?:{BRACKETED}|{DOTTED}[.)]?|\d{{1,3}}[.)]?|[a-zA-Z][.)]|[A-Z]{{1,6}}-\d{{1,4}})$")
SEPARATOR = re.compile(r"(?:\s*[—–:](?=\s|$)|\s+-(?=\s)|[.)](?=\s|$))?\s*")
ORDINAL = re.compile(rf"(?:{DOTTED}|{DIGITS}|{ENUMERATOR}|\d+)$")


@dataclass(frozen=True, slots=True)
class Label:
    """`number` as printed, without the separator; `end` is where the words begin, in code points."""

    number: str
    end: int


NONE = Label("", 0)


def heading_label(words: str) -> Label:
    """The label that a heading begins with."""
    return _label(HEADING, words)


def text_label(words: str) -> Label:
    """The label that a paragraph or a list item begins with: stricter, since a sentence may begin with a number."""
    return _label(TEXT, words)


def cell_label(words: str) -> Label:
    """The label that the first cell of a table row consists of."""
    return _label(CELL, words)


def _label(pattern: re.Pattern[str], words: str) -> Label:
    found = pattern.match(words)
    separator = SEPARATOR.match(words, found.end()) if found else None
    return Label(found["label"], separator.end()) if found and separator else NONE


def designation(number: str) -> str:
    """The word in a printed label: "Measure II.4.11" → "Measure"; "" when it is only counted."""
    word, blank, _ = number.partition(" ")
    return word if blank and word[:1].isalpha() else ""


def ordinal(number: str) -> str:
    """The counting part of a printed label: "Measure II.4.11" → "II.4.11", "(a)" → "a", "(1)(b)" → "b", "[1]" → ""."""
    found = ORDINAL.search(number.rpartition(" ")[2].rstrip("().").rpartition("(")[2].lstrip("§"))
    return found[0] if found else ""
