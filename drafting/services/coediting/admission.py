"""Decides whether an update fits the replica, before the database is asked, for one flush in
order.
"""

import logging
import time
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field

from drafting import clock
from drafting.crdt.contradiction import contradicts
from drafting.crdt.errors import MalformedUpdateError, MissingPredecessorsError, UpdateTooLargeError
from drafting.crdt.shared_text import SharedText
from drafting.crdt.trial_copy import TrialCopy, needs_trial
from drafting.crdt.verification import advance, advance_clocks, has_news, verify
from drafting.crdt.wire.update_reader import UpdateReading
from drafting.domain.limits import MAX_STATE_BYTES, MAX_TEXT_BYTES
from drafting.services.coediting.records import Refusal, Result
from drafting.services.coediting.replica_cache import CachedReplica
from drafting.services.coediting.update_log import CommittedUpdate

log = logging.getLogger(__name__)
ERRORS = {
    MissingPredecessorsError: "missing",
    UpdateTooLargeError: "too_large",
    MalformedUpdateError: "malformed",
}
COOLDOWN_FACTOR = 9.0  # times what a trial took, in which its account has no other
# remembered before those are forgotten that have their whole allowance again
MAX_REMEMBERED_ACCOUNTS = 1000
# Client ids in a draft, one for each opening of a page that then writes. yrs takes time quadratic
# in those that wait for each other or claim one place, and ends the process by its stack at a
# hundred thousand: 20,000 in a chain take 0.4 s.
MAX_CLIENTS_PER_DRAFT, MAX_CLIENTS_PER_ACCOUNT = 20_000, 2000
# seconds of that rest which may still be owed: a user who returns with a day's edits is not kept
# waiting
BURST_SECONDS = 2.0


@dataclass(slots=True)
class SurrogatePairs:
    """The surrogate pairs of a replica, which are many and not copied, and those of this flush."""

    settled: Container[tuple[int, int]]
    fresh: set[tuple[int, int]] = field(default_factory=set)

    def __contains__(self, place: object) -> bool:
        return place in self.fresh or place in self.settled


class TrialRateLimiter:
    """Each account's CPU time for trials on copies, over all drafts of a process: no account can
    use up that of others.
    """

    def __init__(self) -> None:
        self._due: dict[
            int, float
        ] = {}  # on the monotonic clock, by account: when it may have a copy made again

    def has(self, account_id: int, now: float) -> bool:
        return self._due.get(account_id, 0.0) <= now

    def spend(self, account_id: int, begun: float, ended: float) -> None:
        """Take from the allowance: a tenth of a processor, and what was left unused a moment
        before.
        """
        if len(self._due) > MAX_REMEMBERED_ACCOUNTS:
            self._due = {
                account: due for account, due in self._due.items() if due > ended - BURST_SECONDS
            }
        self._due[account_id] = max(
            ended - BURST_SECONDS, self._due.get(account_id, 0.0)
        ) + COOLDOWN_FACTOR * (ended - begun)


@dataclass(slots=True)
class ReplicaState:
    """What a replica contains, carried along a flush so that an update may build on another of it.

    It is also kept from flush to flush: a draft with hundreds of authors is not scanned again for
    every key.
    """

    # of the replica, which holds this: not the replica itself, or both would outlive its last
    # holder
    shared: SharedText
    seq: int  # of the replica when the flush began
    clocks: dict[int, int]
    pairs: SurrogatePairs
    size: int
    owners: dict[int, int | None]
    brought: list[bytes] = field(default_factory=list)  # by this flush
    trial_copy: TrialCopy | None = None  # of this flush, once an update asked for one
    # how many client ids each account has, once an update brought a new one
    ids: Counter[int | None] | None = None

    @classmethod
    def of(cls, cached: CachedReplica) -> "ReplicaState":
        """The state of the last flush if the replica has not moved since, else read from the
        replica.
        """
        kept, cached.known = (
            cached.known,
            None,
        )  # stored again by `settle`; after an error before that it is read again
        if isinstance(kept, ReplicaState) and kept.seq == cached.seq:
            return kept
        return cls(
            cached.shared,
            cached.seq,
            cached.shared.known(),
            SurrogatePairs(cached.shared.pairs),
            cached.shared.size,
            dict(cached.owners),
        )

    def advance_past(self, cached: CachedReplica, taken: int) -> None:
        """Keep the state for the next flush if the replica took all of its updates, and nothing
        else.

        Two replicas of one draft may be in a flush, if a replica was released while its updates
        were queued.
        """
        if (
            cached.shared is not self.shared
            or taken != len(self.brought)
            or cached.seq != self.seq + taken
        ):
            return
        self.seq, self.size = cached.seq, cached.shared.size
        self.pairs.fresh.clear()
        self.brought.clear()
        self.trial_copy = None
        cached.known = self

    def verdict(
        self, payload: bytes, account_id: int, allowances: TrialRateLimiter
    ) -> Result | None:
        """None if the update fits, which is then included; else its refusal, or the earlier
        acknowledgement.
        """
        try:
            reading = verify(payload, self.clocks, self.pairs)
        except tuple(ERRORS) as error:
            return Refusal(ERRORS[type(error)])
        if self._is_foreign(reading, account_id):
            return Refusal("malformed")
        if refusal := self._contradicting(reading, payload, allowances, account_id):
            return refusal
        if not self.brought and not has_news(reading, self.clocks, self.shared.deleted):
            now = int(clock.now().timestamp() * 1000)
            return CommittedUpdate(self.seq, account_id, now, b"")  # committed earlier, sent again
        if refusal := self._over_a_limit(reading, payload, account_id) or self._try_on_copy(
            reading, payload, allowances, account_id
        ):
            return refusal
        self._count_in(reading, account_id)
        self.brought.append(payload)
        return None

    def _is_foreign(self, reading: UpdateReading, account_id: int) -> bool:
        """Whether an update writes under another account's client id: one of the two texts would be
        ignored.

        A browser sends only its own account's text, typed now or earlier on this device.
        """
        return any(
            self.owners.get(written.client, account_id) != account_id for written in reading.structs
        )

    def _contradicting(
        self, reading: UpdateReading, payload: bytes, allowances: TrialRateLimiter, account_id: int
    ) -> Refusal | None:
        """A refusal if the update contradicts text of the replica or of this flush.

        The check costs as much as its client has written from there on, so trials limit it.
        """
        again = {
            one.client: one.start
            for one in reversed(reading.structs)
            if one.start < self.clocks.get(one.client, 0)
        }
        if not again:
            return None
        begun = time.monotonic()
        if not allowances.has(account_id, begun):
            return Refusal("not_saved_yet")
        try:
            return (
                Refusal("malformed")
                if contradicts(payload, [self.shared.update_of(again), *self.brought])
                else None
            )
        finally:
            allowances.spend(account_id, begun, time.monotonic())

    def _has_too_many_clients(self, reading: UpdateReading, account_id: int) -> bool:
        fresh = {written.client for written in reading.structs if written.client not in self.clocks}
        if not fresh:
            return False
        if self.ids is None:
            self.ids = Counter(self.owners.values())
        return (
            len(self.clocks) + len(fresh) > MAX_CLIENTS_PER_DRAFT
            or self.ids[account_id] + len(fresh) > MAX_CLIENTS_PER_ACCOUNT
        )

    def _over_a_limit(
        self, reading: UpdateReading, payload: bytes, account_id: int
    ) -> Refusal | None:
        if self._has_too_many_clients(reading, account_id):
            log.warning(
                "account %d, or all together, wrote under too many client ids in one working draft",
                account_id,
            )
            return Refusal("too_large")
        if reading.structs and not self.shared.has_room_for(payload, MAX_STATE_BYTES):
            log.warning(
                "a working draft is full: so much was written and deleted in it that its "
                "chapter must be replaced by a new one"
            )
            return Refusal("too_large")
        return (
            Refusal("too_large") if self._may_be_too_long(reading) and not reading.deletes else None
        )

    def _may_be_too_long(self, reading: UpdateReading) -> bool:
        """Whether only a copy can tell the length: deletions are not counted here."""
        return (
            bool(reading.inserted_text_utf8)
            and self.size + reading.inserted_text_utf8 > MAX_TEXT_BYTES
        )

    def _try_on_copy(
        self, reading: UpdateReading, payload: bytes, allowances: TrialRateLimiter, account_id: int
    ) -> Refusal | None:
        """Tries an unusual update, and all that follow it in this flush, on a copy; the rate is
        limited.
        """
        is_long = self._may_be_too_long(reading)
        asks_for_one = is_long or needs_trial(reading, self.clocks)
        if self.trial_copy is None and not asks_for_one:
            return None
        begun = time.monotonic()
        if asks_for_one and not allowances.has(account_id, begun):
            return Refusal("not_saved_yet")
        try:
            self.trial_copy = self.trial_copy or TrialCopy(
                [self.shared.update_since(b"\0"), *self.brought]
            )
            self.trial_copy.try_update(payload, advance(self.clocks, reading))
        except MalformedUpdateError:
            self.trial_copy = None  # it is in doubt
            return Refusal("malformed")
        finally:
            allowances.spend(account_id, begun, time.monotonic())
        if is_long and self.trial_copy.size > MAX_TEXT_BYTES:
            self.trial_copy = None  # it has what is refused
            return Refusal("too_large")
        return None

    def _count_in(self, reading: UpdateReading, account_id: int) -> None:
        for written in reading.structs:
            if written.client not in self.owners:
                self.owners[written.client] = account_id
                if self.ids is not None:
                    self.ids[account_id] += 1
        advance_clocks(self.clocks, reading)
        self.pairs.fresh |= reading.pairs
        self.size = (
            self.trial_copy.size if self.trial_copy else self.size + reading.inserted_text_utf8
        )
