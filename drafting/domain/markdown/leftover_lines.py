"""Finds the words of a text that no block holds, so that none is lost: lines that markdown-it skips
because they are nested too deep, and link definitions that nothing uses.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from drafting.domain.markdown.inline import Environment, inline_tokens

WORDS = re.compile(r"[^\W_]")
QUOTE_MARKS = re.compile(r"[>\s]*")


def leftover_lines(
    texts: Sequence[str],
    read: Iterable[Sequence[int]],
    environment: Environment,
    contents: Iterable[Sequence[str]],
    *,
    is_cut_off: bool,
) -> Iterator[tuple[int, int, str]]:
    """(first line, line after the last, words) of what is left.

    `read` are the lines that blocks hold, `contents` the inline Markdown of each, `is_cut_off` says
    whether markdown-it skipped any lines.
    """
    definitions = [
        *environment.get("references", {}).values(),
        *environment.get("duplicate_refs", ()),
    ]
    if definitions:
        used = _used(environment, contents)
        unused = [one for label, one in environment["references"].items() if label not in used]
        for definition in (*unused, *environment.get("duplicate_refs", ())):
            first, end = definition["map"]
            words = (QUOTE_MARKS.sub("", line, count=1).strip() for line in texts[first:end])
            yield first, end, " ".join(words)
    if is_cut_off:
        spans = (*read, *(definition["map"] for definition in definitions))
        held = {line for first, end in spans for line in range(first, end)}
        for line, text in enumerate(texts):
            if line not in held and WORDS.search(text):
                yield line, line + 1, text.strip()


def _used(environment: Environment, contents: Iterable[Sequence[str]]) -> set[str]:
    """The labels of the definitions that links and images lead to."""
    noting = _Noting(environment["references"])
    for content in chain.from_iterable(contents):
        if "[" in content:
            inline_tokens(content, {**environment, "references": noting})
    return noting.used


class _Noting(dict[str, Any]):
    """Link definitions that note which of them were found."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        super().__init__(definitions)
        self.used: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        """The definition of a label, which is used then."""
        found = super().get(key, default)
        if found is not None:
            self.used.add(key)
        return found
