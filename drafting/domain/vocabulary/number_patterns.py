"""Reads a number by an example: "I.2.1" is written "I.1.1", where I, 1, A, a and i stand for any of
their sort.

Other letters stand for themselves: "M-1", "REQ-1". People edit these; no one needs a regular
expression.
"""

import re
from functools import lru_cache

ROMAN = r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
STANDS_FOR = {
    "1": r"\d{1,3}[a-z]?",
    "I": ROMAN,
    "A": "[A-Z]{1,2}",
    "a": "[a-z]{1,2}",
    "i": ROMAN.lower(),
}
PIECE = re.compile(r"[^\W\d_]+|\d+|[.()\[\]/§–-]")
LONGEST = 30  # characters of an example


def is_example(example: str) -> bool:
    """Whether a pattern can be read from it."""
    pieces = PIECE.findall(example)
    counts = any(piece in STANDS_FOR for piece in pieces)
    return (
        counts
        and "".join(pieces) == example
        and len(example) <= LONGEST
        and not _other_digits(pieces)
    )


def _other_digits(pieces: list[str]) -> bool:
    return any(piece.isdigit() and piece != "1" for piece in pieces)


def has_own_letters(example: str) -> bool:
    """Whether letters that stand for themselves distinguish it from all other numbers."""
    return any(piece.isalpha() and piece not in STANDS_FOR for piece in PIECE.findall(example))


@lru_cache(maxsize=256)
def pattern_of(example: str) -> str:
    """The regular expression that an example stands for."""
    return "".join(STANDS_FOR.get(piece) or re.escape(piece) for piece in PIECE.findall(example))
