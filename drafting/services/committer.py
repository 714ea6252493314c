"""One committer for each process: verify, one transaction for all drafts, apply, acknowledge, relay - in this order.

Whoever comes while another commits waits for the lock and then commits for all who waited with it: group commit without
a thread or a timer. An acknowledgement is the return of `submit`; it never precedes the commit.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from drafting.errors import StoreBusyError
from drafting.services.draft_log import CommittedUpdate
from drafting.services.live_drafts import LiveDraft, LiveDrafts
from drafting.services.record_updates import Probe, Refusal, Result, Sender, VerifiedUpdate, no_probe, record_updates
from drafting.services.verdicts import Known
from drafting.storage.unit_of_work import Database

Relay = Callable[[LiveDraft, CommittedUpdate, object], None]  # (draft, what was committed, whom to leave out)
PATIENCE = 5.0  # seconds that a sender waits for its turn before it is told "not saved yet"
log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Submitted:
    """An update on its way. `origin` is whoever need not hear of it; `result` stays None until it is decided."""

    live: LiveDraft
    sender: Sender
    payload: bytes
    origin: object
    result: Result | None = None


class Committer:
    """The only way for typed words into the log."""

    def __init__(self, database: Database, live_drafts: LiveDrafts, probe: Probe = no_probe) -> None:
        self._database = database
        self._live_drafts = live_drafts
        self._probe = probe
        self._turn = threading.Lock()
        self._waiting: list[Submitted] = []
        self.relay: Relay = lambda live, update, origin: None

    def submit(self, live: LiveDraft, sender: Sender, payload: bytes, origin: object = None) -> Result:
        """Commit one update, with all that wait; returns when it is on the disk, or why it is not."""
        item = Submitted(live, sender, payload, origin)
        self._waiting.append(item)
        if not self._turn.acquire(timeout=PATIENCE):
            return Refusal("not_saved_yet")
        try:
            if item.result is None:
                self._flush()
        finally:
            self._turn.release()
        return item.result or Refusal("not_saved_yet")

    def _flush(self) -> None:
        items, self._waiting = self._waiting, []
        verified = self._verified(items)
        for item in verified:
            item.result = Refusal("not_saved_yet")  # until the store has answered
        if not verified:
            return
        updates = [VerifiedUpdate(i.live.draft_id, i.live.lineage_id, i.sender, i.payload) for i in verified]
        try:
            results = record_updates(self._database, updates, self._probe)
        except (DBAPIError, StoreBusyError):
            log.exception("%d updates could not be committed", len(updates))
            return
        self._settle(verified, results)

    def _settle(self, items: list[Submitted], results: list[Result]) -> None:
        """Apply, acknowledge, relay. What other processes committed in between is applied and relayed first."""
        own = {
            (item.live.draft_id, result.seq): item
            for item, result in zip(items, results, strict=True)
            if isinstance(result, CommittedUpdate)
        }
        for item, result in zip(items, results, strict=True):
            item.result = result
        relayed = [
            (live, update) for live in {id(i.live): i.live for i in items}.values() for update in self._applied(live, own)
        ]
        self._probe("after_apply_before_acknowledge")
        for live, update in relayed:
            sent = own.get((live.draft_id, update.seq))
            self.relay(live, update, sent.origin if sent else None)
        self._probe("after_relay")

    def _applied(self, live: LiveDraft, own: dict[tuple[int, int], Submitted]) -> list[CommittedUpdate]:
        updates = [
            item.result
            for (draft_id, _), item in own.items()
            if draft_id == live.draft_id and isinstance(item.result, CommittedUpdate)
        ]
        if not updates:
            return []
        try:
            return live.take(updates) if updates[0].seq == live.seq + 1 else self._live_drafts.catch_up(live)
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException:
            # They are committed; only this replica is in doubt. The next who opens the draft loads it from the log.
            log.exception("the replica of draft %d could not take a committed update", live.draft_id)
            self._live_drafts.drop(live)
            return []

    def _verified(self, items: list[Submitted]) -> list[Submitted]:
        """Those that fit their replica; the others have their result already."""
        known: dict[int, Known] = {}
        for item in items:
            if item.live.draft_id not in known:
                known[item.live.draft_id] = Known.of(item.live)
            item.result = known[item.live.draft_id].verdict(item.payload, item.sender.account_id)
        return [item for item in items if item.result is None]
