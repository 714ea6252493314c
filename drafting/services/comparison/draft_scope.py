"""What one reader may see of a comparison with all working drafts: the chapters whose drafts
they may read.

A clause of another chapter's draft is cut out before anything is counted or drawn: its words,
its number, and that a clause was paired with it. What stood in the reader's chapters and went to
another one is simply not there any more.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from drafting.domain.alignment.align import ClauseStatus, Pair
from drafting.domain.comparison.compare import ComparedClause, Comparison
from drafting.domain.comparison.significance import Reason
from drafting.domain.words.changes import word_changes
from drafting.policy.identity import Identity
from drafting.policy.permission_map import may
from drafting.policy.permissions import Permission
from drafting.services.codes.queries import context_of
from drafting.services.comparison.comparisons import SideClause
from drafting.services.drafts.chapters import chapters_in_use
from drafting.storage.models import CodeOfPractice


@dataclass(frozen=True, slots=True)
class SideWithChapters:
    """The clauses of one side by position, each with the id of its chapter."""

    sides: Sequence[SideClause]
    chapters: Sequence[int | None]

    def is_in(self, position: int | None, scope: Collection[int]) -> bool:
        """Whether there is a clause, in one of these chapters."""
        return position is not None and self.chapters[position] in scope

    def only(self, scope: Collection[int]) -> "SideWithChapters":
        """The same positions, those of other chapters emptied."""
        kept = [
            side if chapter in scope else _emptied(side)
            for side, chapter in zip(self.sides, self.chapters, strict=True)
        ]
        return SideWithChapters(kept, self.chapters)


def chapters_read_by(actor: Identity, code: CodeOfPractice) -> frozenset[int]:
    """The chapters in use whose working drafts the actor may read."""
    return frozenset(
        one.id
        for one in chapters_in_use(code)
        if may(actor, Permission.DRAFT_READ, context_of(one))
    )


def restrict_to_chapters(
    comparison: Comparison, old: SideWithChapters, new: SideWithChapters, scope: Collection[int]
) -> Comparison:
    """The entries of these chapters; where only one side of a pair is in them, the other is left
    out.
    """
    paired = [
        entry.pair
        for entry in comparison.entries
        if old.is_in(entry.pair.old, scope) and new.is_in(entry.pair.new, scope)
    ]
    paired_clauses = ({pair.old for pair in paired}, {pair.new for pair in paired})
    return Comparison(tuple(_entries(comparison, old, new, scope, paired_clauses)))


def _entries(
    comparison: Comparison,
    old: SideWithChapters,
    new: SideWithChapters,
    scope: Collection[int],
    paired_clauses: tuple[set[int | None], set[int | None]],
) -> Iterator[ComparedClause]:
    for entry in comparison.entries:
        before = entry.pair.old if old.is_in(entry.pair.old, scope) else None
        after = entry.pair.new if new.is_in(entry.pair.new, scope) else None
        if (before, after) == (entry.pair.old, entry.pair.new):
            yield entry
        elif after is not None and after not in paired_clauses[1]:
            paired_clauses[1].add(after)
            yield _alone(
                Pair(None, after, ClauseStatus.ADDED, entry.pair.confidence),
                "",
                new.sides[after].text,
                Reason.ADDED,
            )
        elif before is not None and before not in paired_clauses[0]:
            paired_clauses[0].add(before)
            gone = Pair(before, None, ClauseStatus.DELETED, entry.pair.confidence)
            yield _alone(gone, old.sides[before].text, "", Reason.DELETED)


def _alone(pair: Pair, old: str, new: str, reason: Reason) -> ComparedClause:
    return ComparedClause(pair, word_changes(old, new), None, (reason,))


def _emptied(side: SideClause) -> SideClause:
    return replace(side, eid="", citation="", number="", text="", start=0)
