"""Three units of text offset meet here: Python counts code points, pycrdt UTF-8 bytes, a browser UTF-16 units.

No other module of the server converts; static/js/anchoring/ does it for the browser.
"""

from collections.abc import Sequence


def byte_offsets(text: str, offsets: Sequence[int]) -> list[int]:
    """UTF-8 offsets of ascending code-point offsets, in one pass over the text."""
    converted, at, total = [], 0, 0
    for offset in offsets:
        total += len(text[at:offset].encode("utf-8"))
        at = offset
        converted.append(total)
    return converted
