"""Reduces a text to what carries its meaning: words, figures and signs, without what an editor may
change freely: punctuation, typography, spelling, case, articles.

When in doubt a difference is kept. Case is dropped only where a word begins with a capital letter;
"US", "mW" and "option A" keep theirs. Articles are dropped only in the language of the text, and
only before a word.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator

from drafting.domain.words.languages import ARTICLES
from drafting.domain.words.tokens import WORD, tokens_of

KNOWN_ARTICLES = frozenset(" ".join(ARTICLES.values()).split())
# no noun: an "a" before one of these is a letter
NO_NOUNS = frozenset({
    "and", "or", "to", "of", "in", "is", "are", "shall", "must", "should", "may", "will", "if",
    "when", "for", "by", "with", "at", "on", "as", "than",
})  # fmt: skip
HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
MINUS = "\u2212"
# punctuation that says something; all other is the editor's, as every other kind of sign is not
TELLING = frozenset("%‰‱&@#§¶†‡*/?\u2032\u2033")
GROUPED = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f'’](?=\d{3})")
# only how a word is spelled in English here and there
SPELLING = (
    (re.compile(r"is(e|ed|es|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"(?<=\w\w)our(?=\w*$)"), "or"),
)
LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
ELISION = re.compile(r"(?:l|un|dell|all|nell|dall|sull)['’](?=\w)", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.;:!?])\s+")
LONGEST_UNIT = 3  # letters
FEWEST_CAPITALS = 4  # letters: a whole text in capitals, not an acronym

Meaning = tuple[str, ...]


def mean_the_same(old: str, new: str, language: str, articles: Collection[str]) -> bool:
    """Whether only an editor's changes lie between two texts.

    `articles` are the words without weight of the vocabulary. Whole sentences may have changed
    places.
    """
    sides = _usual(old), _usual(new)
    return any(
        _reduced(sides[0], language, articles, glue=glue)
        == _reduced(sides[1], language, articles, glue=glue)
        or _by_sentences(sides[0], language, articles, glue=glue)
        == _by_sentences(sides[1], language, articles, glue=glue)
        for glue in (True, False)
    )


def _by_sentences(
    text: str, language: str, articles: Collection[str], *, glue: bool
) -> Counter[Meaning]:
    parts = SENTENCE_END.split(text)
    return Counter(_reduced(one, language, articles, glue=glue) for one in parts)


def _usual(text: str) -> str:
    text = unicodedata.normalize("NFC", text).translate(LIGATURES)
    text = GROUPED.sub("", text.replace("\u00ad", "").replace("\u2019", "'"))
    return text.lower() if _is_in_capitals(text) else text


def _is_in_capitals(text: str) -> bool:
    letters = [one for one in text if one.isalpha()]
    return len(letters) > FEWEST_CAPITALS and " " in text.strip() and all(map(str.isupper, letters))


def _reduced(text: str, language: str, articles: Collection[str], *, glue: bool) -> Meaning:
    """The words and signs that count; with `glue`, words joined by a hyphen are one word."""
    return tuple(_Reduction(text, language, articles, glue=glue))


class _Reduction:
    """One pass over the tokens of a text."""

    def __init__(self, text: str, language: str, articles: Collection[str], *, glue: bool) -> None:
        self.tokens = [one for one in tokens_of(text) if one]
        own = {one for one in articles if one not in KNOWN_ARTICLES}
        self.articles = own | (set(ARTICLES.get(language, "").split()) & set(articles))
        self.language, self.glue = language, glue

    def __iter__(self) -> Iterator[str]:
        found: list[str] = []
        is_glued = False
        for at, token in enumerate(self.tokens):
            if WORD.fullmatch(token):
                word = "" if self._is_article(at) else self._word(at)
                if is_glued and found and word:
                    found[-1] += word
                elif word:
                    found.append(word)
                is_glued = False
            elif token in HYPHENS:
                if self._is_minus(at):
                    found.append(MINUS)
                is_glued = self.glue and self._is_inside(at)
            elif self._tells(at):
                found.append(token.rstrip("\ufe0e\ufe0f"))
        return iter(found)

    def _near(self, at: int) -> str:
        """The token at a place; a blank outside the text."""
        return self.tokens[at] if 0 <= at < len(self.tokens) else " "

    def _tells(self, at: int) -> bool:
        """Whether a mark carries meaning: symbols, some punctuation, a bracket inside a word."""
        mark = self.tokens[at][0]
        if mark in "([{":
            return self._near(at - 1)[-1].isalnum()
        return mark in TELLING or unicodedata.category(mark)[0] in "SNLC"

    def _is_minus(self, at: int) -> bool:
        """Whether a hyphen is the sign of a number, or stands between two."""
        before, after = self._near(at - 1), self._near(at + 1)
        if after.isspace():
            after = self._near(at + 2) if before.isspace() else after
        is_sign = before.isspace() or before[-1] in "([{<>=≤≥±~" or before[-1].isdigit()
        return after[0].isdigit() and is_sign

    def _is_inside(self, at: int) -> bool:
        """Whether a hyphen joins two words."""
        return self._near(at - 1)[-1].isalnum() and self._near(at + 1)[0].isalnum()

    def _starts_sentence(self, at: int) -> bool:
        before = [one for one in self.tokens[max(0, at - 3) : at] if not one.isspace()]
        return not before or not before[-1][-1].isalnum()

    def _word(self, at: int) -> str:
        word = self.tokens[at]
        if self.language in {"fr", "it"}:
            word = ELISION.sub("", word)
        is_exact = any(map(str.isupper, word[1:])) or (
            word[0].isupper() and self._is_symbol(word, at)
        )
        if is_exact:
            return word
        word = word.lower()
        for pattern, usual in SPELLING:
            word = pattern.sub(usual, word)
        return word

    def _is_symbol(self, word: str, at: int) -> bool:
        """Whether a capital letter may be a name ("option A") or a unit ("5 K")."""
        before = self._near(at - 2) if self._near(at - 1).isspace() else self._near(at - 1)
        if len(word) == 1:
            return not self._starts_sentence(at)
        return len(word) <= LONGEST_UNIT and before[-1].isdigit()

    def _is_article(self, at: int) -> bool:
        word, after = self.tokens[at], self._near(at + 2)
        if word.lower() not in self.articles or not self._near(at + 1).isspace():
            return False
        if not (
            word.islower() or (self._starts_sentence(at) and word[1:] in {"", word[1:].lower()})
        ):
            return False
        return after[0].isalpha() and after.lower() not in NO_NOUNS
