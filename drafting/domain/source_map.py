"""From the words of a clause to their place in the Markdown source, and back.

Everything is counted in code points, half-open. Computed for one clause when asked; knows nothing of versions.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache

from drafting.domain.blocks import Block, Leaf, Reading, read_blocks
from drafting.domain.clauses import Clause, ClauseTree
from drafting.domain.tracing import Traced, traced
from drafting.domain.wording import VERBATIM, wording

Span = tuple[int, int]
HASHES = re.compile(r"[^#]*#{1,6}(?=\s)")


def source_range(tree: ClauseTree, clause: Clause, start: int, end: int) -> Span:
    """Where `clause.text[start:end]` is written in `tree.source`; markup between the words is inside, around them outside."""
    spans = text_spans(tree, clause)
    start, end = max(0, min(start, len(spans))), max(0, min(end, len(spans)))
    if start < end:
        return spans[start][0], spans[end - 1][1]
    at = spans[start][0] if start < len(spans) else spans[-1][1] if spans else clause.end
    return at, at


def text_range(tree: ClauseTree, clause: Clause, start: int, end: int) -> Span:
    """Which part of `clause.text` is written in `tree.source[start:end]`; what lies outside the clause is clamped."""
    spans = text_spans(tree, clause)
    first = bisect_right([span[1] for span in spans], start)
    last = bisect_left([span[0] for span in spans], end)
    return (first, last) if first < last else (first, first)


def text_spans(tree: ClauseTree, clause: Clause) -> tuple[Span, ...]:
    """For each code point of `clause.text` its place in the source. A blank that stands for several has the first's."""
    return _spans(tree.source, clause.position)


@lru_cache(maxsize=64)  # many places are asked for in one clause, and a clause may be a megabyte
def _spans(source: str, position: int) -> tuple[Span, ...]:
    reading = read_blocks(source)
    block = reading.blocks[position]
    words = wording(block, reading.environment)
    characters: list[Traced] = []
    as_read = source.replace("\0", "\ufffd")  # as CommonMark has it
    for content, places in zip(words.contents, _places(block, words.contents, reading, as_read), strict=True):
        shown = [(one, at, at + 1) for at, one in enumerate(content)]
        if block.kind not in VERBATIM:
            shown = traced(content, reading.environment)
        characters += [(one, places[start], places[end - 1] + 1) for one, start, end in shown]
        characters.append((" ", places[-1], places[-1]))  # cells stand apart
    return tuple(_collapsed(characters, words.label_cut))


def _collapsed(characters: list[Traced], label_cut: int) -> list[Span]:
    """As the plain text is made: without the label, white space collapsed, none at either end."""
    spans: list[Span] = []
    blank: Span | None = None
    for one, start, end in characters:
        if one.isspace():
            blank = blank or (start, end)
        elif label_cut:
            label_cut -= 1
        else:
            if blank and spans:
                spans.append(blank)
            spans.append((start, end))
        blank = None if not one.isspace() else blank
    return spans


def _places(block: Block, contents: tuple[str, ...], reading: Reading, source: str) -> Iterator[list[int]]:
    """For each content the place in the source of each of its code points, and of its end."""
    line = block.first_line + (block.kind is Leaf.FENCE or block.kind is Leaf.FRONT_MATTER)
    at = reading.lines[line][0] if line < len(reading.lines) else 0
    for content in contents:
        if block.kind is Leaf.ROW:
            places = _cell_places(content, source, at)
        else:
            places = _lines_places(content, block, line, reading, source)
        at = places[-1]
        yield places


def _cell_places(content: str, source: str, at: int) -> list[int]:
    """A cell is written as it is read, but that a pipe is written with a backslash."""
    found = re.compile(re.escape(content).replace(r"\|", r"\\?\|")).search(source, at) if content else None
    at, places = found.start() if found else at, []
    for character in content:
        at += character == "|" and source[at] == "\\"
        places.append(at)
        at += 1
    return [*places, at]


def _lines_places(content: str, block: Block, line: int, reading: Reading, source: str) -> list[int]:
    """Each line of a content is the end of a line of the source, blanks apart."""
    places: list[int] = []
    for number, piece in enumerate(content.split("\n"), line):
        start, end = reading.lines[min(number, len(reading.lines) - 1)]
        begin = _core(piece, source[start:end], block, start) - (len(piece) - len(piece.lstrip()))
        places += [max(start, begin + index) for index in range(len(piece) + 1)]
    return places


def _core(piece: str, line: str, block: Block, start: int) -> int:
    core, hashes = piece.strip(), HASHES.match(line)
    after_hashes = line.find(core, hashes.end()) if hashes and block.kind is Leaf.HEADING else -1
    return start + max(after_hashes if after_hashes >= 0 else line.rfind(core), 0)
