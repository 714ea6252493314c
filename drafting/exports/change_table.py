"""Writes the changes between two versions as a table, one row each."""

from collections.abc import Iterable

from drafting.exports.documents import ExportedChange
from drafting.exports.spreadsheet import table_of

COLUMNS = (
    "Change", "Kind", "Weight", "Why it is substantive", "Summary", "Clause before", "Words before",
    "Clause now", "Words now", "Comments behind it", "Link",
)  # fmt: skip


def change_table(changes: Iterable[ExportedChange]) -> bytes:
    """The file: one row a change, the names of the columns first."""
    return table_of(COLUMNS, map(_cells, changes))


def _cells(change: ExportedChange) -> tuple[str, ...]:
    return (
        change.name,
        _words(change.kind),
        _words(change.significance),
        "; ".join(_words(reason) for reason in change.reasons),
        change.summary,
        change.old_clause,
        change.old_text,
        change.new_clause,
        change.new_text,
        str(change.comments),
        change.address,
    )


def _words(key: str) -> str:
    return key.replace("_", " ").capitalize()
