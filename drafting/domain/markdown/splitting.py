"""Splits one long Markdown text into chapters at headings of level 1 or 2 (not inside code)."""

import re
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt

from drafting.domain.markdown.front_matter import front_matter_lines
from drafting.domain.markdown.inline import EXPLICIT_ID
from drafting.domain.markdown.joining import first_heading_line

SplitAt = Literal["h1", "h2"]
LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class ChapterText:
    """`title` is the heading's words, empty when there is none; joining all `markdown` gives
    back the source.
    """

    title: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Heading:
    """Lines [start, end) from 0, level from 1, the words without their id. Level 0 is the text
    before the first.
    """

    start: int
    end: int
    level: int
    title: str


def split_markdown(source: str, at: SplitAt | None) -> list[ChapterText]:
    """Cuts before each heading of level `at` or higher; text before the first is a chapter of its
    own.

    A heading without text below it is joined to the next chapter: a title page is no chapter.
    """
    lines = LINE.findall(
        source
    )  # str.splitlines would also cut at U+2028 and others, where CommonMark does not
    headings = _headings(source)
    if at is None:
        return [ChapterText(headings[0].title if headings else "", source)]
    cuts = [heading for heading in headings if heading.level <= int(at[1])]
    # front matter, comments and the like belong to the heading behind them
    before = first_heading_line(source)
    is_first = bool(cuts) and before is not None and cuts[0].start <= before
    if not cuts or (not is_first and "".join(lines[: cuts[0].start]).strip()):
        cuts.insert(0, Heading(0, 0, 0, ""))
    chapters = _chapters(cuts, lines)
    return [ChapterText(title, "".join(lines[start:end])) for start, end, title in chapters]


def _headings(source: str) -> list[Heading]:
    skipped = front_matter_lines(source.split("\n"))
    text = "\n".join(["" for _ in range(skipped)] + source.split("\n")[skipped:])
    tokens = MarkdownIt("commonmark").disable("inline").parse(text)
    return [
        Heading(
            token.map[0],
            token.map[1],
            int(token.tag[1]),
            EXPLICIT_ID.sub("", tokens[i + 1].content).strip(),
        )
        for i, token in enumerate(tokens)
        if token.type == "heading_open" and token.map and token.level == 0
    ]


def _chapters(cuts: list[Heading], lines: list[str]) -> list[tuple[int, int, str]]:
    """(first line, line after the last, title) of each chapter; a title page is joined to what
    follows it.
    """
    ends = [heading.start for heading in cuts[1:]] + [len(lines)]
    chapters, start = [], 0
    for heading, end in zip(cuts, ends, strict=True):
        is_title_page = end < len(lines) and not "".join(lines[heading.end : end]).strip()
        if not is_title_page:
            chapters.append((start, end, heading.title))
            start = end
    return chapters
