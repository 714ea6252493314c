"""Limits how fast one socket may send: a token bucket, whose empty state delays reading.

Nothing is refused or dropped. The network's own buffers fill and slow the sender down
(back-pressure); no other socket waits with it.
"""

import time

TOKENS_PER_SECOND = 100.0  # refill; a browser has one update on its way at a time, some 25 a second
BURST = 200.0  # tokens at most
UPDATE, AWARENESS, LEAVE, JOIN = 1.0, 0.25, 1.0, 10.0  # costs of known events
# CPU time that updates and joins take; with TOKENS_PER_SECOND, a tenth of a processor
TOKENS_PER_CPU_SECOND = 1000.0
# seconds charged at once: what takes longer waits for others, or for the database
MAX_CHARGED_SECONDS = 0.15
BYTES_PER_TOKEN = 16 * 1024  # so that an update of 1 MiB costs 65
# costs of an unknown event, of a WebSocket ping or pong, of entering or leaving a namespace
MESSAGE, FRAME, NAMESPACE = 1.0, 0.25, 10.0


def update_cost(payload: bytes) -> float:
    """The cost of an update, in tokens."""
    return UPDATE + len(payload) / BYTES_PER_TOKEN


def packet_cost(message: str | bytes) -> float:
    """The cost of a packet that is not decoded yet.

    Socket.IO's packets 0 and 1 enter and leave a namespace.
    """
    is_turn = isinstance(message, str) and message.startswith(("40", "41"))
    return (NAMESPACE if is_turn else MESSAGE) + len(message) / BYTES_PER_TOKEN


class TokenBucket:
    """One socket's allowance. Times are seconds of a monotonic clock."""

    def __init__(self, now: float) -> None:
        self._tokens = BURST
        self._refilled_at = now

    def wait(self, cost: float) -> None:
        """Take `cost` tokens; sleeps until the bucket is no longer overdrawn."""
        if delay := self.delay(cost, time.monotonic()):
            time.sleep(delay)

    def delay(self, cost: float, now: float) -> float:
        """Take `cost` tokens; returns the seconds to wait before the message is read."""
        refill = (now - self._refilled_at) * TOKENS_PER_SECOND
        self._tokens = min(BURST, self._tokens + refill) - cost
        self._refilled_at = now
        return max(0.0, -self._tokens / TOKENS_PER_SECOND)
