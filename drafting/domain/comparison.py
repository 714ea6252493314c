"""Provisional, so that others can run: the helper who builds comparison replaces this file."""

import difflib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from drafting.domain.alignment import ClauseStatus, Pair
from drafting.domain.clauses import ClauseTree

ENGINE = 0


@dataclass(frozen=True, slots=True)
class WordChange:
    old_start: int
    old_end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class ComparedClause:
    pair: Pair
    changes: tuple[WordChange, ...]
    is_formatting_only: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    entries: tuple[ComparedClause, ...]

    @property
    def counts(self) -> Mapping[ClauseStatus, int]:
        return Counter(entry.pair.status for entry in self.entries)

    def as_json(self) -> Any:
        return [
            [e.pair.old, e.pair.new, e.pair.status.value, [[c.old_start, c.old_end, c.new_start, c.new_end] for c in e.changes]]
            for e in self.entries
        ]

    @classmethod
    def from_json(cls, rows: Any) -> "Comparison":
        return cls(
            tuple(
                ComparedClause(Pair(old, new, ClauseStatus(status), 1.0), tuple(WordChange(*c) for c in changes))
                for old, new, status, changes in rows
            )
        )


def compare(old: ClauseTree, new: ClauseTree) -> Comparison:
    a, b = [c.text for c in old.clauses], [c.text for c in new.clauses]
    rows: list[Any] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        same = min(i2 - i1, j2 - j1)
        for k in range(same):
            change = [] if tag == "equal" else [[0, len(a[i1 + k]), 0, len(b[j1 + k])]]
            rows.append([i1 + k, j1 + k, "unchanged" if tag == "equal" else "edited", change])
        rows += [[i, None, "deleted", [[0, len(a[i]), 0, 0]]] for i in range(i1 + same, i2)]
        rows += [[None, j, "added", [[0, 0, 0, len(b[j])]]] for j in range(j1 + same, j2)]
    return Comparison.from_json(rows)
