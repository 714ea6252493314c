"""One record for each socket of this process: who is connected, and to which working draft."""

import logging
import secrets
import time
from dataclasses import dataclass, field

from drafting.crdt.awareness import as_json
from drafting.policy.identity import Identity
from drafting.realtime.transport.outboxes import Outbox
from drafting.realtime.transport.rate_limit import TOKENS_PER_CPU_SECOND, TokenBucket
from drafting.services.coediting.records import Sender
from drafting.services.coediting.replica_cache import CachedReplica

ALARM_AFTER = 60.0  # seconds
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Joined:
    """The draft that a socket is in: its replica, the Yjs client id, the last awareness state."""

    cached: CachedReplica
    client_id: int
    sender: Sender
    may_write: bool
    user: str  # JSON shown to others; set by the server, never taken from the browser
    # Others see this id, not the Yjs client id: with that one they could write under it before
    # its owner's first word.
    alias: int = field(default_factory=lambda: secrets.randbits(32))
    awareness_clock: int = 0
    awareness: bytes = b""  # as relayed; empty until the first one


@dataclass(slots=True)
class Connection:
    """A socket that passed the gate."""

    sid: str
    identity: Identity
    outbox: Outbox
    bucket: TokenBucket = field(default_factory=lambda: TokenBucket(time.monotonic()))
    joined: Joined | None = None
    # CPU time of joins and of drafts already left, not yet charged to the rate limit
    uncharged_seconds: float = 0.0
    is_behind: bool = False  # too much waits for it; nothing more is sent until that has gone
    is_gone: bool = False
    # monotonic; when it first sent an update whose predecessor is missing, 0 if none is
    missing_since: float = 0.0

    def note_missing_predecessor(self, draft_id: int) -> None:
        """Remember that an update builds on one that never arrived; logs it after a minute
        (A26).
        """
        now = time.monotonic()
        self.missing_since = self.missing_since or now
        if now - self.missing_since > ALARM_AFTER:
            log.warning(
                "for a minute nothing that account %s sent to draft %d could be saved",
                self.identity.account_id,
                draft_id,
            )
            self.missing_since = now

    def pending_cost(self) -> float:
        """The tokens that its updates and joins have cost since the last call."""
        seconds, self.uncharged_seconds = self.uncharged_seconds, 0.0
        if self.joined is not None:
            seconds += self.joined.sender.cpu_seconds
            self.joined.sender.cpu_seconds = 0.0
        return seconds * TOKENS_PER_CPU_SECOND

    def is_in(self, draft_id: int) -> Joined | None:
        """What it has joined, if that is this draft."""
        return self.joined if self.joined and self.joined.cached.draft_id == draft_id else None


def user_of(identity: Identity) -> str:
    """How others see a person, as JSON."""
    account_id = identity.account_id
    return as_json({"id": account_id, "name": identity.name, "colour": (account_id or 0) % 8})
