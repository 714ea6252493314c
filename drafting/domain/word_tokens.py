"""What counts as a word: whole numbers with their separators, Han characters one by one, marks with what they stand on."""

import re

# Combining marks, variation selectors, joiners and skin tones belong to the character before them (UAX #29, simplified).
TRAILING = "\u0300-\u036f\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
# A date, a number with its separators, one grouped by blanks (1 000 000), a power (10^25): never cut in two.
NUMBER = r"\d{4}-\d{2}-\d{2}|(?<!\d)\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:/^]\d+)*"
WORD = re.compile(rf"{NUMBER}|[{HAN}]|[^\W\d{HAN}](?:[^\W{HAN}]|[{TRAILING}]|['’](?=\w))*")
TOKEN = re.compile(rf"{WORD.pattern}|\s+|[\s\S](?:\u200d[\s\S]|[{TRAILING}])*")


def tokens_of(text: str) -> list[str]:
    """The text cut into words, white space and single marks; joined they are the text again."""
    return TOKEN.findall(text)
