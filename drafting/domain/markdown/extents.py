"""Finds where a block stands in the source, in code points: from its own marker to its last word.

Markers of the lists and quotes around it, blank lines and indentation stay outside.
"""

from drafting.domain.markdown.blocks import QUOTE, Block, Container, Reading


def extent(block: Block, reading: Reading, source: str) -> tuple[int, int]:
    """The source range of `block`, half-open."""
    first_start, first_end = reading.lines[block.first_line]
    last_start, last_end = reading.lines[block.end_line - 1]
    start = first_start + _begin(block, source[first_start:first_end])
    return start, max(start, last_start + len(source[last_start:last_end].rstrip()))


def _begin(block: Block, line: str) -> int:
    """The column of its own item marker, or of the `>` of the quotes it stands in, else of its
    first character.
    """
    at, item, quote = 0, 0, -1
    for container in _inwards(block.container):
        at = _skip_blanks(line, at)
        if container.kind == QUOTE:
            quote = at if quote < 0 else quote
            at += line.startswith(">", at)
        elif container.line == block.first_line:
            item, quote = at, -1
            at += len(container.marker)
    if block.is_first:
        return item
    return quote if quote >= 0 else _skip_blanks(line, at)


def _inwards(container: Container | None) -> list[Container]:
    found: list[Container] = []
    while container:
        found.append(container)
        container = container.outer
    return found[::-1]


def _skip_blanks(line: str, at: int) -> int:
    return len(line) - len(line[at:].lstrip(" \t"))
