"""A comparison as its page shows it: which changes fit the filters, and the rows of one page in reading order.

What a change looks like is said by redline_changes.py, where it lies in the text by redline_map.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from drafting.domain.alignment import Pair
from drafting.domain.comparison import ComparedClause, Comparison
from drafting.domain.redline import counts_by_kind, is_change, kind_of, named_changes, number_of_changes
from drafting.policy.identity import Identity
from drafting.services.change_chapters import chapter_of_clauses, own_chapters
from drafting.services.change_threads import threads_behind
from drafting.services.changes import changes_of
from drafting.services.comparisons import Side, side_of
from drafting.services.last_readings import SinceReading, changed_since, last_reading
from drafting.storage.models import CodeOfPractice, LastReading, Version
from drafting.storage.unit_of_work import Session
from drafting.web.redline_changes import Named, ShownChange, Sources, Stub, named, shown, stub_of
from drafting.web.redline_filters import ChangeFacts, FilterCounts, Filters
from drafting.web.redline_map import Mark, marks_of, places_of, stubs_of

PAGE = 200  # changes
ChaptersOf = Sequence[int | None]  # ids, by the position of the clause
MOST_SHOWN_UNCHANGED = 1_000  # clauses on one page; beyond it a fold is a link to the text


@dataclass(frozen=True, slots=True)
class Fold:
    """A run of unchanged clauses; `clauses` is empty where there are too many to carry along."""

    first: Side
    last: Side
    count: int
    clauses: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form of filters offers, with how many changes each would leave."""

    counts: FilterCounts
    chapters: tuple[tuple[int, str], ...]
    own_chapters: frozenset[int]
    groups: tuple[tuple[int, str], ...]
    reading: LastReading | None
    is_since_known: bool  # whether it is computed what changed after the last reading


@dataclass(frozen=True, slots=True)
class Redline:
    """The page. `rows` are changes, folds and stubs; `summaries` all changes that fit, with the page each is on."""

    rows: tuple[ShownChange | Fold | Stub, ...]
    summaries: tuple[tuple[Named, int], ...]
    map: tuple[Mark, ...]
    counts: Mapping[str, int]
    changes: int
    shown: int
    page: int
    pages: int
    filters: Filters
    choices: Choices


def redline_of(
    db: Session,
    actor: Identity,
    code: CodeOfPractice,
    *,
    old: Version,
    new: Version,
    comparison: Comparison,
    filters: Filters,
    page: int,
) -> Redline:
    """The changes of one page, narrowed to what fits."""
    sources = Sources(side_of(db, old), side_of(db, new), threads_behind(db, actor, code, old, new))
    changes = _named_changes(db, old, new, comparison, sources)
    reading = last_reading(db, actor, code)
    since = changed_since(db, reading, old, new) if reading else None
    facts = facts_of(changes, (chapter_of_clauses(db, old), chapter_of_clauses(db, new)), since)
    fits = [one for one in changes if filters.fits(facts[one.entry.pair])]
    choices = Choices(
        counts=FilterCounts.of(facts.values()),
        chapters=tuple({one.chapter_id: one.title for version in (old, new) for one in version.chapters}.items()),
        own_chapters=own_chapters(db, actor, code),
        groups=tuple((one.id, one.name) for one in code.stakeholder_groups),
        reading=reading,
        is_since_known=since is not None,
    )
    return one_page(comparison, sources, fits, page=page, filters=filters, choices=choices)


def one_page(
    comparison: Comparison, sources: Sources, fits: Sequence[Named], *, page: int, filters: Filters, choices: Choices
) -> Redline:
    """The rows of one page of the changes that fit, and the way to the others."""
    pages = max(1, ceil(len(fits) / PAGE))
    page = min(max(page, 1), pages)
    on_page = {one.entry.pair: n // PAGE + 1 for n, one in enumerate(fits)}
    here = {one.entry.pair: one for one in fits if on_page[one.entry.pair] == page}
    counts = counts_by_kind(comparison)
    return Redline(
        rows=tuple(_Rows(comparison, here, sources, is_whole=not filters.is_narrowing and pages == 1).rows()),
        summaries=tuple((one, on_page[one.entry.pair]) for one in fits),
        map=marks_of(fits, places_of(comparison, sources), on_page),
        counts=counts,
        changes=number_of_changes(counts),
        shown=len(fits),
        page=page,
        pages=pages,
        filters=filters,
        choices=choices,
    )


def _named_changes(db: Session, old: Version, new: Version, comparison: Comparison, sources: Sources) -> list[Named]:
    rows = changes_of(db, old, new)
    return [
        named(entry, rows.get((entry.pair.old, entry.pair.new)), name, sources) for name, entry in named_changes(comparison)
    ]


def facts_of(
    changes: Sequence[Named], chapters: tuple[ChaptersOf, ChaptersOf], since: SinceReading | None = None
) -> Mapping[Pair, ChangeFacts]:
    """What filters ask of each change; `chapters` are those of the clauses of both sides."""
    return {one.entry.pair: _facts_of(one, chapters, since) for one in changes}


def _facts_of(one: Named, chapters: tuple[ChaptersOf, ChaptersOf], since: SinceReading | None) -> ChangeFacts:
    pair = one.entry.pair
    places = (chapters[side][at] for side, at in enumerate((pair.old, pair.new)) if at is not None)
    is_new = since is not None and (since.new(pair.new) if pair.new is not None else since.old(pair.old or 0))
    return ChangeFacts(
        kind=kind_of(one.entry),
        significance=one.significance,
        chapters=frozenset(chapter for chapter in places if chapter is not None),
        groups=frozenset(thread.group_id for thread in one.threads if thread.group_id is not None),
        is_mine=any(thread.is_mine for thread in one.threads),
        is_new=is_new,
        texts=(one.old.text if one.old else "", one.new.text if one.new else ""),
    )


class _Rows:
    """The rows of one page. Unchanged text and stubs stand between the changes where all of them are there (`is_whole`)."""

    def __init__(self, comparison: Comparison, here: Mapping[Pair, Named], sources: Sources, *, is_whole: bool) -> None:
        self.comparison, self.here, self.sources, self.is_whole = comparison, here, sources, is_whole
        self.carry = sum(not is_change(entry) for entry in comparison.entries) <= MOST_SHOWN_UNCHANGED
        self.stubs = stubs_of(comparison, [one for one in here.values() if is_whole and one.is_moved])
        self.run: list[Side] = []

    def rows(self) -> Iterator[ShownChange | Fold | Stub]:
        yield from self._stubs(None)
        for entry in self.comparison.entries:
            yield from self._of(entry)
            yield from self._stubs(entry.pair)
        yield from self._fold()

    def _of(self, entry: ComparedClause) -> Iterator[ShownChange | Fold]:
        change = self.here.get(entry.pair)
        if change is not None:
            yield from self._fold()
            yield shown(change, has_stub=self.is_whole and change.is_moved)
        elif self.is_whole and entry.pair.new is not None:
            self.run.append(self.sources.new[entry.pair.new])

    def _stubs(self, after: Pair | None) -> Iterator[Fold | Stub]:
        for change in self.stubs.get(after, ()):
            yield from self._fold()
            yield stub_of(change)

    def _fold(self) -> Iterator[Fold]:
        run, self.run = self.run, []
        if run:
            yield Fold(run[0], run[-1], len(run), tuple(run) if self.carry else ())
