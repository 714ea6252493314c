"""The tables of a vocabulary as the fields of a form, also when what was typed is wrong.

The entries of a list are separated by commas, semicolons or line ends. The domain decides whether
they can be used.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from drafting.domain.clauses.addresses import slug
from drafting.domain.vocabulary.checks import LISTS, MOST_KINDS
from drafting.domain.vocabulary.tables import Kind, Vocabulary

SEPARATOR = re.compile(r"[,;\n]")
MAX_KEY_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind as its fields hold it; `key` is "" for one that is new."""

    key: str
    name: str
    words: str
    numbers: str = ""


@dataclass(frozen=True, slots=True)
class VocabularyForm:
    """What the fields hold. The page adds an empty row for one more kind to each table."""

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
    def from_fields(cls, fields: Mapping[str, str]) -> "VocabularyForm":
        """What was typed, without empty new rows and those marked for removal."""
        lists = {name: fields.get(name, "") for name in LISTS}
        return cls(
            list(_typed_rows(fields, "provisions")), list(_typed_rows(fields, "blocks")), lists
        )

    def tables(self) -> dict[str, Any]:
        """The tables as vocabulary_from_json reads them; a new kind's key is made from its name."""
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
    used = {row.key for row in rows if row.key}
    for row in rows:
        key = row.key or _free_key(row.name, used)
        used.add(key)
        yield row, {"key": key, "name": row.name, "words": _entries(row.words)}


def _free_key(name: str, used: set[str]) -> str:
    wanted = slug(name).replace(".", "-")[: MAX_KEY_CHARACTERS - 4].strip("-") or "kind"
    choices = (wanted, *(f"{wanted}-{number}" for number in range(2, 2 * MOST_KINDS)))
    return next(choice for choice in choices if choice not in used)


def _entries(typed: str) -> list[str]:
    return [entry.strip() for entry in SEPARATOR.split(typed) if entry.strip()]
