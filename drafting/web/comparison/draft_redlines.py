"""A version compared with the working drafts, as its page shows it.

The rows are those of any comparison, with provisional numbers: the next snapshot numbers again.
"""

from dataclasses import dataclass, replace

from flask_babel import gettext as _

from drafting.domain.comparison.redline import numbered_changes
from drafting.services.anchors.threads_by_clause import threads_by_clause
from drafting.services.comparison.clauses import own_chapters
from drafting.services.comparison.draft_comparisons import DraftComparison
from drafting.storage.models import Version
from drafting.web.comparison.redline_changes import ComparisonSides, NumberedChange, number_change
from drafting.web.comparison.redline_page import (
    FilterChoices,
    Redline,
    asking_groups,
    counts_of_choices,
    filtered,
    redline_page,
)
from drafting.web.comparison.redline_request import RedlineRequest
from drafting.web.comparison.redline_rows import ChaptersOfClauses
from drafting.web.view import code, db, identity


@dataclass(frozen=True, slots=True)
class DraftSide:
    """The working drafts where templates expect a version.

    Without a number, so that nothing of them is linked or cited.
    """

    label: str
    language: str
    number: None = None
    id: None = None


def draft_as_version() -> DraftSide:
    """The newer side of the page."""
    return DraftSide(_("Working draft"), code().language)


def draft_redline_of(old: Version, found: DraftComparison, wanted: RedlineRequest) -> Redline:
    """The page `wanted`. Threads are those on the clauses of the version."""
    threads = threads_by_clause(db(), identity(), code(), old, None)
    sides = ComparisonSides(found.old, found.new, threads)
    changes = filtered(_provisional(found, sides), sides, wanted.filters)
    titles = {one.chapter_id: one.title for one in found.chapters}
    choices = FilterChoices(
        counts=counts_of_choices(changes),
        chapters=tuple(titles.items()),
        own_chapters=own_chapters(db(), identity(), code()) & titles.keys(),
        groups=tuple((one.id, one.name) for one in code().stakeholder_groups),
        asking_groups=asking_groups(changes),
    )
    chapters = ChaptersOfClauses(found.new.chapters, titles)
    return redline_page(
        found.comparison, sides, changes, wanted, choices=choices, chapters=chapters
    )


def _provisional(found: DraftComparison, sides: ComparisonSides) -> list[NumberedChange]:
    return [
        replace(number_change(entry, None, number, sides), is_provisional=True)
        for number, entry in numbered_changes(found.comparison)
    ]
