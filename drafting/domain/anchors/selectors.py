"""Describes a place in a text by its words, as in the W3C Web Annotation model: the quote and its
context.

White space counts as one blank however it is written. Knows nothing of clauses; offsets are code
points of the text given.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from operator import eq

CONTEXT = 32  # code points that are kept on either side, as annotation clients do
# of a quote that are weighed: "a" stands in a hostile clause as often as it has letters
MOST_PLACES = 1_000
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
    words = selector.exact.split()
    if not words:
        return None
    collapsed, places = _collapsed(text)
    before, after = (
        " ".join(context.split()) for context in (selector.prefix[-MOST:], selector.suffix[:MOST])
    )
    quote = " ".join(words)
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


def _collapsed(text: str) -> tuple[str, list[int]]:
    """The text with each run of white space as one blank, and the offset of each character of
    it.
    """
    characters: list[str] = []
    places: list[int] = []
    at = 0
    for run in re.finditer(r"\s+", text):
        characters.append(text[at : run.start()])
        places += range(at, run.start() + 1)
        at = run.end()
    characters.append(text[at:])
    places += range(at, len(text))
    return " ".join(characters), places
