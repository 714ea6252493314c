"""A comparison as its page shows it: numbered changes in the order of the new text, and folded runs of unchanged clauses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from drafting.domain.alignment import ClauseStatus
from drafting.domain.comparison import ComparedClause, Comparison
from drafting.policy.identity import Identity
from drafting.services.comparisons import Side, side_of
from drafting.services.thread_queries import counts_by_clause
from drafting.storage.models import CodeOfPractice, Version
from drafting.storage.unit_of_work import Session

PAGE = 200  # changes
MOST_SHOWN_UNCHANGED = 1_000  # clauses on one page; beyond it a fold is a link to the text
SAME_WORDS = frozenset({ClauseStatus.MOVED, ClauseStatus.RENUMBERED, ClauseStatus.MOVED_RENUMBERED})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words: "same", "del" or "ins"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One changed clause. `old` or `new` is None where it was added or deleted."""

    name: str  # "C-014": its place among all changes of the two texts, whatever is filtered
    status: ClauseStatus
    old: Side | None
    new: Side | None
    inline: tuple[Piece, ...]
    is_formatting_only: bool
    threads: int  # on the old clause, as far as the reader sees them


@dataclass(frozen=True, slots=True)
class Fold:
    """A run of unchanged clauses; `clauses` is empty where there are too many to carry along."""

    first: Side
    last: Side
    count: int
    clauses: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Redline:
    """The page. `rows` are changes and folds; `map` has a word for each change of the whole text, in order."""

    rows: tuple[Change | Fold, ...]
    counts: Mapping[str, int]
    changes: int
    shown: int
    page: int
    pages: int
    map: tuple[tuple[str, str, int], ...]  # name, status, page it is on
    wanted: frozenset[str]


def redline_of(
    db: Session,
    actor: Identity,
    code: CodeOfPractice,
    *,
    old: Version,
    new: Version,
    comparison: Comparison,
    wanted: Sequence[str],
    page: int,
) -> Redline:
    """The changes of one page, narrowed to the statuses `wanted` (all, if none is named)."""
    chosen = frozenset(wanted) & {status.value for status in ClauseStatus}
    names = _named(comparison)
    fits = [entry for entry in comparison.entries if id(entry) in names and (not chosen or entry.pair.status.value in chosen)]
    pages = max(1, ceil(len(fits) / PAGE))
    page = min(max(page, 1), pages)
    here = {id(entry) for entry in fits[(page - 1) * PAGE : page * PAGE]}
    sides = _Sides(side_of(db, old), side_of(db, new), counts_by_clause(db, actor, code, old))
    return Redline(
        rows=tuple(_rows(comparison, names, here, sides, is_whole=not chosen and pages == 1)),
        counts={status.value: count for status, count in comparison.counts.items() if count},
        changes=len(names),
        shown=len(fits),
        page=page,
        pages=pages,
        map=tuple((names[id(entry)], entry.pair.status.value, n // PAGE + 1) for n, entry in enumerate(fits)),
        wanted=chosen,
    )


@dataclass(frozen=True, slots=True)
class _Sides:
    old: Sequence[Side]
    new: Sequence[Side]
    threads: Mapping[int | None, int]


def _named(comparison: Comparison) -> dict[int, str]:
    changed = [entry for entry in comparison.entries if _is_change(entry)]
    return {id(entry): f"C-{n:03}" for n, entry in enumerate(changed, start=1)}


def _is_change(entry: ComparedClause) -> bool:
    return entry.pair.status is not ClauseStatus.UNCHANGED or entry.is_formatting_only


def _rows(
    comparison: Comparison, names: Mapping[int, str], here: set[int], sides: _Sides, *, is_whole: bool
) -> Iterator[Change | Fold]:
    run: list[Side] = []
    carry = sum(not _is_change(entry) for entry in comparison.entries) <= MOST_SHOWN_UNCHANGED
    for entry in comparison.entries:
        if id(entry) in here:
            yield from _fold(run, carry=carry)
            run = []
            yield _change(entry, names[id(entry)], sides)
        elif is_whole and entry.pair.new is not None:
            run.append(sides.new[entry.pair.new])
    yield from _fold(run, carry=carry)


def _fold(run: list[Side], *, carry: bool) -> Iterator[Fold]:
    if run:
        yield Fold(run[0], run[-1], len(run), tuple(run) if carry else ())


def _change(entry: ComparedClause, name: str, sides: _Sides) -> Change:
    old = sides.old[entry.pair.old] if entry.pair.old is not None else None
    new = sides.new[entry.pair.new] if entry.pair.new is not None else None
    threads = sides.threads.get(old.id, 0) if old else 0
    pieces = tuple(_pieces(entry, old.text if old else "", new.text if new else ""))
    return Change(name, entry.pair.status, old, new, pieces, entry.is_formatting_only, threads)


def _pieces(entry: ComparedClause, old: str, new: str) -> Iterator[Piece]:
    """The new words with the old ones between them."""
    if entry.pair.status in SAME_WORDS:
        yield Piece("same", new)
        return
    at = 0
    for change in entry.changes:
        if change.new_start > at:
            yield Piece("same", new[at : change.new_start])
        if change.old_end > change.old_start:
            yield Piece("del", old[change.old_start : change.old_end])
        if change.new_end > change.new_start:
            yield Piece("ins", new[change.new_start : change.new_end])
        at = change.new_end
    if at < len(new):
        yield Piece("same", new[at:])
