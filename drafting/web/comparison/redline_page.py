"""The redline page: which changes fit the filters, which are on this page, what its reader may do.

redline_changes.py says what a change looks like, redline_map.py where it lies in the text, and
redline_rows.py in what order all of it stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from drafting.domain.comparison.compare import Comparison
from drafting.domain.comparison.redline import (
    counts_by_kind,
    kind_of,
    number_of_changes,
    numbered_changes,
)
from drafting.domain.comparison.significance import Significance
from drafting.policy.permission_map import may
from drafting.request.messages import message_of
from drafting.services.anchors.queries import reanchored_from
from drafting.services.comments.round_figures import figures_of
from drafting.services.comments.threads import comment_refusal
from drafting.services.comparison.changes import changes_of
from drafting.services.comparison.clauses import own_chapters
from drafting.services.comparison.comparisons import comparison_of
from drafting.services.comparison.errors import ComparisonFailedError, ComparisonNotReadyError
from drafting.services.comparison.last_readings import ChangedSince, changed_since, last_reading
from drafting.services.rounds.scheduling import latest_round, round_by_number
from drafting.services.versions.queries import context_of_version, published_versions
from drafting.storage.models import LastReading, Version
from drafting.web.comparison.redline_changes import (
    ComparisonSides,
    NumberedChange,
    number_change,
    sides_of_versions,
)
from drafting.web.comparison.redline_map import MapMark, marks_of, places_of
from drafting.web.comparison.redline_request import (
    ChangeFacts,
    FilterCounts,
    Filters,
    RedlineRequest,
)
from drafting.web.comparison.redline_rows import ChaptersOfClauses, RedlineRows, Row
from drafting.web.versions.reading import up_to_date_with
from drafting.web.view import Permission, code, db, identity, may_in_code

FilteredChange = tuple[NumberedChange, ChangeFacts, frozenset[str]]  # and the filters it fails


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What the form of filters offers, with how many changes each choice would leave."""

    counts: FilterCounts
    chapters: tuple[tuple[int, str], ...]
    own_chapters: frozenset[int]
    groups: tuple[tuple[int, str], ...]
    asking_groups: frozenset[int]  # those with a thread behind any change
    reading: LastReading | None = None
    is_since_known: bool = False  # whether the changes after the last reading are computed


@dataclass(frozen=True, slots=True)
class Redline:
    """One page. `summaries` are all changes that fit, with the page of each."""

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
    absent: int | None  # the number of a change that was asked for and does not fit


def render_redline(old: Version, new: Version, **more: Any) -> ResponseReturnValue:
    """Render the comparison of two versions, or the page that waits for it."""
    versions = published_versions(db(), code())
    context = {"code": code(), "old": old, "new": new, "versions": versions, **more}
    if old.id == new.id:
        return render_template("comparison/same_text.html", **context)
    try:
        comparison = comparison_of(db(), old, new)
    except ComparisonNotReadyError:
        return render_template("comparison/waiting.html", **context)
    except ComparisonFailedError as error:
        return render_template("comparison/waiting.html", failure=message_of(error), **context)
    wanted = RedlineRequest.from_query(request.args)
    return render_template(
        "comparison/show.html",
        redline=redline_of(old, new, comparison, wanted),
        view=wanted.view,
        edit=request.args.get("edit", type=int),
        since=up_to_date_with(db(), identity(), code()),
        round=latest_round(db(), new),
        **_permitted(old, new),
        **context,
    )


def render_rounds(old: int, new: int) -> ResponseReturnValue:
    """Render two rounds: their figures, and the comparison of their versions."""
    pair = [round_by_number(db(), identity(), code(), number) for number in (old, new)]
    before, after = sorted((one.version for one in pair), key=lambda version: version.number)
    earlier = [one for one in pair if one.version.number < after.number]
    return render_redline(
        before,
        after,
        rounds=pair,
        figures=[figures_of(db(), identity(), code(), one) for one in pair],
        carried={one.id: reanchored_from(db(), identity(), code(), one, after) for one in earlier},
    )


def redline_of(
    old: Version, new: Version, comparison: Comparison, wanted: RedlineRequest
) -> Redline:
    """The page `wanted` of the comparison of two versions."""
    sides = sides_of_versions(db(), identity(), code(), old, new)
    reading = last_reading(db(), identity(), code())
    since = changed_since(db(), reading, old, new) if reading else None
    changes = filtered(changes_between(old, new, comparison, sides), sides, wanted.filters, since)
    titles = {one.chapter_id: one.title for one in (*old.chapters, *new.chapters)}
    choices = FilterChoices(
        counts=counts_of_choices(changes),
        chapters=tuple(titles.items()),
        own_chapters=own_chapters(db(), identity(), code()),
        groups=tuple((one.id, one.name) for one in code().stakeholder_groups),
        asking_groups=asking_groups(changes),
        reading=reading,
        is_since_known=since is not None,
    )
    chapters = ChaptersOfClauses(
        sides.new.chapters, {one.chapter_id: one.title for one in new.chapters}
    )
    return redline_page(comparison, sides, changes, wanted, choices=choices, chapters=chapters)


def filtered(
    changes: Iterable[NumberedChange],
    sides: ComparisonSides,
    filters: Filters,
    since: ChangedSince | None = None,
) -> list[FilteredChange]:
    """Every change, with what filters ask of it, and the names of the filters that it fails."""
    facts = [(one, _facts(one, sides, since)) for one in changes]
    return [(one, known, filters.missed(known)) for one, known in facts]


def counts_of_choices(changes: Iterable[FilteredChange]) -> FilterCounts:
    """How many changes each choice of the form would leave."""
    return FilterCounts.of((facts, missed) for _, facts, missed in changes)


def asking_groups(changes: Iterable[FilteredChange]) -> frozenset[int]:
    """The stakeholder groups that have a thread behind any of the changes."""
    return frozenset(group for _, facts, _ in changes for group in facts.groups)


def redline_page(
    comparison: Comparison,
    sides: ComparisonSides,
    changes: Iterable[FilteredChange],
    wanted: RedlineRequest,
    *,
    choices: FilterChoices,
    chapters: ChaptersOfClauses,
) -> Redline:
    """The rows of one page of the changes that fit, and the links to the other pages."""
    fits = [change for change, _, missed in changes if not missed]
    page, counts = wanted.page_of(fits), counts_by_kind(comparison)
    on_page = {one.entry.pair: n // wanted.size + 1 for n, one in enumerate(fits)}
    is_whole = not wanted.filters.is_narrowing
    rows = RedlineRows(comparison, on_page, fits, sides, chapters, is_whole=is_whole)
    return Redline(
        rows=tuple(rows.of_page(page)),
        summaries=tuple((one, on_page[one.entry.pair]) for one in fits),
        map=marks_of(fits, places_of(comparison, sides), on_page),
        counts=counts,
        changes=number_of_changes(counts),
        shown=len(fits),
        page=page,
        pages=wanted.pages_of(fits),
        filters=wanted.filters,
        choices=choices,
        is_paper=wanted.is_paper,
        absent=wanted.absent(fits),
    )


def changes_between(
    old: Version, new: Version, comparison: Comparison, sides: ComparisonSides
) -> list[NumberedChange]:
    """All changes with their stored numbers, and what editors said of them."""
    rows = changes_of(db(), old, new)
    return [
        number_change(entry, rows.get((entry.pair.old, entry.pair.new)), number, sides)
        for number, entry in numbered_changes(comparison)
    ]


def _facts(
    change: NumberedChange, sides: ComparisonSides, since: ChangedSince | None
) -> ChangeFacts:
    threads = (*change.threads, *change.talks)
    return ChangeFacts(
        kind=kind_of(change.entry),
        is_substantive=change.significance == Significance.SUBSTANTIVE,
        chapters=frozenset(_chapters(change, sides)),
        groups=frozenset(one.group_id for one in change.threads if one.group_id is not None),
        is_mine=any(one.is_mine for one in threads),
        is_new=since is not None and _is_new(change, since),
        texts=(change.old.text if change.old else "", change.new.text if change.new else ""),
    )


def _chapters(change: NumberedChange, sides: ComparisonSides) -> Iterable[int]:
    """The chapters of the clause on either side."""
    pair = change.entry.pair
    for side, position in ((sides.old, pair.old), (sides.new, pair.new)):
        chapter = side.chapters[position] if position is not None else None
        if chapter is not None:
            yield chapter


def _is_new(change: NumberedChange, since: ChangedSince) -> bool:
    pair = change.entry.pair
    return since.new(pair.new) if pair.new is not None else since.old(pair.old or 0)


def _permitted(old: Version, new: Version) -> dict[str, Any]:
    may_mark = may(identity(), Permission.READING_MARK, context_of_version(code(), new))
    may_comment = [
        side
        for side, one in (("old", old), ("new", new))
        if comment_refusal(db(), identity(), code(), one) is None
    ]
    return {
        "may_comment": may_comment,
        "may_revise": may_in_code(Permission.CHANGE_REVISE),
        "may_mark": may_mark,
    }
