"""Who is connected, and to which working draft: one record for each socket of this process."""

import logging
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from drafting.crdt.awareness import as_json
from drafting.policy.identity import Identity
from drafting.realtime.transport.outboxes import Outbox
from drafting.realtime.transport.rate_limit import TOKENS_PER_CPU_SECOND, TokenBucket, bucket_of
from drafting.services.coediting.records import Sender
from drafting.services.coediting.replica_cache import CachedReplica

ALARM_AFTER = 60.0  # seconds
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Joined:
    """What a socket is in: the replica it holds, its Yjs client id, and its last awareness
    state.
    """

    live: CachedReplica
    client_id: int
    sender: Sender
    may_write: bool
    user: str  # how others see them: JSON, set by the server, never taken from the browser
    # Others see this id, not the Yjs client id: who knows that before its first word could write
    # under it.
    alias: int = field(default_factory=lambda: secrets.randbits(32))
    awareness_clock: int = 0
    awareness: bytes = b""  # as relayed; empty until the first one


@dataclass(slots=True)
class Connection:
    """A socket that passed the gate."""

    sid: str
    identity: Identity
    outlet: Outbox
    environ: dict[str, Any]  # of the handshake
    joined: Joined | None = None
    pace: TokenBucket = field(init=False)
    unpaid: float = 0.0  # seconds of work that what it is no longer in cost, and its joins
    is_behind: bool = False  # too much waits for it; it is told nothing more until it has read that
    is_gone: bool = False
    # monotonic; when it first sent what builds on something that never came, 0 if it does not
    lacks_since: float = 0.0

    def __post_init__(self) -> None:
        self.pace = bucket_of(self.environ)

    def lacks(self, draft_id: int) -> None:
        """It sent what builds on something that never came; the operator hears of it when that
        goes on (A26).
        """
        now = time.monotonic()
        self.lacks_since = self.lacks_since or now
        if now - self.lacks_since > ALARM_AFTER:
            log.warning(
                "for a minute nothing that account %s sent to draft %d could be saved",
                self.identity.account_id,
                draft_id,
            )
            self.lacks_since = now

    def work(self) -> float:
        """The marks of what its updates and joins cost so far, once."""
        seconds, self.unpaid = self.unpaid, 0.0
        if self.joined is not None:
            seconds += self.joined.sender.cpu_seconds
            self.joined.sender.cpu_seconds = 0.0
        return seconds * TOKENS_PER_CPU_SECOND

    def keep_pace(self, marks: float) -> None:
        """Wait, if this socket sends faster than it may."""
        self.pace.keep(marks)


def user_of(identity: Identity) -> str:
    """How others see somebody, as JSON."""
    return as_json(
        {"id": identity.account_id, "name": identity.name, "colour": (identity.account_id or 0) % 8}
    )
