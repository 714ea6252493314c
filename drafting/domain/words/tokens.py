"""What counts as a word: whole numbers with their separators, Han characters one by one, marks
with what they stand on.
"""

import re
import unicodedata
from functools import lru_cache

# Combining marks of all scripts in the lower planes, joiners, variation selectors, skin tones and
# tags belong to the character before them (UAX #29, simplified).
MARKS = "".join(
    chr(code)
    for code in (*range(0x300, 0x3100), *range(0xA600, 0xAC00))
    if unicodedata.category(chr(code)).startswith("M")
)
TRAILING = f"{MARKS}\u200d\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
# A date, a number with its separators, one grouped by blanks or apostrophes (1 000 000), a power
# (10^25, 10²⁵): never cut.
NUMBER = (
    r"\d{4}-\d{2}-\d{2}|(?<!\d)\d{1,3}(?:[ \u00a0\u2009\u202f'’]\d{3})+(?!\d)(?:[.,]\d+)?"
    r"|\d+(?:[.,:/^]\d+)*[\u00b2\u00b3\u00b9\u2070-\u2079]*"
)
WORD = re.compile(
    rf"(?:{NUMBER})[{TRAILING}]*|[{HAN}][{TRAILING}]*|"
    rf"[^\W\d{HAN}](?:[^\W{HAN}]|[{TRAILING}]|['’](?=\w))*"
)
TOKEN = re.compile(
    rf"{WORD.pattern}|\s+(?![{TRAILING}])|{FLAG}[{TRAILING}]*|[\s\S](?:\u200d[\s\S]|[{TRAILING}])*"
)


# scripts without blanks between words: Thai, Lao, Burmese, Khmer
UNPARTED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f]")


def tokens_of(text: str) -> list[str]:
    """The text cut into words, white space and single marks; joined they are the text again.

    Thai, Lao, Khmer and Burmese words, which no blanks part, are found by ICU's dictionaries.
    """
    tokens: list[str] = TOKEN.findall(text)
    if not UNPARTED.search(text):
        return tokens
    parts = (_parted(token) if UNPARTED.match(token) else (token,) for token in tokens)
    return [part for one in parts for part in one]


def words_of(text: str) -> list[str]:
    """The words alone."""
    words: list[str] = WORD.findall(text)
    if not UNPARTED.search(text):
        return words
    return [part for word in words for part in (_parted(word) if UNPARTED.match(word) else (word,))]


@lru_cache(maxsize=4096)
def _parted(token: str) -> tuple[str, ...]:
    from icu4py.breakers import WordBreaker  # 30 MB of dictionaries, for texts that need them

    return tuple(WordBreaker(token, "th"))
