"""Which kind of provision each clause opens or stands in: told by its label's word, its number,
or its first words.

What stands under a measure is part of the measure, until something else opens. Knows tables, no
particular kind but definitions.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from drafting.domain.clauses.definitions import Defining, defining_with, term_of
from drafting.domain.clauses.labels import designation
from drafting.domain.clauses.tree import ClauseKind
from drafting.domain.clauses.wording import Wording
from drafting.domain.markdown.blocks import Reading
from drafting.domain.vocabulary.number_patterns import pattern_of
from drafting.domain.vocabulary.openings import Openings, openings_of
from drafting.domain.vocabulary.tables import DEFINITION, Kind, Vocabulary

OPENING = frozenset(
    {ClauseKind.HEADING, ClauseKind.PARAGRAPH, ClauseKind.LIST_ITEM, ClauseKind.QUOTE}
)
ENDED = re.compile(
    r"\s*(?:$|[:—–])"
)  # behind a word that is the whole of a heading, or its beginning
SEPARATED = re.compile(r"\s*[:—–]")


@dataclass(frozen=True, slots=True)
class _Tables:
    words: Openings
    numbers: tuple[tuple[re.Pattern[str], str], ...]
    defining: Defining
    has_definitions: bool


@lru_cache(maxsize=16)
def _tables(kinds: tuple[Kind, ...], defining: tuple[str, ...]) -> _Tables:
    numbers = tuple(
        (re.compile(pattern_of(number)), kind.key) for kind in kinds for number in kind.numbers
    )
    has_definitions = any(kind.key == DEFINITION for kind in kinds)
    return _Tables(openings_of(kinds), numbers, defining_with(defining), has_definitions)


def provisions_of(
    reading: Reading,
    kinds: Sequence[ClauseKind],
    words: Sequence[Wording],
    parents: Sequence[int | None],
    vocabulary: Vocabulary,
) -> list[tuple[str, str]]:
    """For each block the key of its kind of provision, "" for none, and the term that it
    defines, "" for none.
    """
    tables = _tables(vocabulary.provisions, vocabulary.defining)
    found: list[tuple[str, str]] = []
    among: list[bool] = []  # whether what stands under the block stands among definitions
    for block, kind, one, parent in zip(reading.blocks, kinds, words, parents, strict=True):
        above, is_among = ("", False) if parent is None else (found[parent][0], among[parent])
        among.append(
            is_among
            or (kind is ClauseKind.HEADING and _opened_by_words(kind, one, tables) == DEFINITION)
        )
        term = term_of(block, one, reading.environment(block), tables.defining, is_among=is_among)
        own = DEFINITION if term and tables.has_definitions else _opened(kind, one, tables)
        found.append((own or above, term))
    return found


def _opened(kind: ClauseKind, words: Wording, tables: _Tables) -> str:
    if kind not in OPENING:
        return ""
    return _opened_by_label(words.number, tables) or _opened_by_words(kind, words, tables)


def _opened_by_label(number: str, tables: _Tables) -> str:
    if not number:
        return ""
    word = designation(number)
    if word:
        return tables.words.key_of(word)
    bare = number.rstrip(".:")
    return next((key for pattern, key in tables.numbers if pattern.fullmatch(bare)), "")


def _opened_by_words(kind: ClauseKind, words: Wording, tables: _Tables) -> str:
    found = tables.words.at(words.text)
    if not found:
        return ""
    if kind is ClauseKind.HEADING:
        return found.key if found.is_open or ENDED.match(words.text, found.end) else ""
    is_apart = SEPARATED.match(words.text, found.end) and not words.text[0].islower()
    return found.key if is_apart else ""
