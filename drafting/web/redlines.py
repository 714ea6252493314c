"""A comparison as its page shows it: numbered changes in the order of the new text, and folded runs of unchanged clauses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from drafting.domain.alignment import Pair
from drafting.domain.comparison import ComparedClause, Comparison
from drafting.domain.redline import KINDS, Piece, counts_by_kind, is_change, kind_of, named_changes, number_of_changes, pieces
from drafting.policy.identity import Identity
from drafting.services.comparisons import Side, side_of
from drafting.services.thread_queries import counts_by_clause
from drafting.storage.models import CodeOfPractice, Version
from drafting.storage.unit_of_work import Session

PAGE = 200  # changes
MOST_SHOWN_UNCHANGED = 1_000  # clauses on one page; beyond it a fold is a link to the text


@dataclass(frozen=True, slots=True)
class Change:
    """One changed clause. `old` or `new` is None where it was added or deleted."""

    name: str  # "C-014": its place among all changes of the two texts, whatever is filtered
    kind: str  # a status, or that only the formatting differs
    old: Side | None
    new: Side | None
    inline: tuple[Piece, ...]
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
    map: tuple[tuple[str, str, int], ...]  # name, kind, page it is on
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
    """The changes of one page, narrowed to the kinds `wanted` (all, if none is named)."""
    chosen = frozenset(wanted) & KINDS
    fits = [(name, entry) for name, entry in named_changes(comparison) if not chosen or kind_of(entry) in chosen]
    pages = max(1, ceil(len(fits) / PAGE))
    page = min(max(page, 1), pages)
    here = {entry.pair: name for name, entry in fits[(page - 1) * PAGE : page * PAGE]}
    counts = counts_by_kind(comparison)
    sides = _Sides(side_of(db, old), side_of(db, new), counts_by_clause(db, actor, code, old))
    return Redline(
        rows=tuple(_rows(comparison, here, sides, is_whole=not chosen and pages == 1)),
        counts=counts,
        changes=number_of_changes(counts),
        shown=len(fits),
        page=page,
        pages=pages,
        map=tuple((name, kind_of(entry), n // PAGE + 1) for n, (name, entry) in enumerate(fits)),
        wanted=chosen,
    )


@dataclass(frozen=True, slots=True)
class _Sides:
    old: Sequence[Side]
    new: Sequence[Side]
    threads: Mapping[int | None, int]


def _rows(comparison: Comparison, here: Mapping[Pair, str], sides: _Sides, *, is_whole: bool) -> Iterator[Change | Fold]:
    run: list[Side] = []
    carry = sum(not is_change(entry) for entry in comparison.entries) <= MOST_SHOWN_UNCHANGED
    for entry in comparison.entries:
        name = here.get(entry.pair)
        if name is not None:
            yield from _fold(run, carry=carry)
            run = []
            yield _change(entry, name, sides)
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
    inline = tuple(pieces(entry, old.text if old else "", new.text if new else ""))
    return Change(name, kind_of(entry), old, new, inline, threads)
