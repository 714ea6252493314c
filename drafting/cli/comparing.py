"""drafting compare and drafting carry: two Markdown files, no database, no settings."""

import gc
import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

import click

from drafting.domain.clauses.tree import Clause, ClauseTree
from drafting.domain.limits import MAX_TEXT_BYTES

if TYPE_CHECKING:
    from drafting.domain.alignment.align import Pair
    from drafting.domain.comparison.compare import Comparison

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NOT_AN_ANCHOR = (
    "An anchor is an object with id, start, end (code points in OLD, whole numbers) and quote."
)


@click.command(short_help="Compare two Markdown files clause by clause.")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print JSON for programs; docs/comparison.md has the shape.",
)
@click.option(
    "--details",
    is_flag=True,
    help="With --json: what changed in each clause, how much it matters, in one line.",
)
def compare(old: Path, new: Path, *, as_json: bool, details: bool) -> None:
    """Print what became of each clause of OLD in NEW: a redline, or JSON."""
    texts = _text(old), _text(new)
    from drafting.domain.clauses.parsing import parse_clauses
    from drafting.domain.comparison.compare import compare as compare_trees

    parse_clauses(
        ""
        # what a process makes once, its start therefore: the patterns of the vocabulary, the reader
        # of Markdown
    )
    gc.disable()  # a tenth of the time, for nothing: the process ends with the answer
    begun = time.perf_counter()
    trees = parse_clauses(texts[0]), parse_clauses(texts[1])
    if as_json:
        from drafting.domain.alignment.align import align

        rows = (
            list(_detailed(*trees, compare_trees(*trees)))
            if details
            else [_row(*trees, pair) for pair in align(*trees)]
        )
        ms = round((time.perf_counter() - begun) * 1000, 1)
        click.echo(json.dumps({"clauses": rows, "ms": ms}))
        return
    from drafting.cli.redline import print_redline

    print_redline(*trees, compare_trees(*trees))


@click.command(short_help="Find quoted passages of one Markdown file in another.")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.argument("anchors", type=FILE)
def carry(old: Path, new: Path, anchors: Path) -> None:
    """Print, as JSON, where each passage of OLD that ANCHORS names is in NEW."""
    texts = _text(old), _text(new)
    given = _anchors(anchors, texts[0])
    from drafting.domain.alignment.align import align
    from drafting.domain.anchors.anchoring import Anchor, reanchor
    from drafting.domain.clauses.parsing import parse_clauses

    trees = parse_clauses(texts[0]), parse_clauses(texts[1])
    found_again = reanchor(
        *trees, align(*trees), [Anchor(one["start"], one["end"]) for one in given]
    )
    rows = [
        {"id": one["id"], "status": found.status.value, "start": found.start, "end": found.end}
        for one, found in zip(given, found_again, strict=True)
    ]
    click.echo(json.dumps({"anchors": rows}, ensure_ascii=False))


def _text(path: Path) -> str:
    """A file's text as it stands there, line ends and all; one line if it is none."""
    source = path.read_bytes()
    if len(source) > MAX_TEXT_BYTES:
        raise click.ClickException(f"{path}: the text is too large: at most 5 MiB.")
    if b"\0" in source:
        raise click.ClickException(f"{path}: this is not a text.")
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise click.ClickException(
            f"{path}: the text is not in UTF-8 (first at line {line})."
        ) from error


def _anchors(path: Path, old: str) -> list[dict[str, Any]]:
    try:
        given = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise click.ClickException(f"{path}: this is not JSON.") from error
    if not isinstance(given, list):
        raise click.ClickException(f"{path}: a list of anchors is expected.")
    for number, one in enumerate(given, start=1):
        problem = _problem(one, old)
        if problem is not None:
            raise click.ClickException(f"{path}: anchor {number}: {problem}")
    return given


def _problem(one: object, old: str) -> str | None:
    """What is wrong with an anchor: its shape, its place in OLD, or that other words stand
    there.
    """
    if not isinstance(one, dict) or "id" not in one or not isinstance(one.get("quote"), str):
        return NOT_AN_ANCHOR
    start, end = one.get("start"), one.get("end")
    if not (_is_whole(start) and _is_whole(end)):
        return NOT_AN_ANCHOR
    if not 0 <= start < end <= len(old):
        return f"{start} to {end} is not a passage of OLD, which has {len(old)} code points."
    if old[start:end].split() != one["quote"].split():
        return (
            f"the quote of {json.dumps(one['id'])} is not what stands in OLD from {start} to {end}."
        )
    return None


def _is_whole(number: object) -> TypeGuard[int]:
    return isinstance(number, int) and not isinstance(number, bool)


def _row(old: ClauseTree, new: ClauseTree, pair: "Pair") -> dict[str, Any]:
    return {
        "old": _lines(old, pair.old),
        "new": _lines(new, pair.new),
        "status": pair.status.value,
        "confidence": round(pair.confidence, 3),
    }


def _detailed(
    old: ClauseTree, new: ClauseTree, comparison: "Comparison"
) -> Iterator[dict[str, Any]]:
    from drafting.domain.comparison.change_summaries import SideWords, summaries_of, words_of_sides
    from drafting.domain.comparison.redline import is_change, kind_of

    sides = words_of_sides(old), words_of_sides(new)
    nothing = SideWords("", "")
    for entry in comparison.entries:
        before, after = (
            nothing if at is None else side[at]
            for side, at in zip(sides, (entry.pair.old, entry.pair.new), strict=True)
        )
        yield {
            **_row(old, new, entry.pair),
            "kind": kind_of(entry),
            "significance": entry.significance.value if is_change(entry) else None,
            "reasons": [reason.value for reason in entry.reasons],
            "summary": "; ".join(map(str, summaries_of(entry, before, after)))
            if is_change(entry)
            else "",
            "is_formatting_changed": entry.is_formatting_changed,
            "invisible": [asdict(one) for one in entry.invisible],
            "words": [asdict(one) for one in entry.changes],
        }


def _lines(tree: ClauseTree, position: int | None) -> dict[str, int] | None:
    if position is None:
        return None
    clause: Clause = tree.clauses[position]
    return {"start_line": clause.start_line, "end_line": clause.end_line}
