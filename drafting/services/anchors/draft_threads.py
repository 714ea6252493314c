"""Where the threads of a version stand now in the working draft of a chapter: with each its
place there, or that it is lost.

Found anew for each reader, from what they may read; nothing is stored, for the draft goes on
changing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from drafting.domain.anchors.anchoring import AnchorStatus
from drafting.domain.anchors.reanchoring import Carried, Place, Words, carry_places
from drafting.policy.identity import Identity
from drafting.services.anchors.reanchoring import Places, places_in
from drafting.services.anchors.threads_by_clause import ThreadSummary, threads_by_clause
from drafting.services.comparison.comparisons import SideClause
from drafting.services.comparison.draft_comparisons import DraftComparison
from drafting.storage.models import CodeOfPractice, Version


@dataclass(frozen=True, slots=True)
class ThreadInDraft:
    """A thread, where it stands in the version, and where in the draft; of a lost one `now` is
    its last place, if any.
    """

    thread: ThreadSummary
    old: SideClause
    quote: str  # "" where it is about the clause as a whole
    status: AnchorStatus
    now: SideClause | None
    # those of the draft that it is about now, "" where it is the clause as a whole, or lost
    words: str

    @property
    def is_lost(self) -> bool:
        """Whether its words are not there any more."""
        return self.status is AnchorStatus.ORPHAN


def threads_in_draft(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    version: Version,
    *,
    found: DraftComparison,
    chapter_id: int,
) -> list[ThreadInDraft]:
    """The threads that the actor sees on a chapter of the version, or whose clauses went into
    it; in the draft's order.

    Those that lost their place come first.
    """
    threads = threads_by_clause(session, actor, code, version, None).threads
    seen = {one.id: one for on_clause in threads.values() for one in on_clause}
    places = _on_chapter(
        {key: place for key, place in places_in(session, version).items() if key in seen},
        found,
        chapter_id,
    )
    placer = _ThreadPlacer(found)
    carried = carry_places(
        placer.old,
        placer.new,
        [entry.pair for entry in found.comparison.entries],
        list(places.values()),
    )
    rows = zip(places.items(), carried, strict=True)
    told = [(one.place, placer.told(seen[key], place, one)) for (key, place), one in rows]
    told.sort(
        key=lambda row: (not row[1].is_lost, row[0].clause if row[0] else 0, row[1].thread.number)
    )
    return [row for _, row in told]


def _on_chapter(places: Places, found: DraftComparison, chapter_id: int) -> Places:
    wanted = set(_clauses_on_chapter(found, chapter_id))
    return {key: place for key, place in places.items() if place.clause in wanted}


def _clauses_on_chapter(found: DraftComparison, chapter_id: int) -> Iterator[int]:
    """The version's clauses that stand in the chapter, or became one in its draft."""
    yield from (
        position for position, chapter in enumerate(found.old.chapters) if chapter == chapter_id
    )
    for entry in found.comparison.entries:
        if entry.pair.old is not None and found.new.is_in(entry.pair.new, {chapter_id}):
            yield entry.pair.old


class _ThreadPlacer:
    """The words of both sides, and how a thread's two places in them are told."""

    def __init__(self, found: DraftComparison) -> None:
        self.found = found
        self.old, self.new = (
            Words.of(side.text for side in sides) for sides in (found.old.sides, found.new.sides)
        )

    def told(self, thread: ThreadSummary, place: Place, one: Carried) -> ThreadInDraft:
        has_words = (
            one.place is not None
            and one.place.start is not None
            and one.status is not AnchorStatus.ORPHAN
        )
        return ThreadInDraft(
            thread,
            old=self.found.old.sides[place.clause],
            quote="" if place.start is None else self.old.quoted(place),
            status=one.status,
            now=None if one.place is None else self.found.new.sides[one.place.clause],
            words=self.new.quoted(one.place) if one.place is not None and has_words else "",
        )
