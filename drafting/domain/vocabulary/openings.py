"""Finds the words with which provisions and typed blocks open, by the first word: one lookup for
any number.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from drafting.domain.vocabulary.tables import ANY_WORDS, Kind

FIRST = re.compile(r"[^\s:—–,]+")


@dataclass(frozen=True, slots=True)
class Opening:
    """A word that opens: of which kind, where the words after it begin, and whether any words
    may follow.
    """

    key: str
    end: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Openings:
    """By its first word, in lower case: (all of it, key, whether any words may follow), the
    longest first.
    """

    by_first: dict[str, list[tuple[str, str, bool]]]

    def at(self, words: str) -> Opening | None:
        """What `words` begin with."""
        first = FIRST.match(words)
        for word, key, is_open in self.by_first.get(_folded(first[0]), ()) if first else ():
            end = len(word)
            if words[:end].lower() == word and not words[end : end + 1].isalnum():
                return Opening(key, end, is_open)
        return None

    def key_of(self, word: str) -> str:
        """The kind that one word opens, "" for none."""
        found = self.at(word)
        return found.key if found and found.end == len(word) else ""


@lru_cache(maxsize=32)
def openings_of(kinds: tuple[Kind, ...]) -> Openings:
    """The openings of these kinds; earlier ones win."""
    by_first: dict[str, list[tuple[str, str, bool]]] = {}
    for whole, key in _words(kinds):
        word = whole.removesuffix(ANY_WORDS).lower()
        by_first.setdefault(_folded(word.split(" ")[0]), []).append(
            (word, key, whole.endswith(ANY_WORDS))
        )
    for candidates in by_first.values():
        candidates.sort(key=lambda one: len(one[0]), reverse=True)
    return Openings(by_first)


def _words(kinds: Iterable[Kind]) -> Iterable[tuple[str, str]]:
    return ((word, kind.key) for kind in kinds for word in kind.words)


def _folded(word: str) -> str:
    return word.lower().rstrip(".")
