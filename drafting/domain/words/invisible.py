"""Finds what a machine sees in a text but no reader does: zero-width and bidirectional characters,
look-alikes, Unicode forms.

Known attacks: Trojan Source (CVE-2021-42574) and homoglyphs (CVE-2021-42694). Source of the idea:
UTS #39.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# joiners (U+200C, U+200D) shape scripts and emoji: they are not among these
ZERO_WIDTH = "\u00ad\u180e\u200b\u2060\ufeff"
SPACES = "\u00a0\u2007\u202f"  # blanks that do not break
HIDDEN = re.compile(f"[{BIDI}{ZERO_WIDTH}]")
NAMED = re.compile(f"[{BIDI}{ZERO_WIDTH}{SPACES}]")
WORD = re.compile(r"[^\W\d_]+")
ASCII = re.compile(r"[\x00-\x7f]*")
# Letters of other scripts that look like Latin ones, which decide when a word mixes scripts.
CONFUSABLE = re.compile("[аеорсухіјѕԁһԛԝАВЕКМНОРСТХІЈЅαορυνικτρχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ\u037e]")
LATIN_LOOKS = str.maketrans(
    "аеорсухіјѕԁһԛԝАВЕКМНОРСТХІЈЅαορυνικτρχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhqwABEKMHOPCTXIJSaopuviktpxABEZHIKMNOPTYX",
)
LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
UNICODE_FORM, HOMOGLYPH = "unicode form", "look-alike"


@dataclass(frozen=True, slots=True)
class InvisibleChange:
    """`name` is a character's name, UNICODE_FORM, or HOMOGLYPH with the word in `word`; `count`
    < 0 when it went away.
    """

    name: str
    count: int
    word: str = ""

    @property
    def is_typography(self) -> bool:
        """A no-break blank, or another form of the same letters: readers and searches see no
        difference.
        """
        return self.name == UNICODE_FORM or self.name in map(character_name, SPACES)


def folded(text: str) -> str:
    """The text as a reader sees it: composed (NFC), without hidden characters, all blanks alike.
    For comparing only.
    """
    if ASCII.fullmatch(text):
        return text
    composed = unicodedata.normalize("NFC", text)
    return (
        re.sub(f"[{SPACES}]", " ", HIDDEN.sub("", composed)) if NAMED.search(composed) else composed
    )


def character_name(character: str) -> str:
    """ "U+202E RIGHT-TO-LEFT OVERRIDE" """
    return f"U+{ord(character):04X} {unicodedata.name(character, 'UNNAMED')}"


def marked(text: str) -> Iterator[tuple[str, str]]:
    """The text in (stretch, "") and (hidden character, its name), in order: for showing what
    cannot be seen.
    """
    at = 0
    for found in HIDDEN.finditer(text):
        if found.start() > at:
            yield text[at : found.start()], ""
        yield found[0], character_name(found[0])
        at = found.end()
    if at < len(text):
        yield text[at:], ""


def mixed_words(text: str) -> Counter[str]:
    """Words in which a Latin letter stands beside a look-alike of another script."""
    if ASCII.fullmatch(text) or not CONFUSABLE.search(text):
        return Counter()
    return Counter(
        word for word in WORD.findall(text) if CONFUSABLE.search(word) and LATIN.search(word)
    )


def skeleton(text: str) -> str:
    """The text with look-alikes of Latin letters as these, in lower case (UTS #39, simplified)."""
    return folded(text).translate(LATIN_LOOKS).casefold()


def invisible_changes(old: str, new: str) -> tuple[InvisibleChange, ...]:
    """What changed from old to new that a reader would not see; empty for most."""
    if old == new or (ASCII.fullmatch(old) and ASCII.fullmatch(new)):
        return ()
    return (*_characters(old, new), *_look_alikes(old, new), *_form(old, new))


def _characters(old: str, new: str) -> Iterator[InvisibleChange]:
    change = Counter(NAMED.findall(new))
    change.subtract(NAMED.findall(old))
    yield from (
        InvisibleChange(character_name(one), count)
        for one, count in sorted(change.items())
        if count
    )


def _look_alikes(old: str, new: str) -> Iterator[InvisibleChange]:
    change = mixed_words(new)
    change.subtract(mixed_words(old))
    yield from (
        InvisibleChange(HOMOGLYPH, count, word) for word, count in sorted(change.items()) if count
    )


def _form(old: str, new: str) -> Iterator[InvisibleChange]:
    forms = [unicodedata.normalize("NFC", text) for text in (old, new)]
    if forms[0] == forms[1]:
        yield InvisibleChange(UNICODE_FORM, 1)
