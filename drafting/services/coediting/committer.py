"""One committer for each process: verify, one transaction for all drafts, apply, relay,
acknowledge - in this order.

`enqueue` does not wait: one thread of its own (a greenlet, once gevent has
patched) takes all that came since the last flush, from all drafts, in one commit. An
acknowledgement is a call of `on_result`; it never precedes the commit.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from sqlalchemy.exc import DBAPIError

from drafting.errors import StoreBusyError
from drafting.services.coediting.admission import ReplicaState, TrialRateLimiter
from drafting.services.coediting.flush_pacing import FlushPacer
from drafting.services.coediting.record_updates import VerifiedUpdate, record_updates
from drafting.services.coediting.records import (
    Failpoint,
    MergedUpdate,
    Refusal,
    Result,
    Sender,
    merge_committed,
    no_failpoint,
)
from drafting.services.coediting.replica_cache import CachedReplica, ReplicaCache
from drafting.services.coediting.update_log import CommittedUpdate
from drafting.storage.unit_of_work import Database

Relay = Callable[[CachedReplica, MergedUpdate], None]
BeforeRelay = Callable[[int | None], None]
OnResult = Callable[[Result], None]
PATIENCE = 5.0  # seconds that a sender waits for its turn before it is told "not saved yet"
# seconds in which updates are tried, before what was found good is committed and others have a turn
MAX_ADMISSION_SECONDS = 0.05
# seconds without an update after which the thread ends; the next update begins another
LINGER = 2.0
INTERRUPTIONS = (
    KeyboardInterrupt,
    SystemExit,
    GeneratorExit,
)  # all else that may be raised, panics too, is survived
log = logging.getLogger(__name__)


def _relay_to_no_one(_live: CachedReplica, _merged: MergedUpdate) -> None:
    """For a process without sockets."""


def _nothing_before(_epoch: int | None) -> None:
    """For a process without sockets."""


@dataclass(slots=True, eq=False)
class PendingUpdate:
    """An update on its way. `origin` is the sender, to which it is not relayed.
    `result` stays None until it is decided.
    """

    cached: CachedReplica
    sender: Sender
    payload: bytes
    origin: object
    on_result: OnResult
    result: Result | None = None


class Committer:
    """The only way for typed text into the log."""

    def __init__(
        self,
        database: Database,
        replica_cache: ReplicaCache,
        failpoint: Failpoint = no_failpoint,
        *,
        relay: Relay = _relay_to_no_one,
        before_relay: BeforeRelay = _nothing_before,
    ) -> None:
        """`before_relay` is called before relaying, with the rights epoch of the committed
        updates (None if unknown).
        """
        self._database = database
        self._replica_cache = replica_cache
        self._failpoint = failpoint
        self._waiting: deque[PendingUpdate] = deque()
        self._wake = threading.Event()
        self._change = threading.Lock()  # of whether the thread runs
        self._is_running = False
        self._pacer = FlushPacer()
        self._trial_limiter = TrialRateLimiter()
        self._off_cpu_seconds = 0.0
        self._relay = relay
        self._before_relay = before_relay

    def enqueue(
        self,
        cached: CachedReplica,
        sender: Sender,
        payload: bytes,
        on_result: OnResult,
        origin: object = None,
    ) -> None:
        """Have one update committed; `on_result` is called once it is on disk, or with the
        reason if it is not.
        """
        cached.references += 1  # until it is decided, even if its sender leaves before
        self._waiting.append(PendingUpdate(cached, sender, payload, origin, on_result))
        with self._change:
            if not self._is_running:
                self._is_running = True
                threading.Thread(target=self._run, name="committer", daemon=True).start()
        self._wake.set()

    def submit(
        self, cached: CachedReplica, sender: Sender, payload: bytes, origin: object = None
    ) -> Result:
        """The same, waiting for the answer. After PATIENCE it is "not saved yet", and may still
        be committed.
        """
        answer: SimpleQueue[Result] = SimpleQueue()
        self.enqueue(cached, sender, payload, answer.put, origin)
        try:
            return answer.get(timeout=PATIENCE)
        except Empty:
            return Refusal("not_saved_yet")

    def _run(self) -> None:
        while self._wake.wait(LINGER) or not self._ends():
            self._wake.clear()
            time.sleep(self._pacer.delay(time.monotonic()))
            begun, cpu_started = time.monotonic(), time.thread_time()
            self._off_cpu_seconds = 0.0
            self._answer_all_that_wait()
            cpu_seconds = time.thread_time() - cpu_started - self._off_cpu_seconds
            self._pacer.record_flush(cpu_seconds, time.monotonic() - begun, time.monotonic())

    def _ends(self) -> bool:
        with self._change:
            self._is_running = bool(self._waiting)
            return not self._is_running

    def _answer_all_that_wait(self) -> None:
        items = [self._waiting.popleft() for _ in range(len(self._waiting))]
        try:
            self._flush(items)
        except INTERRUPTIONS:
            raise
        # a panic of pycrdt is one; this thread must live on, or nothing would ever be saved again
        except BaseException:
            log.exception("a flush of %d updates failed", len(items))
        for item in items:
            self._replica_cache.release(item.cached)
            try:
                item.on_result(item.result or Refusal("not_saved_yet"))
            except Exception:
                log.exception("an answer could not be given")

    def _flush(self, items: list[PendingUpdate]) -> None:
        known: dict[
            int, ReplicaState | None
        ] = {}  # by draft; None if its replica failed at a verdict
        begun = time.monotonic()
        for count, item in enumerate(items, 1):
            item.result = self._verdict(item, known)
            if time.monotonic() - begun > MAX_ADMISSION_SECONDS:
                self._put_back(items, count)
        verified = [item for item in items if item.result is None]
        if verified:
            self._commit(verified, known)
        for item in items:  # of a draft of which nothing was committed; else it is kept already
            self._keep(known, item.cached, taken=0)

    def _put_back(self, items: list[PendingUpdate], count: int) -> None:
        """Return all but the first `count` to the queue, for the next flush."""
        self._waiting.extendleft(reversed(items[count:]))
        del items[count:]
        self._wake.set()

    def _commit(self, verified: list[PendingUpdate], known: dict[int, ReplicaState | None]) -> None:
        updates = [
            VerifiedUpdate(i.cached.draft_id, i.cached.lineage_id, i.sender, i.payload)
            for i in verified
        ]
        waits = time.thread_time()
        try:
            results = record_updates(self._database, updates, self._failpoint)
        except (DBAPIError, StoreBusyError):
            log.exception("%d updates could not be committed", len(updates))
            return
        finally:
            self._off_cpu_seconds = (
                time.thread_time() - waits
            )  # while the disk works, other greenlets have this thread
        for item, result in zip(verified, results, strict=True):
            item.result = result
        self._apply_and_relay(verified, known)

    def _apply_and_relay(
        self, items: list[PendingUpdate], known: dict[int, ReplicaState | None]
    ) -> None:
        """Apply and relay, together with what other processes committed in between."""
        by_replica: dict[int, list[PendingUpdate]] = {}
        for item in items:
            by_replica.setdefault(id(item.cached), []).append(item)
        applied = [(its, self._applied(its, known)) for its in by_replica.values()]
        self._failpoint("after_apply_before_acknowledge")
        ours = [item for item in items if isinstance(item.result, CommittedUpdate)]
        is_all = all(
            len(updates) <= sum(isinstance(item.result, CommittedUpdate) for item in its)
            for its, updates in applied
        )
        if ours:
            self._before_relay(max(item.sender.epoch for item in ours) if is_all else None)
        for its, updates in applied:
            if updates:
                origins = {
                    item.result.seq: item.origin
                    for item in its
                    if isinstance(item.result, CommittedUpdate)
                }
                self._relay(its[0].cached, merge_committed(updates, origins))
        self._failpoint("after_relay")

    def _applied(
        self, items: list[PendingUpdate], known: dict[int, ReplicaState | None]
    ) -> list[CommittedUpdate]:
        """`items` are of one replica."""
        cached = items[0].cached
        updates = [item.result for item in items if isinstance(item.result, CommittedUpdate)]
        if not updates or cached.is_invalid:
            return []
        try:
            if not cached.seq + 1 == updates[0].seq == updates[-1].seq - len(updates) + 1:
                return self._replica_cache.catch_up(cached)
            for item in items:
                if isinstance(item.result, CommittedUpdate):
                    begun = time.perf_counter()
                    cached.apply_committed([item.result])
                    item.sender.cpu_seconds += time.perf_counter() - begun
        except INTERRUPTIONS:
            raise
        except BaseException:
            # They are committed; only this replica is in doubt. The next who opens the draft loads
            # it from the log.
            log.exception(
                "the replica of draft %d could not take a committed update", cached.draft_id
            )
            self._replica_cache.invalidate(cached)
            return []
        self._keep(known, cached, taken=len(updates))
        return updates

    def _verdict(self, item: PendingUpdate, known: dict[int, ReplicaState | None]) -> Result | None:
        """None if the update fits its replica.

        A replica that panics at this affects no other draft.
        """
        draft_id, begun = item.cached.draft_id, time.perf_counter()
        try:
            if draft_id not in known:
                known[draft_id] = ReplicaState.of(item.cached)
            state = known[draft_id]
            if state is None or item.cached.is_invalid:
                return Refusal("not_saved_yet")
            return state.verdict(item.payload, item.sender.account_id, self._trial_limiter)
        except INTERRUPTIONS:
            raise
        except BaseException:
            log.exception("the replica of draft %d failed at a verdict", draft_id)
            known[draft_id] = None
            self._replica_cache.invalidate(item.cached)
            return Refusal("not_saved_yet")
        finally:
            item.sender.cpu_seconds += time.perf_counter() - begun

    @staticmethod
    def _keep(known: dict[int, ReplicaState | None], cached: CachedReplica, *, taken: int) -> None:
        """Keep the state of a replica for its next flush."""
        if state := known.get(cached.draft_id):
            state.advance_past(cached, taken)
