"""A comparison on a terminal: struck red and underlined green, or [-deleted-] and {+added+}
where there is no colour.
"""

import os
from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Console
from rich.text import Text

from drafting.domain.clauses.citations import citations
from drafting.domain.clauses.tree import ClauseTree
from drafting.domain.comparison.compare import ComparedClause, Comparison
from drafting.domain.comparison.redline import (
    Piece,
    change_label,
    is_change,
    kind_of,
    numbered_changes,
    pieces,
)
from drafting.domain.words.invisible import marked

STYLES = {"del": "red strike", "ins": "green underline", "same": ""}
MARKS = {"del": ("[-", "-]"), "ins": ("{+", "+}"), "same": ("", "")}


def print_redline(old: ClauseTree, new: ClauseTree, comparison: Comparison) -> None:
    """Print every change with its number, status and place; runs of unchanged clauses are one
    line each.
    """
    console = Console(highlight=False, soft_wrap=True)
    is_coloured = console.is_terminal and "NO_COLOR" not in os.environ
    cited = citations(old.clauses), citations(new.clauses)
    changes = numbered_changes(comparison)
    names = {entry.pair: change_label(number) for number, entry in changes}
    for is_changed, run in groupby(comparison.entries, key=is_change):
        if not is_changed:
            count = len(list(run))
            console.print(
                Text(f"  … {count} unchanged {'clause' if count == 1 else 'clauses'}", style="dim")
            )
            continue
        for entry in run:
            console.print(Text(f"{names[entry.pair]} {_heading(entry, *cited)}", style="bold"))
            words = pieces(entry, _words(old, entry.pair.old), _words(new, entry.pair.new))
            console.print(_line(words, is_coloured=is_coloured))
            for note in _notes(entry):
                console.print(Text(f"  ({note})", style="dim"))
    console.print(Text(f"{len(changes)} {'change' if len(changes) == 1 else 'changes'}"))


def _heading(entry: ComparedClause, old: list[str], new: list[str]) -> str:
    kind = kind_of(entry).replace("_only", " only").replace("_", " and ")
    places = [
        names[at] for names, at in ((old, entry.pair.old), (new, entry.pair.new)) if at is not None
    ]
    why = (
        f" ({', '.join(reason.value.replace('_', ' ') for reason in entry.reasons)})"
        if entry.reasons
        else ""
    )
    return f"{kind}, {entry.significance.value}{why}: {' → '.join(dict.fromkeys(places))}"


def _line(words: Iterable[Piece], *, is_coloured: bool) -> Text:
    line = Text("  ")
    for piece in words:
        before, after = ("", "") if is_coloured else MARKS[piece.kind]
        note = f"{piece.note}: " if piece.note else ""
        line.append(
            f"{before}{note}{_shown(piece.text)}{after}",
            style=STYLES[piece.kind] if is_coloured else "",
        )
    return line


def _shown(text: str) -> str:
    """With the names of characters that cannot be seen, which might turn the line around, in
    their places.
    """
    return "".join(f"⟦{name}⟧" if name else stretch for stretch, name in marked(text))


def _notes(entry: ComparedClause) -> Iterator[str]:
    if entry.is_formatting_changed:
        yield "the formatting changed too"
    for one in entry.invisible:
        word = f" in “{_shown(one.word)}”" if one.word else ""
        yield f"cannot be seen: {one.name}{word}, {one.count:+}"


def _words(tree: ClauseTree, position: int | None) -> str:
    return "" if position is None else tree.clauses[position].text
