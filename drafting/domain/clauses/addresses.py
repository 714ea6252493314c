"""Gives each clause its address within a version: from its number if it has one, else from its
words or place.

"2.3" and "i.1.1" stand alone; "(a)" continues the address above it; a written {#id} is the address.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from anyascii import anyascii

from drafting.domain.clauses.labels import designation, ordinal
from drafting.domain.clauses.tree import ClauseKind

LONGEST = 80
ROOM = 70  # what is left of an address to which a place and a counter can still be added
ORDINAL_SIGNS = re.compile("[º°ª]")
ALLOWED = re.compile(r"[^a-z0-9.]+")
MANY_PARTS = re.compile(r"\)\(|[A-Z]-\d")  # "(1)(b)", "REQ-12"
NUMBERED_ALONE = re.compile(r"[^.]+\.")
LETTERS = {
    ClauseKind.PARAGRAPH: "p",
    ClauseKind.LIST_ITEM: "i",
    ClauseKind.TABLE_ROW: "r",
    ClauseKind.QUOTE: "q",
    ClauseKind.CODE: "c",
    ClauseKind.FOOTNOTE: "fn",
    ClauseKind.HTML: "h",
}


class Addresses:
    """Gives out addresses in the order of the text, each once; explicit ids are reserved before."""

    def __init__(self, explicit_ids: Sequence[str]) -> None:
        self.reserved = {slug(one) for one in explicit_ids if one}
        self.taken: set[str] = set()
        self.chapters: dict[str, int] = {}  # explicit id → the first chapter that has it
        self.repeats: defaultdict[str, int] = defaultdict(lambda: 1)
        self.places: defaultdict[tuple[str, str], int] = defaultdict(int)

    def explicit(self, explicit_id: str, chapter: int = 0) -> str:
        """The address of a clause with an explicit id: the id, in lower case; behind the number of
        its chapter (from 0) if an earlier chapter has the same id.
        """
        wanted = slug(explicit_id)
        self.reserved.discard(wanted)
        first = self.chapters.setdefault(wanted, chapter)
        return self._unique((wanted if first == chapter else f"ch{chapter + 1}-{wanted}") or "id")

    def heading(self, number: str, words: str, above: str) -> str:
        """The address of a heading under the numbered heading `above`; by its words when it has
        no number.
        """
        if not number:
            return self._unique(slug(words)[:ROOM].strip("-.") or "heading")
        return self.numbered(number, above)

    def numbered(self, number: str, above: str) -> str:
        """The address of a clause with a label: alone when the label tells the whole way, else
        after `above`.
        """
        counted = slug(number if MANY_PARTS.search(number) else ordinal(number) or number)
        word = "par" if number.startswith("§") else slug(designation(number))
        if NUMBERED_ALONE.match(counted):
            return self._unique(counted)
        if word:
            return self._unique(f"{word}-{counted}")
        return self._unique(
            f"{above[:ROOM]}-{counted}" if above and counted else counted or above or "id"
        )

    def footnote(self, number: str) -> str:
        """The address of a footnote, by its label."""
        return self._unique(f"fn-{slug(number)}"[:ROOM])

    def placed(self, kind: ClauseKind, above: str) -> str:
        """The address of a clause without a number: the ordinal of its kind under `above`."""
        if kind is ClauseKind.FRONT_MATTER:
            return self._unique("front-matter")
        self.places[above, kind] += 1
        place = f"{LETTERS.get(kind, 'p')}{self.places[above, kind]}"
        return self._unique(f"{above[: ROOM - 1]}-{place}" if above else place)

    def _unique(self, wanted: str) -> str:
        wanted = wanted[:LONGEST].strip("-.") or "id"
        found = wanted
        while found in self.taken or found in self.reserved:
            self.repeats[wanted] += 1
            found = f"{wanted[:ROOM]}-{self.repeats[wanted]}"
        self.taken.add(found)
        return found


def slug(words: str) -> str:
    """Lower case, without accents, in Latin letters; all but letters, digits and points become
    hyphens; at most 70 characters.
    """
    words = ORDINAL_SIGNS.sub("", words[: 4 * LONGEST])
    plain = unicodedata.normalize("NFKD", words.casefold())
    latin = anyascii("".join(one for one in plain if not unicodedata.combining(one))).lower()
    return ALLOWED.sub("-", latin).strip("-.")[:ROOM].strip("-.")
