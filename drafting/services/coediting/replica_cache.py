"""The replicas that this process holds of the working drafts in use. Any of them may be dropped:
the log is the truth.

A replica is held while a user is in the draft or an update is on its way, and let go
afterwards.
"""

import threading
from dataclasses import dataclass

from drafting.services.codes.queries import facts_of_draft
from drafting.services.coediting.replicas import Replica
from drafting.services.coediting.update_log import CommittedUpdate, LogDamagedError
from drafting.storage.unit_of_work import Database


@dataclass(slots=True)
class CachedReplica(Replica):
    """A replica in use."""

    lineage_id: str = ""
    references: int = 0
    is_invalid: bool = False  # in doubt: its holders must release it and load it again
    known: object = None  # what its last flush knew of it, for the next (verdicts.Known)


class ReplicaCache:
    """The registry of one process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._held: dict[int, CachedReplica] = {}

    def acquire(self, draft_id: int) -> CachedReplica:
        """The replica, loaded if need be; raises DraftNotFoundError. Pair with release."""
        with self._lock:
            cached = self._held.get(draft_id) or self._load(draft_id)
            self._held[draft_id] = cached
            cached.references += 1
        return cached

    def release(self, cached: CachedReplica) -> None:
        """Drop the replica once it has no references."""
        cached.references -= 1
        if cached.references == 0 and self._held.get(cached.draft_id) is cached:
            del self._held[cached.draft_id]

    def in_use(self) -> list[CachedReplica]:
        """The replicas in use now."""
        return list(self._held.values())

    def invalidate(self, cached: CachedReplica) -> None:
        """Forget a replica that can no longer be trusted; the next user of the draft loads it from
        the log.
        """
        cached.is_invalid = True
        if self._held.get(cached.draft_id) is cached:
            del self._held[cached.draft_id]

    def catch_up(self, cached: CachedReplica) -> list[CommittedUpdate]:
        """Read the log past the replica's seq, apply what is there, and return it for relaying.

        Raises LogDamagedError, and then invalidates the replica: its holders must load it again.
        """
        try:
            with self._database.reading() as session:
                return cached.catch_up(session.connection())
        except LogDamagedError:
            self.invalidate(cached)
            raise

    def _load(self, draft_id: int) -> CachedReplica:
        with self._database.reading() as session:
            cached = CachedReplica(
                draft_id, lineage_id=facts_of_draft(session, draft_id).lineage_id
            )
            cached.catch_up(session.connection())
        return cached
