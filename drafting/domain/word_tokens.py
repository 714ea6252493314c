"""What counts as a word: whole numbers with their separators, Han characters one by one, marks with what they stand on."""

import re

# Combining marks, variation selectors, joiners and skin tones belong to the character before them (UAX #29, simplified).
TRAILING = "\u0300-\u036f\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
WORD = re.compile(rf"\d+(?:[.,:/]\d+)*|[{HAN}]|[^\W\d{HAN}](?:[^\W{HAN}]|[{TRAILING}]|['’](?=\w))*")
TOKEN = re.compile(rf"{WORD.pattern}|\s+|[\s\S](?:\u200d[\s\S]|[{TRAILING}])*")


def tokens_of(text: str) -> list[str]:
    """The text cut into words, white space and single marks; joined they are the text again."""
    return TOKEN.findall(text)
