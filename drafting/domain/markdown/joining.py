"""Joins chapters into the one text of a version, and finds what a chapter opens and never closes.

Nothing is invented: a chapter gets its title as a heading only if it begins with words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drafting.domain.markdown.blocks import Leaf, read_blocks

HEAD = 8_000  # characters: in these stands the heading of a chapter, if it begins with one
FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`]*$)|~{3,})")
COMMENT = "<!--"
COMMENT_END = "-->"
TAGS = re.compile(r"(?:\s*</?[A-Za-z][^<>]*>)+\s*")  # an anchor: <a name="top"></a>
NO_WORDS = frozenset({Leaf.FRONT_MATTER, Leaf.HTML})


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """What a chapter opens on `line`, from 1, and never closes: "```", "~~~" or "<!--"."""

    line: int
    mark: str


def joined_text(chapters: list[tuple[str, str]]) -> tuple[str, list[tuple[int, int]]]:
    """Joins (title, Markdown) chapters into one text; also returns the range of each, in code
    points.

    A chapter that begins with words gets its title as a heading; one empty line stands between
    chapters.
    """
    text, places = "", []
    for title, markdown in chapters:
        words = markdown.strip("\n")
        if not begins_with_heading(words):
            words = f"# {title}\n\n{words}".rstrip("\n")
        text += "\n" if text else ""
        places.append((len(text), len(text) + len(words)))
        text += words + "\n"
    return text, places


def begins_with_heading(markdown: str) -> bool:
    """Whether the first words of a chapter are a heading: front matter, comments, anchors, rules
    and the opening of a fenced part may stand before.
    """
    return first_heading_line(markdown) is not None


def first_heading_line(markdown: str) -> int | None:
    """The line, from 0, of the heading that a text begins with; None if it begins with words."""
    for block in read_blocks(markdown[:HEAD]).blocks:
        if block.kind is Leaf.HEADING and block.container is None:
            return block.first_line
        is_anchor = block.kind is Leaf.PARAGRAPH and TAGS.fullmatch(block.contents[0])
        if block.kind not in NO_WORDS and not is_anchor:
            return None
    return None


def open_ends(markdown: str) -> Iterator[OpenEnd]:
    """Code fences and HTML comments that are open at the end of a chapter: all that follows them
    is code, or a comment.
    """
    fence: OpenEnd | None = None
    comment: OpenEnd | None = None
    for number, line in enumerate(_lines_of(markdown), 1):
        if comment:
            comment = None if COMMENT_END in line else comment
        elif found := FENCE.match(line):
            fence = _next(fence, found[1], line, number)
        elif fence is None and line.lstrip().startswith(COMMENT):
            comment = None if COMMENT_END in line else OpenEnd(number, COMMENT)
    yield from (one for one in (fence, comment) if one)


def _next(fence: OpenEnd | None, mark: str, line: str, number: int) -> OpenEnd | None:
    """The fence that is open behind a line that has the mark of one."""
    if fence is None:
        return OpenEnd(number, mark)
    closes = mark.startswith(fence.mark) and not line.strip(" \t>").strip(mark[0])
    return None if closes else fence


def _lines_of(markdown: str) -> Sequence[str]:
    return markdown.split("\n")
