"""One form of line breaks for every text that comes in, and the control characters that no text
has.

A character that parts words never becomes nothing: "shall<VT>not" is "shall not" (Unicode UAX #14;
Unicode 4.5, control characters).
"""

import re
import unicodedata

NEW_LINES = re.compile("\r\n|[\r\x85\u2029]")
# breaks inside a paragraph and between pages: in Markdown a blank, where a line break could make a
# heading end or a row of a table fall apart
SOFT_BREAKS = re.compile("[\x0b\x0c\u2028]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def usual_lines(text: str, *, soft_break: str = "\n") -> str:
    """The text with the line breaks of other systems as line feeds, `soft_break` for those inside a
    paragraph.
    """
    return SOFT_BREAKS.sub(soft_break, NEW_LINES.sub("\n", text))


def first_control(text: str) -> tuple[int, str] | None:
    """The line, from 1, and the name ("U+0092") of the first control character that is left."""
    found = CONTROL.search(text)
    if found is None:
        return None
    return text.count("\n", 0, found.start()) + 1, f"U+{ord(found[0]):04X}"


def without_marks_of_format(text: str) -> str:
    """The text without characters that have no width and shape nothing (general category Cf)."""
    return "".join(one for one in text if unicodedata.category(one) != "Cf")
