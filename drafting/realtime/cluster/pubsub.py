"""The doorbell between processes: what was committed here is rung at the others, over one
channel of Redis.

Nothing depends on it. A ring that is lost, late or doubled only changes when the others look at
the database, which they do twice a second anyway (watch.py). Ringing never waits: one greenlet
speaks, one hears, and everybody else goes on.
"""

import logging
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from drafting import clock
from drafting.realtime.cluster.envelope import (
    MAX_HEADS,
    MAX_PRESENCES,
    MAX_SOCKET_COUNTS,
    MessageSigner,
    Presence,
    ProcessMessage,
)

BEAT = 1.0  # seconds after which a process that has nothing to say says so
SILENCE = 3.0  # seconds without our own words coming back, after which the connection is made anew
# seconds for Redis to answer; several times this and SILENCE stay below five seconds
PATIENCE = 0.5
PAUSE = 0.5  # seconds after it did not
MOST_WAITING = 5000  # presences kept while Redis does not answer; heads are one number a draft
log = logging.getLogger(__name__)


class ProcessBroadcast:
    """One for each process; without an address it is silent and deaf, as one process needs no
    other.
    """

    def __init__(self, address: str | None, secret_key: str) -> None:
        self._address, self._seal = address, MessageSigner(secret_key)
        self.when_rung: Callable[[ProcessMessage], None] = lambda ring: None
        self.when_beaten: Callable[[], None] = lambda: None  # about once a second
        # those of this process now, by account
        self.every_socket: Callable[[], Counter[int]] = Counter
        self._next_count = 0.0  # when they are all told again: what was lost is mended by that
        self._waiting = ProcessMessage("")
        self._has_words = threading.Event()
        # drawn at the start, so that no two processes of a forking server share one
        self._name = ""
        self._heard_at = 0.0
        self._is_told_deaf = False
        self._foreign = 0  # messages that were none of ours, since that was last said

    def start(self) -> None:
        """Begin to speak and to hear, unless this process does already."""
        if self._address is None or self._name:
            return
        self._name, self._heard_at = secrets.token_hex(8), time.monotonic()
        for loop in (self._speak, self._hear):
            threading.Thread(
                target=loop, args=(self._address,), name=f"doorbell-{loop.__name__}", daemon=True
            ).start()

    @property
    def is_deaf(self) -> bool:
        """Whether our own words have not come back for too long."""
        return bool(self._name) and time.monotonic() - self._heard_at > SILENCE

    def ring_head(self, draft_id: int, seq: int) -> None:
        """Updates of a draft were committed here, up to `seq`."""
        heads = self._waiting.heads
        if self._address is not None and (draft_id in heads or len(heads) < MAX_HEADS):
            heads[draft_id] = max(seq, heads.get(draft_id, 0))
            self._wake()

    def ring_news(self) -> None:
        """Something else was committed here."""
        if self._address is not None:
            self._waiting.is_news = True
            self._wake()

    def tell(self, presences: Iterable[Presence]) -> None:
        """Somebody moved, came or left here."""
        for one in presences:
            if self._address is not None and len(self._waiting.presences) < MOST_WAITING:
                self._waiting.presences[one.alias] = one
                self._wake()

    def tell_sockets(self, account_id: int, count: int) -> None:
        """Somebody has so many sockets here now."""
        sockets = self._waiting.sockets
        if self._address is not None and (
            account_id in sockets or len(sockets) < MAX_SOCKET_COUNTS
        ):
            sockets[account_id] = count
            self._wake()

    def _wake(self) -> None:
        self.start()
        self._has_words.set()

    def _speak(self, address: str) -> None:
        redis = _client(address)
        while True:
            self._has_words.wait(BEAT)
            self._has_words.clear()
            try:
                redis.publish(self._seal.channel, self._seal.write(self._words()))
            except (RedisError, OSError):
                time.sleep(PAUSE)  # the look that these words would have hastened comes by itself
            self._notice()
            self.when_beaten()

    def _words(self) -> ProcessMessage:
        """What waits, or as much of it as one message takes."""
        waiting = self._waiting
        now, later = _split(waiting.presences, MAX_PRESENCES)
        self._waiting = ProcessMessage("", presences=later)
        if later:
            self._has_words.set()
        words = ProcessMessage(
            self._name,
            waiting.heads,
            waiting.is_news,
            now,
            waiting.sockets,
            at=int(clock.now().timestamp()),
        )
        if time.monotonic() >= self._next_count:
            self._next_count = time.monotonic() + BEAT
            words.sockets, words.is_every_socket = (
                dict(self.every_socket().most_common(MAX_SOCKET_COUNTS)),
                True,
            )
        return words

    def _hear(self, address: str) -> None:
        while True:
            try:
                self._listen(address)
            except (RedisError, OSError):
                time.sleep(PAUSE)

    def _listen(self, address: str) -> None:
        """Until the connection is lost, or nothing is heard on it though we speak."""
        with _client(address) as redis, redis.pubsub() as channel:
            channel.subscribe(self._seal.channel)
            began = time.monotonic()
            while time.monotonic() - max(began, self._heard_at) < SILENCE:
                message = channel.get_message(ignore_subscribe_messages=True, timeout=BEAT)
                if message is not None:
                    self._take(message["data"])

    def _take(self, data: object) -> None:
        ring = self._seal.read(data)
        if ring is None:
            self._foreign += 1
        elif ring.process == self._name:
            self._heard_at = time.monotonic()
        else:
            try:
                self.when_rung(ring)
            except Exception:  # the next must be heard
                log.exception("what another process said could not be taken")

    def _notice(self) -> None:
        if self.is_deaf and not self._is_told_deaf:
            log.warning(
                "Redis does not answer (DRAFTING_REDIS_URL): the processes hear of each "
                "other twice a second only"
            )
        elif self._is_told_deaf and not self.is_deaf:
            log.warning("Redis answers again")
        self._is_told_deaf = self.is_deaf
        if self._foreign:
            log.warning("%d messages on Redis were not ours, and were ignored", self._foreign)
            self._foreign = 0


def _client(address: str) -> Redis:
    once = Retry(NoBackoff(), 0)
    return Redis.from_url(
        address, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=once
    )


def _split(
    presences: dict[int, Presence], most: int
) -> tuple[dict[int, Presence], dict[int, Presence]]:
    items = list(presences.items())
    return dict(items[:most]), dict(items[most:])
