"""The replicas that this process holds of the working drafts in use. Any of them may be dropped: the log is the truth.

A replica is held while somebody is in the draft or an update is on its way, and let go afterwards.
"""

import threading
from dataclasses import dataclass, field

from drafting.crdt.shared_text import SharedText
from drafting.crdt.update_reader import read_update
from drafting.services.code_queries import chapter_of_draft
from drafting.services.draft_log import CommittedUpdate, rows_after
from drafting.storage.unit_of_work import Database


@dataclass(slots=True)
class LiveDraft:
    """A replica and the seq up to which it holds the log."""

    draft_id: int
    lineage_id: str
    seq: int = 0
    owners: dict[int, int | None] = field(default_factory=dict)  # whose each Yjs client id is, by who first used it
    shared: SharedText = field(default_factory=SharedText)
    holders: int = 0
    is_dropped: bool = False  # in doubt: whoever holds it must let it go and load it anew

    def take(self, updates: list[CommittedUpdate]) -> list[CommittedUpdate]:
        """Apply those of `updates` that are next in the log; returns what was applied. No greenlet switch in here."""
        fresh = [update for update in updates if update.seq > self.seq]
        for update in fresh:
            self.shared.apply(update.payload)
            self.seq = update.seq
            for written in read_update(update.payload).structs:
                self.owners.setdefault(written.client, update.account_id)
        return fresh


class LiveDrafts:
    """The registry of one process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._held: dict[int, LiveDraft] = {}

    def hold(self, draft_id: int) -> LiveDraft:
        """The replica, loaded if need be; raises DraftNotFoundError. Pair with let_go."""
        with self._lock:
            live = self._held.get(draft_id) or self._load(draft_id)
            self._held[draft_id] = live
            live.holders += 1
        return live

    def let_go(self, live: LiveDraft) -> None:
        """Drop the replica once nobody holds it."""
        live.holders -= 1
        if live.holders == 0 and self._held.get(live.draft_id) is live:
            del self._held[live.draft_id]

    def held(self) -> list[LiveDraft]:
        """The replicas in use now."""
        return list(self._held.values())

    def drop(self, live: LiveDraft) -> None:
        """Forget a replica that can no longer be trusted; the next who holds the draft loads it from the log."""
        live.is_dropped = True
        if self._held.get(live.draft_id) is live:
            del self._held[live.draft_id]

    def catch_up(self, live: LiveDraft) -> list[CommittedUpdate]:
        """Read the log past the replica's seq, apply what is there, and return it for relaying."""
        with self._database.reading() as session:
            updates = rows_after(session.connection(), live.draft_id, live.seq)
        return live.take(updates)

    def _load(self, draft_id: int) -> LiveDraft:
        with self._database.reading() as session:
            draft = chapter_of_draft(session, draft_id).working_draft
            updates = rows_after(session.connection(), draft_id, 0)
        live = LiveDraft(draft_id, draft.lineage_id)
        live.take(updates)
        return live
