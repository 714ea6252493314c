"""Where the threads of a version stand in the working draft of a chapter, or that they are lost.

Computed for each reader from what they may read. Nothing is stored, because the draft goes on
changing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from drafting.domain.anchors.anchoring import AnchorStatus
from drafting.domain.anchors.reanchoring import Place, ReanchoredPlace, Words, reanchor_places
from drafting.policy.identity import Identity
from drafting.services.anchors.reanchoring import Places, places_in
from drafting.services.anchors.threads_by_clause import ThreadSummary, threads_by_clause
from drafting.services.comparison.clauses import SideClause
from drafting.services.comparison.draft_comparisons import DraftComparison
from drafting.storage.models import CodeOfPractice, Version


@dataclass(frozen=True, slots=True)
class ThreadInDraft:
    """A thread, with its place in the version and in the draft.

    If it is lost, `now` is the clause at its last place, or None.
    """

    thread: ThreadSummary
    old: SideClause
    quote: str  # "" where it is about the clause as a whole
    status: AnchorStatus
    now: SideClause | None
    words: str  # of the draft that it is about now; "" if it is a whole clause, or lost

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
    """The visible threads on a chapter of the version, or on clauses that moved into it.

    In the order of the draft; those that lost their place come first.
    """
    threads = threads_by_clause(session, actor, code, version, None).threads
    seen = {one.id: one for on_clause in threads.values() for one in on_clause}
    on_chapter = set(_clauses_on_chapter(found, chapter_id))
    places = {
        thread_id: place
        for thread_id, place in places_in(session, version).items()
        if thread_id in seen and place.clause in on_chapter
    }
    placed = _Placer(found).placed(places, seen)
    return [thread for _, thread in sorted(placed, key=_order)]


def _order(row: tuple[Place | None, ThreadInDraft]) -> tuple[bool, int, int]:
    place, thread = row
    return not thread.is_lost, place.clause if place else 0, thread.thread.number


def _clauses_on_chapter(found: DraftComparison, chapter_id: int) -> Iterator[int]:
    """The version's clauses that stand in the chapter, or became one in its draft."""
    yield from (
        position for position, chapter in enumerate(found.old.chapters) if chapter == chapter_id
    )
    for entry in found.comparison.entries:
        if (
            entry.pair.old is not None
            and found.new.within(entry.pair.new, {chapter_id}) is not None
        ):
            yield entry.pair.old


class _Placer:
    """Finds the places of threads in the draft, from the text of both sides."""

    def __init__(self, found: DraftComparison) -> None:
        self.found = found
        self.old = Words.of(one.text for one in found.old.clauses)
        self.new = Words.of(one.text for one in found.new.clauses)

    def placed(
        self, places: Places, threads: Mapping[int, ThreadSummary]
    ) -> list[tuple[Place | None, ThreadInDraft]]:
        """Each thread with its place in the draft, None if it has none."""
        pairs = [entry.pair for entry in self.found.comparison.entries]
        results = reanchor_places(self.old, self.new, pairs, list(places.values()))
        rows = zip(places.items(), results, strict=True)
        return [(one.place, self._thread(threads[key], place, one)) for (key, place), one in rows]

    def _thread(
        self, thread: ThreadSummary, place: Place, result: ReanchoredPlace
    ) -> ThreadInDraft:
        now = result.place
        is_quote = (
            now is not None and now.start is not None and result.status is not AnchorStatus.ORPHAN
        )
        return ThreadInDraft(
            thread,
            old=self.found.old.clauses[place.clause],
            quote="" if place.start is None else self.old.quoted(place),
            status=result.status,
            now=None if now is None else self.found.new.clauses[now.clause],
            words=self.new.quoted(now) if now is not None and is_quote else "",
        )
