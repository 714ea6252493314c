"""Three units of text offset meet here: Python counts code points, pycrdt UTF-8 bytes, a browser
UTF-16 units.

No other module of the server converts; static/js/anchoring/ does it for the browser.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

_TWO_UNITS = re.compile("[\U00010000-\U0010ffff]")


def byte_offsets(text: str, offsets: Sequence[int]) -> list[int]:
    """UTF-8 offsets of ascending code-point offsets, in one pass."""
    converted, at, total = [], 0, 0
    for offset in offsets:
        total += len(text[at:offset].encode("utf-8"))
        at = offset
        converted.append(total)
    return converted


def code_point_offsets(text: str, offsets: Sequence[int]) -> list[int]:
    """Code-point offsets of ascending UTF-16 offsets, none of which lies inside a surrogate
    pair.
    """
    pairs = [
        found.start() + before for before, found in enumerate(_TWO_UNITS.finditer(text))
    ]  # where each begins
    return [offset - bisect_left(pairs, offset) for offset in offsets]
