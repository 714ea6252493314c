"""Detects that the same words stand in other formatting (bold, italics, code, struck) or link
elsewhere.

Reads the Markdown of two clauses; the words themselves are not compared.
"""

import re
from collections.abc import Iterator

SPAN = re.compile(r"(?<![\w*_`~])(\*\*|__|~~|\*|_|`+)(?=\S)(.+?)(?<=\S)\1(?![\w*_`~])")
LINK = re.compile(r"\[([^\[\]]+)\]\(([^)\s]*)")


def is_formatting_changed(old: str, new: str) -> bool:
    """Whether words in both of two Markdown texts are formatted, or linked, in one and not so in
    the other.
    """
    before, after = set(_formatted(old)), set(_formatted(new))
    return any(words in new for _, words in before - after) or any(
        words in old for _, words in after - before
    )


def _formatted(source: str) -> Iterator[tuple[str, str]]:
    """(how, which words) of each span."""
    if not any(mark in source for mark in "*_`~["):
        return
    yield from ((mark.replace("_", "*"), words) for mark, words in SPAN.findall(source))
    yield from ((target, words) for words, target in LINK.findall(source))
