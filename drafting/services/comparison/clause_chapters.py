"""In which chapter each clause of a version stands, and which chapters are a member's own."""

from bisect import bisect_right

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.policy.identity import Identity
from drafting.storage.models import Chapter, CodeOfPractice, Version, VersionClause


def chapter_of_clauses(session: Session, version: Version) -> list[int | None]:
    """The chapter's id for each clause, by position; None between chapters."""
    chapters = sorted(version.chapters, key=lambda one: one.start)
    starts = [one.start for one in chapters]
    query = (
        select(VersionClause.start)
        .where(VersionClause.version_id == version.id)
        .order_by(VersionClause.position)
    )
    places = [bisect_right(starts, start) - 1 for start in session.scalars(query)]
    return [chapters[place].chapter_id if place >= 0 else None for place in places]


def own_chapters(session: Session, actor: Identity, code: CodeOfPractice) -> frozenset[int]:
    """The chapters given to the working groups that the actor is in."""
    facts = actor.memberships.get(code.id)
    if facts is None or not facts.working_group_ids:
        return frozenset()
    query = select(Chapter.id).where(
        Chapter.code_id == code.id, Chapter.working_group_id.in_(facts.working_group_ids)
    )
    return frozenset(session.scalars(query))
