"""A comparison as its page shows it: which changes fit the filters, and which of them are on the
page that is asked for.

What a change looks like is said by redline_changes.py, where it lies in the text by
redline_map.py, in what order all stands by redline_rows.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from drafting.domain.comparison.compare import Comparison
from drafting.domain.comparison.redline import (
    counts_by_kind,
    kind_of,
    number_of_changes,
    numbered_changes,
)
from drafting.domain.comparison.significance import Significance
from drafting.policy.identity import Identity
from drafting.services.anchors.threads_by_clause import threads_by_clause
from drafting.services.comparison.changes import changes_of
from drafting.services.comparison.clause_chapters import chapter_of_clauses, own_chapters
from drafting.services.comparison.comparisons import clauses_of_side
from drafting.services.comparison.last_readings import ChangedSince, changed_since, last_reading
from drafting.storage.models import CodeOfPractice, LastReading, Version
from drafting.storage.unit_of_work import Session
from drafting.web.comparison.redline_changes import ComparisonSides, NumberedChange, number_change
from drafting.web.comparison.redline_filters import ChangeFacts, FilterCounts, Filters
from drafting.web.comparison.redline_map import MapMark, marks_of, places_of
from drafting.web.comparison.redline_rows import ChaptersOfClauses, RedlineRows, Row

PAGE = 100  # changes
PAPER = 1000  # changes on one page for printing
ChaptersOf = Sequence[int | None]  # ids, by the position of the clause


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What the form of filters offers, with how many changes each would leave."""

    counts: FilterCounts
    chapters: tuple[tuple[int, str], ...]
    own_chapters: frozenset[int]
    groups: tuple[tuple[int, str], ...]
    asking_groups: frozenset[int]  # those that are behind any change
    reading: LastReading | None
    is_since_known: bool  # whether it is computed what changed after the last reading


@dataclass(frozen=True, slots=True)
class RedlineRequest:
    """Which part is asked for: a page, or the page that holds change `at`, cut for the screen or
    (`is_paper`) for printing.
    """

    page: int | None = None
    at: int | None = None
    is_paper: bool = False

    def page_of(self, fits: Sequence[NumberedChange]) -> int:
        """The page that is meant among those that fit."""
        there = next((n for n, one in enumerate(fits) if one.number == self.at), 0)
        return min(max(self.page or there // self.size + 1, 1), self.pages_of(fits))

    def pages_of(self, fits: Sequence[NumberedChange]) -> int:
        """How many pages there are, one at least."""
        return max(1, ceil(len(fits) / self.size))

    @property
    def size(self) -> int:
        """Changes on a page."""
        return PAPER if self.is_paper else PAGE


@dataclass(frozen=True, slots=True)
class Redline:
    """The page. `summaries` are all changes that fit, with the page each is on."""

    rows: tuple[Row, ...]
    summaries: tuple[tuple[NumberedChange, int], ...]
    map: tuple[MapMark, ...]
    counts: Mapping[str, int]
    changes: int
    shown: int
    page: int
    pages: int
    filters: Filters
    choices: FilterChoices
    is_paper: bool
    absent: int | None  # the number of a change that was asked for and is not among these


def redline_of(
    db: Session,
    actor: Identity,
    code: CodeOfPractice,
    *,
    old: Version,
    new: Version,
    comparison: Comparison,
    filters: Filters,
    wanted: RedlineRequest,
) -> Redline:
    """The changes of one page, narrowed to what fits."""
    sources = ComparisonSides(
        clauses_of_side(db, old),
        clauses_of_side(db, new),
        threads_by_clause(db, actor, code, old, new),
    )
    changes = _numbered_changes(db, old, new, comparison, sources)
    reading = last_reading(db, actor, code)
    since = changed_since(db, reading, old, new) if reading else None
    chapters = chapter_of_clauses(db, old), chapter_of_clauses(db, new)
    facts = [facts_of(one, chapters, since) for one in changes]
    missed = [filters.missed(one) for one in facts]
    fits = [one for one, misses in zip(changes, missed, strict=True) if not misses]
    choices = FilterChoices(
        counts=FilterCounts.of(zip(facts, missed, strict=True)),
        chapters=tuple(
            {
                one.chapter_id: one.title for version in (old, new) for one in version.chapters
            }.items()
        ),
        own_chapters=own_chapters(db, actor, code),
        groups=tuple((one.id, one.name) for one in code.stakeholder_groups),
        asking_groups=frozenset(group for one in facts for group in one.groups),
        reading=reading,
        is_since_known=since is not None,
    )
    titles = {one.chapter_id: one.title for one in new.chapters}
    shown_chapters = ChaptersOfClauses(chapters[1], titles)
    return redline_page(
        comparison,
        sources,
        fits,
        wanted=wanted,
        filters=filters,
        choices=choices,
        chapters=shown_chapters,
    )


def redline_page(
    comparison: Comparison,
    sources: ComparisonSides,
    fits: Sequence[NumberedChange],
    *,
    wanted: RedlineRequest,
    filters: Filters,
    choices: FilterChoices,
    chapters: ChaptersOfClauses,
) -> Redline:
    """The rows of one page of the changes that fit, and the way to the others."""
    page = wanted.page_of(fits)
    on_page = {one.entry.pair: n // wanted.size + 1 for n, one in enumerate(fits)}
    counts = counts_by_kind(comparison)
    rows = RedlineRows(
        comparison, on_page, fits, sources, chapters, is_whole=not filters.is_narrowing
    )
    return Redline(
        rows=tuple(rows.of_page(page)),
        summaries=tuple((one, on_page[one.entry.pair]) for one in fits),
        map=marks_of(fits, places_of(comparison, sources), on_page),
        counts=counts,
        changes=number_of_changes(counts),
        shown=len(fits),
        page=page,
        pages=wanted.pages_of(fits),
        filters=filters,
        choices=choices,
        is_paper=wanted.is_paper,
        absent=wanted.at if wanted.at and all(one.number != wanted.at for one in fits) else None,
    )


def _numbered_changes(
    db: Session, old: Version, new: Version, comparison: Comparison, sources: ComparisonSides
) -> list[NumberedChange]:
    rows = changes_of(db, old, new)
    return [
        number_change(entry, rows.get((entry.pair.old, entry.pair.new)), number, sources)
        for number, entry in numbered_changes(comparison)
    ]


def facts_of(
    one: NumberedChange, chapters: tuple[ChaptersOf, ChaptersOf], since: ChangedSince | None = None
) -> ChangeFacts:
    """What filters ask of a change; `chapters` are those of the clauses of both sides."""
    pair = one.entry.pair
    places = (chapters[side][at] for side, at in enumerate((pair.old, pair.new)) if at is not None)
    is_new = since is not None and (
        since.new(pair.new) if pair.new is not None else since.old(pair.old or 0)
    )
    return ChangeFacts(
        kind=kind_of(one.entry),
        is_substantive=one.significance == Significance.SUBSTANTIVE,
        chapters=frozenset(chapter for chapter in places if chapter is not None),
        groups=frozenset(thread.group_id for thread in one.threads if thread.group_id is not None),
        is_mine=any(thread.is_mine for thread in (*one.threads, *one.talks)),
        is_new=is_new,
        texts=(one.old.text if one.old else "", one.new.text if one.new else ""),
    )
