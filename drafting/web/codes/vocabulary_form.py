"""The tables of a vocabulary as the rows of a form: written out for people, read back as typed,
kept when they are wrong.

Lists are separated by commas, semicolons or line ends. Whether the words will do is decided by
the domain.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from drafting.domain.clauses.addresses import slug
from drafting.domain.vocabulary.checks import LISTS, MOST_KINDS
from drafting.domain.vocabulary.tables import Kind, Vocabulary

SEPARATOR = re.compile(r"[,;\n]")
LONGEST_KEY = 40


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind as its fields hold it; `key` is "" for one that is new."""

    key: str
    name: str
    words: str
    numbers: str = ""


@dataclass(frozen=True, slots=True)
class VocabularyForm:
    """What the fields hold. Behind the kinds of each table stands an empty row for one more."""

    provisions: list[KindRow]
    blocks: list[KindRow]
    lists: Mapping[str, str]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> "VocabularyForm":
        """The form that shows a vocabulary."""
        lists = {name: ", ".join(getattr(vocabulary, name)) for name in LISTS}
        return cls(
            [_row(kind) for kind in vocabulary.provisions],
            [_row(kind) for kind in vocabulary.blocks],
            lists,
        )

    @classmethod
    def typed(cls, fields: Mapping[str, str]) -> "VocabularyForm":
        """What was typed, without the rows that are to be removed or that are empty and new."""
        lists = {name: fields.get(name, "") for name in LISTS}
        return cls(
            list(_typed_rows(fields, "provisions")), list(_typed_rows(fields, "blocks")), lists
        )

    def tables(self) -> dict[str, Any]:
        """As the domain reads it (vocabulary_checks.vocabulary_from_json); a new kind gets a key
        after its name.
        """
        return {
            "provisions": [
                {**row, "numbers": _entries(one.numbers)} for one, row in _keyed(self.provisions)
            ],
            "blocks": [row for _, row in _keyed(self.blocks)],
            **{name: _entries(words) for name, words in self.lists.items()},
        }


def _row(kind: Kind) -> KindRow:
    return KindRow(kind.key, kind.name, ", ".join(kind.words), ", ".join(kind.numbers))


def _typed_rows(fields: Mapping[str, str], table: str) -> Iterator[KindRow]:
    for place in range(MOST_KINDS + 1):
        key, name, words, numbers = (
            fields.get(f"{table}-{place}-{part}", "")
            for part in ("key", "name", "words", "numbers")
        )
        is_filled = key or name.strip() or words.strip() or numbers.strip()
        if is_filled and not fields.get(f"{table}-{place}-remove"):
            yield KindRow(key, name, words, numbers)


def _keyed(rows: list[KindRow]) -> Iterator[tuple[KindRow, dict[str, Any]]]:
    taken = {row.key for row in rows if row.key}
    for row in rows:
        key = row.key or _free_key(row.name, taken)
        taken.add(key)
        yield row, {"key": key, "name": row.name, "words": _entries(row.words)}


def _free_key(name: str, taken: set[str]) -> str:
    wanted = slug(name).replace(".", "-")[: LONGEST_KEY - 4].strip("-") or "kind"
    choices = (wanted, *(f"{wanted}-{number}" for number in range(2, 2 * MOST_KINDS)))
    return next(choice for choice in choices if choice not in taken)


def _entries(typed: str) -> list[str]:
    return [entry.strip() for entry in SEPARATOR.split(typed) if entry.strip()]
