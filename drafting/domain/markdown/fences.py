"""Adds fenced parts to markdown-it: "::: explanation" … ":::", with one name on the opening line.

A part that is never closed, or has more words on its line, stays a paragraph: no word may be lost.
"""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

OPENING = re.compile(r"\s*:{3,}[ \t]*(?:\{[ \t]*\.?([\w-]{1,40})[ \t]*\}|([\w-]{1,40}))[ \t]*:*\s*")
CLOSING = re.compile(r"\s*:{3,}\s*")
VERBATIM = re.compile(r"\s*(`{3,}|~{3,})")
FENCES = "fences"  # the key in markdown-it's environment: opening line → closing line, from 0


def pairs_of_lines(lines: Sequence[str]) -> dict[int, int]:
    """The closing line of each fenced part, by its opening line; one pass, however they are
    nested.
    """
    pairs: dict[int, int] = {}
    opened: list[int] = []
    verbatim = ""
    for at, line in enumerate(lines):
        if found := VERBATIM.match(line):
            verbatim = "" if verbatim and found[1].startswith(verbatim) else verbatim or found[1]
        elif verbatim or ":::" not in line:
            continue
        elif CLOSING.fullmatch(line) and opened:
            pairs[opened.pop()] = at
        elif OPENING.fullmatch(line):
            opened.append(at)
    return pairs


def use_fences(markdown: MarkdownIt) -> MarkdownIt:
    """Let `markdown` read fenced parts: fenced_part_open (its name in `info`) …
    fenced_part_close.
    """
    markdown.block.ruler.before(
        "fence",
        "fenced_part",
        _fenced_part,
        {"alt": ["paragraph", "reference", "blockquote", "list"]},
    )
    return markdown


def _fenced_part(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    closing = state.env.get(FENCES, {}).get(start_line)
    if closing is None or closing >= end_line or state.is_code_block(start_line):
        return False
    line = state.src[state.bMarks[start_line] + state.tShift[start_line] : state.eMarks[start_line]]
    found = OPENING.fullmatch(line)
    if not found or silent or _leaves_its_item(state, start_line, closing):
        return bool(found) and silent
    opening = state.push("fenced_part_open", "", 1)
    opening.info, opening.map = found[1] or found[2], [start_line, start_line + 1]
    kept = state.lineMax, state.parentType
    state.lineMax, state.parentType = closing, "fenced_part"
    state.md.block.tokenize(state, start_line + 1, closing)
    state.lineMax, state.parentType = kept
    state.push("fenced_part_close", "", -1)
    state.line = closing + 1
    return True


def _leaves_its_item(state: StateBlock, start: int, closing: int) -> bool:
    """Whether it begins in a list item or footnote and ends outside of it."""
    lines = range(start, closing + 1) if state.blkIndent else ()
    return any(state.sCount[line] < state.blkIndent and not state.isEmpty(line) for line in lines)
