"""Finds the lines of a text as CommonMark cuts them: at LF, CR and CRLF, and nowhere else.

Offsets are code points of the text as given; nothing is normalised.
"""

import re

BREAK = re.compile(r"\r\n?|\n")
BYTE_ORDER_MARK = "\ufeff"


def line_spans(source: str) -> list[tuple[int, int]]:
    """(start, end without the line break) of each line; a byte order mark belongs to none."""
    start = len(BYTE_ORDER_MARK) if source.startswith(BYTE_ORDER_MARK) else 0
    if "\r" in source:
        spans = []
        for found in BREAK.finditer(source):
            spans.append((start, found.start()))
            start = found.end()
        return [*spans, (start, len(source))]
    return _spans_between_line_feeds(source, start)


def _spans_between_line_feeds(source: str, start: int) -> list[tuple[int, int]]:
    spans = []
    for line in source[start:].split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans
