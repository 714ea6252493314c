"""A version and the working drafts as their page shows them: the rows of any comparison, but
with numbers that do not last.
"""

from dataclasses import dataclass, replace

from flask_babel import gettext as _

from drafting.domain.comparison.redline import numbered_changes
from drafting.policy.identity import Identity
from drafting.services.anchors.threads_by_clause import threads_by_clause
from drafting.services.comparison.clause_chapters import own_chapters
from drafting.services.comparison.draft_comparisons import DraftComparison
from drafting.storage.models import CodeOfPractice, Version
from drafting.storage.unit_of_work import Session
from drafting.web.comparison.redline_changes import ComparisonSides, number_change
from drafting.web.comparison.redline_filters import FilterCounts, Filters
from drafting.web.comparison.redline_rows import ChaptersOfClauses
from drafting.web.comparison.redlines import (
    FilterChoices,
    Redline,
    RedlineRequest,
    facts_of,
    redline_page,
)


@dataclass(frozen=True, slots=True)
class DraftSide:
    """The working drafts where templates expect a version: without a number, so that nothing of
    them is linked or cited.
    """

    label: str
    language: str
    number: None = None
    id: None = None


def draft_as_version(code: CodeOfPractice) -> DraftSide:
    """The newer side of the page."""
    return DraftSide(_("Working draft"), code.language)


def draft_redline_of(
    db: Session,
    actor: Identity,
    code: CodeOfPractice,
    *,
    old: Version,
    found: DraftComparison,
    filters: Filters,
    wanted: RedlineRequest,
) -> Redline:
    """The changes of one page, narrowed to what fits. Threads are those on the clauses of the
    version.
    """
    sources = ComparisonSides(
        found.old.sides, found.new.sides, threads_by_clause(db, actor, code, old, None)
    )
    changes = [
        replace(number_change(entry, None, number, sources), is_provisional=True)
        for number, entry in numbered_changes(found.comparison)
    ]
    facts = [facts_of(one, (found.old.chapters, found.new.chapters)) for one in changes]
    missed = [filters.missed(one) for one in facts]
    choices = FilterChoices(
        counts=FilterCounts.of(zip(facts, missed, strict=True)),
        chapters=tuple((one.chapter_id, one.title) for one in found.chapters),
        own_chapters=own_chapters(db, actor, code) & {one.chapter_id for one in found.chapters},
        groups=tuple((one.id, one.name) for one in code.stakeholder_groups),
        asking_groups=frozenset(group for one in facts for group in one.groups),
        reading=None,
        is_since_known=False,
    )
    fits = [one for one, misses in zip(changes, missed, strict=True) if not misses]
    chapters = ChaptersOfClauses(found.new.chapters, dict(choices.chapters))
    return redline_page(
        found.comparison,
        sources,
        fits,
        wanted=wanted,
        filters=filters,
        choices=choices,
        chapters=chapters,
    )
