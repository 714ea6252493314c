"""A comparison on a terminal: struck red and underlined green, or [-deleted-] and {+added+} where there is no colour."""

import os
from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Console
from rich.text import Text

from drafting.domain.alignment import ClauseStatus
from drafting.domain.citations import citations
from drafting.domain.clauses import ClauseTree
from drafting.domain.comparison import ComparedClause, Comparison

STYLES = {"del": "red strike", "ins": "green underline", "same": ""}
MARKS = {"del": ("[-", "-]"), "ins": ("{+", "+}"), "same": ("", "")}


def print_redline(old: ClauseTree, new: ClauseTree, comparison: Comparison) -> None:
    """Print every change with its number, status and place; runs of unchanged clauses are one line each."""
    console = Console(highlight=False, soft_wrap=True)
    is_coloured = console.is_terminal and "NO_COLOR" not in os.environ
    names = citations(old.clauses), citations(new.clauses)
    number = 0
    for is_unchanged, run in groupby(comparison.entries, key=_is_unchanged):
        if is_unchanged:
            count = len(list(run))
            console.print(Text(f"  … {count} unchanged {'clause' if count == 1 else 'clauses'}", style="dim"))
            continue
        for entry in run:
            number += 1
            console.print(Text(f"C-{number:03} {_heading(entry, *names)}", style="bold"))
            console.print(_line(_pieces(entry, old, new), is_coloured=is_coloured))
    console.print(Text(f"{number} changes"))


def _is_unchanged(entry: ComparedClause) -> bool:
    return entry.pair.status is ClauseStatus.UNCHANGED and not entry.is_formatting_only


def _heading(entry: ComparedClause, old: list[str], new: list[str]) -> str:
    status = "formatting only" if entry.is_formatting_only else entry.pair.status.value.replace("_", " and ")
    places = [names[at] for names, at in ((old, entry.pair.old), (new, entry.pair.new)) if at is not None]
    return f"{status}: {' → '.join(dict.fromkeys(places))}"


def _line(pieces: Iterable[tuple[str, str]], *, is_coloured: bool) -> Text:
    line = Text("  ")
    for kind, words in pieces:
        if not words:
            continue
        before, after = ("", "") if is_coloured else MARKS[kind]
        line.append(f"{before}{words}{after}", style=STYLES[kind] if is_coloured else "")
    return line


def _pieces(entry: ComparedClause, old: ClauseTree, new: ClauseTree) -> Iterator[tuple[str, str]]:
    sides = (old, entry.pair.old), (new, entry.pair.new)
    before, after = ["" if at is None else tree.clauses[at].text for tree, at in sides]
    at = 0
    for change in entry.changes:
        yield "same", after[at : change.new_start]
        yield "del", before[change.old_start : change.old_end]
        yield "ins", after[change.new_start : change.new_end]
        at = change.new_end
    yield "same", after[at:]
