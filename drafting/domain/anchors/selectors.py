"""Describes a place in a text by its words, as in the W3C Web Annotation model: the quote and its
context.

Words are found as their readers see them (`as_read`). Knows nothing of clauses; offsets are code
points of the text given.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile
from operator import eq

from drafting.domain.words.invisible import HIDDEN

CONTEXT = 32  # code points that are kept on either side, as annotation clients do
# of a quote that are weighed: "a" stands in a hostile clause as often as it has letters
MOST_PLACES = 1_000
QUOTATION_MARKS = dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛‹›", "'")
LIGATURES = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
MOST = 200  # code points of a longer context that are looked at


@dataclass(frozen=True, slots=True)
class TextQuoteSelector:
    """`exact` was selected; `prefix` and `suffix` stood right before and after it, and may be
    empty.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""


def describe(text: str, start: int, end: int) -> TextQuoteSelector:
    """The selector of `text[start:end]`."""
    return TextQuoteSelector(
        text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    )


def find_quote(text: str, selector: TextQuoteSelector) -> tuple[int, int] | None:
    """Where the quote stands in `text`: of several places the one with most of its context; None if
    nowhere.
    """
    quote = as_read(selector.exact)[0].strip()
    if not quote:
        return None
    collapsed, places = as_read(text)
    before, after = (
        as_read(context)[0].strip() for context in (selector.prefix[-MOST:], selector.suffix[:MOST])
    )
    found = list(islice(_occurrences(collapsed, quote), MOST_PLACES))
    if not found:
        return None
    best = max(found, key=lambda at: _support(collapsed, at, at + len(quote), before, after))
    return places[best], places[best + len(quote) - 1] + 1


def _occurrences(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _support(text: str, start: int, end: int, before: str, after: str) -> int:
    """The number of adjacent characters that match the context; blanks at the seams do not
    count.
    """
    left = text[max(0, start - len(before) - 1) : start].rstrip()
    right = text[end : end + len(after) + 1].lstrip()
    return _common(left[::-1], before.rstrip()[::-1]) + _common(right, after.lstrip())


def _common(one: str, other: str) -> int:
    """The length of the common prefix."""
    return sum(takewhile(bool, map(eq, one, other)))


def as_read(text: str) -> tuple[str, list[int]]:
    """The text as its readers see it, and the offset of each character of that in `text`.

    A run of white space is one blank; soft hyphens and other characters without width are left
    out; ligatures are their letters, accents stand behind their letter (NFD), quotation marks are
    the straight ones.
    """
    characters: list[str] = []
    places: list[int] = []
    for at, one in enumerate(text):
        if one.isspace():
            seen = "" if characters and characters[-1] == " " else " "
        elif one.isascii():
            seen = one
        else:
            seen = _seen(one)
        characters += seen
        places += [at] * len(seen)
    return "".join(characters), places


@lru_cache(maxsize=4096)
def _seen(character: str) -> str:
    if HIDDEN.match(character):
        return ""
    plain = QUOTATION_MARKS.get(character) or LIGATURES.get(character) or character
    return unicodedata.normalize("NFD", plain)
