"""The YAML between two lines of `---` at the head of a text: found, never interpreted."""

import re
from collections.abc import Sequence

FENCE = re.compile(r"---[ \t]*$")
END = re.compile(r"(---|\.\.\.)[ \t]*$")
FIELD = re.compile(r"(#|[\w\"'.-]+[ \t]*:([ \t]|$))")


def front_matter_lines(lines: Sequence[str]) -> int:
    """How many lines the front matter takes, both fences counted; 0 when there is none.

    The first line must look like a field: otherwise `---` is a thematic break, and what follows
    is text.
    """
    # a fence and a field
    if len(lines) < 2:  # noqa: PLR2004 - see above
        return 0
    if not FENCE.match(lines[0]) or not FIELD.match(lines[1]):
        return 0
    return next((number + 1 for number, line in enumerate(lines[1:], 1) if END.match(line)), 0)
