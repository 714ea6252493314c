"""How fast one socket may go: what comes faster is not refused and not dropped, its reading
waits (back-pressure).

The network's own buffers then fill, and the sender is slowed down. Nothing else waits with it.
"""

import time
from typing import Any

# the key in the WSGI environment: one for a socket, whatever namespaces it is in
PACE = "drafting.pace"
# marks a second, in the long run; a browser has one update on its way at a time, some 25 a second
TOKENS_PER_SECOND = 100.0
BURST = 200.0  # marks at once
UPDATE, AWARENESS, LEAVE, JOIN = 1.0, 0.25, 1.0, 10.0
# of work that its updates make; with TOKENS_PER_SECOND, a tenth of a processor
TOKENS_PER_CPU_SECOND = 1000.0
# seconds that are charged at once: what takes longer waits for others, or for the store
MAX_CHARGED_SECONDS = 0.15
BYTES_PER_TOKEN = 16 * 1024  # so that an update of 1 MiB counts for 65
MESSAGE, FRAME, NAMESPACE = (
    1.0,
    0.25,
    10.0,
)  # what is no known event, a ping or pong of WebSocket, coming or going


def update_cost(payload: bytes) -> float:
    """What an update counts for."""
    return UPDATE + len(payload) / BYTES_PER_TOKEN


def packet_cost(message: str | bytes) -> float:
    """What a message counts for of which nothing is known yet: Socket.IO's packets 0 and 1 enter
    and leave a namespace.
    """
    is_turn = isinstance(message, str) and message.startswith(("40", "41"))
    return (NAMESPACE if is_turn else MESSAGE) + len(message) / BYTES_PER_TOKEN


def bucket_of(environ: dict[str, Any]) -> "TokenBucket":
    """That of the socket that shook hands in `environ`."""
    pace: TokenBucket = environ.setdefault(PACE, TokenBucket(time.monotonic()))
    return pace


class TokenBucket:
    """One socket's allowance. Times are seconds of a monotonic clock."""

    def __init__(self, now: float) -> None:
        self._left = BURST
        self._seen = now

    def keep(self, marks: float) -> None:
        """Wait, if this socket goes faster than it may."""
        if owed := self.owed(marks, time.monotonic()):
            time.sleep(owed)

    def owed(self, marks: float, now: float) -> float:
        """Seconds to wait before this message is taken."""
        self._left = min(BURST, self._left + (now - self._seen) * TOKENS_PER_SECOND) - marks
        self._seen = now
        return max(0.0, -self._left / TOKENS_PER_SECOND)
