"""What one reader may see of a comparison with the working drafts: the chapters they may read.

A clause in the draft of another chapter is removed before anything is counted or drawn: its text,
its number, and that a clause was paired with it. What moved from the reader's chapters to another
one is shown as deleted.
"""

from collections.abc import Collection, Iterator

from drafting.domain.alignment.align import ClauseStatus, Pair
from drafting.domain.comparison.compare import ComparedClause, Comparison
from drafting.domain.comparison.significance import Reason
from drafting.domain.words.changes import word_changes
from drafting.policy.identity import Identity
from drafting.policy.permission_map import may
from drafting.policy.permissions import Permission
from drafting.services.codes.queries import context_of
from drafting.services.comparison.clauses import SideWithChapters
from drafting.services.drafts.chapters import chapters_in_use
from drafting.storage.models import CodeOfPractice


def chapters_read_by(actor: Identity, code: CodeOfPractice) -> frozenset[int]:
    """The chapters in use whose working drafts the actor may read."""
    in_use = chapters_in_use(code)
    return frozenset(one.id for one in in_use if may(actor, Permission.DRAFT_READ, context_of(one)))


def restrict_to_chapters(
    comparison: Comparison, old: SideWithChapters, new: SideWithChapters, scope: Collection[int]
) -> Comparison:
    """The entries of these chapters; if one side of a pair is elsewhere, the pair is split."""
    entries = [
        (entry, old.within(entry.pair.old, scope), new.within(entry.pair.new, scope))
        for entry in comparison.entries
    ]
    paired = [(before, after) for _, before, after in entries if None not in {before, after}]
    shown_old: set[int | None] = {before for before, _ in paired}
    shown_new: set[int | None] = {after for _, after in paired}

    def restricted() -> Iterator[ComparedClause]:
        for entry, before, after in entries:
            if (before, after) == (entry.pair.old, entry.pair.new):
                yield entry
            elif after is not None and after not in shown_new:
                shown_new.add(after)
                yield _added(after, new.clauses[after].text, entry.pair.confidence)
            elif before is not None and before not in shown_old:
                shown_old.add(before)
                yield _deleted(before, old.clauses[before].text, entry.pair.confidence)

    return Comparison(tuple(restricted()))


def _added(position: int, text: str, confidence: float) -> ComparedClause:
    pair = Pair(None, position, ClauseStatus.ADDED, confidence)
    return ComparedClause(pair, word_changes("", text), None, (Reason.ADDED,))


def _deleted(position: int, text: str, confidence: float) -> ComparedClause:
    pair = Pair(position, None, ClauseStatus.DELETED, confidence)
    return ComparedClause(pair, word_changes(text, ""), None, (Reason.DELETED,))
