"""The clauses of a version as a comparison shows them, by position, and their chapters."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.domain.clauses.tree import ClauseKind
from drafting.domain.comparison.change_summaries import SideWords, name_of_parent
from drafting.policy.identity import Identity
from drafting.storage.models import Chapter, CodeOfPractice, Version, VersionClause


@dataclass(frozen=True, slots=True)
class SideClause:
    """A clause without its HTML, which would be loaded for thousands of unchanged clauses."""

    id: int
    eid: str
    citation: str
    number: str
    kind: ClauseKind
    text: str
    start: int  # in the text of the version, in code points
    parent: int | None  # the position of the clause it stands under


@dataclass(frozen=True, slots=True)
class SideWithChapters:
    """The clauses of one side by position, each with the id of its chapter."""

    clauses: Sequence[SideClause]
    chapters: Sequence[int | None]

    def within(self, position: int | None, scope: Collection[int]) -> int | None:
        """The position, if there is a clause and it stands in one of these chapters, else None."""
        return position if position is not None and self.chapters[position] in scope else None

    def only(self, scope: Collection[int]) -> "SideWithChapters":
        """The same positions, with the clauses of other chapters emptied."""
        pairs = zip(self.clauses, self.chapters, strict=True)
        kept = [one if chapter in scope else _emptied(one) for one, chapter in pairs]
        return SideWithChapters(kept, self.chapters)


def words_at(clauses: Sequence[SideClause], position: int | None) -> SideWords:
    """What a summary says of the clause at a position; nothing where there is none."""
    if position is None:
        return SideWords("", "")
    clause = clauses[position]
    parent = None if clause.parent is None else clauses[clause.parent]
    above = name_of_parent(parent, parent.citation) if parent else ""
    return SideWords(clause.citation, clause.text, above)


class PlacedChapter(Protocol):
    """A chapter with its start in the joined text, in code points."""

    @property
    def chapter_id(self) -> int | None: ...
    @property
    def start(self) -> int: ...


def clauses_of_side(session: Session, version: Version) -> list[SideClause]:
    """The clauses of one side, by position."""
    columns = [getattr(VersionClause, name) for name in SideClause.__slots__]
    query = select(*columns).where(VersionClause.version_id == version.id)
    return [SideClause(*row) for row in session.execute(query.order_by(VersionClause.position))]


def chapter_ids_at(chapters: Iterable[PlacedChapter], starts: Iterable[int]) -> list[int | None]:
    """The id of the chapter at each offset of the joined text; None before the first chapter."""
    ordered = sorted(chapters, key=lambda one: one.start)
    chapter_starts = [one.start for one in ordered]
    places = [bisect_right(chapter_starts, start) - 1 for start in starts]
    return [ordered[place].chapter_id if place >= 0 else None for place in places]


def side_of(session: Session, version: Version) -> SideWithChapters:
    """One side of a comparison: the clauses of a version, each with the id of its chapter."""
    clauses = clauses_of_side(session, version)
    return SideWithChapters(
        clauses, chapter_ids_at(version.chapters, (one.start for one in clauses))
    )


def own_chapters(session: Session, actor: Identity, code: CodeOfPractice) -> frozenset[int]:
    """The chapters assigned to the actor's working groups."""
    facts = actor.memberships.get(code.id)
    if facts is None or not facts.working_group_ids:
        return frozenset()
    query = select(Chapter.id).where(
        Chapter.code_id == code.id, Chapter.working_group_id.in_(facts.working_group_ids)
    )
    return frozenset(session.scalars(query))


def _emptied(clause: SideClause) -> SideClause:
    return replace(clause, eid="", citation="", number="", text="", start=0)
