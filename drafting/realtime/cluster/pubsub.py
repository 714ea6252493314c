"""Tells other processes what was committed here, over one Redis channel.

Nothing depends on it. A message that is lost, late or doubled only changes when the others poll
the database, which they do twice a second anyway (commit_and_rights_poller.py). Publishing never
waits: one greenlet sends, one receives.
"""

import logging
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterable
from typing import Protocol

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

HEARTBEAT = 1.0  # seconds without a message after which an empty one is sent
# seconds without our own messages coming back, after which the connection is made again
SILENCE = 3.0
# seconds for Redis to answer; several times this and SILENCE stay below five seconds
TIMEOUT = 0.5
PAUSE = 0.5  # seconds after an error
MAX_WAITING = 5000  # presences kept while Redis does not answer; heads are one number a draft
log = logging.getLogger(__name__)


class BroadcastReceiver(Protocol):
    """What is called with the messages of other processes."""

    def on_message(self, message: ProcessMessage) -> None:
        """Another process published `message`."""

    def on_heartbeat(self) -> None:
        """Called about once a second."""

    def socket_counts(self) -> Counter[int]:
        """The sockets of this process now, by account."""


class ProcessBroadcast:
    """One for each process. Without an address it does nothing: one process needs no other."""

    def __init__(self, address: str | None, secret_key: str) -> None:
        self._address, self._signer = address, MessageSigner(secret_key)
        self._receiver: BroadcastReceiver | None = None
        self._next_count = 0.0  # when all socket counts are sent again: that mends a lost message
        self._waiting = ProcessMessage("")
        self._has_messages = threading.Event()
        # drawn at the start, so that no two children of a forking server share one
        self._name = ""
        self._received_at = 0.0
        self._is_outage_logged = False
        self._ignored = 0  # messages that were not ours, since that was last logged

    def subscribe(self, receiver: BroadcastReceiver) -> None:
        """Set who receives the messages; called once, before the first message."""
        self._receiver = receiver

    def start(self) -> None:
        """Start to send and to receive, unless this process does already."""
        if self._address is None or self._name or self._receiver is None:
            return
        self._name, self._received_at = secrets.token_hex(8), time.monotonic()
        for loop in (self._send_loop, self._receive_loop):
            args, name = (self._address, self._receiver), f"broadcast{loop.__name__}"
            threading.Thread(target=loop, args=args, name=name, daemon=True).start()

    @property
    def is_cut_off(self) -> bool:
        """Whether our own messages have not come back for SILENCE seconds."""
        return bool(self._name) and time.monotonic() - self._received_at > SILENCE

    def publish_head(self, draft_id: int, seq: int) -> None:
        """Say that updates of a draft were committed here, up to `seq`."""
        heads = self._waiting.heads
        if self._address is not None and (draft_id in heads or len(heads) < MAX_HEADS):
            heads[draft_id] = max(seq, heads.get(draft_id, 0))
            self._wake()

    def publish_other_commit(self) -> None:
        """Say that anything else was committed here."""
        if self._address is not None:
            self._waiting.has_other_commits = True
            self._wake()

    def publish_presence(self, presence: Presence) -> None:
        """Say that an awareness state of this process changed."""
        if self._address is not None and len(self._waiting.presences) < MAX_WAITING:
            self._waiting.presences[presence.alias] = presence
            self._wake()

    def publish_presences(self, presences: Iterable[Presence]) -> None:
        """Say who shows up in this process."""
        for presence in presences:
            self.publish_presence(presence)

    def publish_socket_count(self, account_id: int, count: int) -> None:
        """Say how many sockets an account has here now."""
        sockets = self._waiting.sockets
        if self._address is not None and (
            account_id in sockets or len(sockets) < MAX_SOCKET_COUNTS
        ):
            sockets[account_id] = count
            self._wake()

    def _wake(self) -> None:
        self.start()
        self._has_messages.set()

    def _send_loop(self, address: str, receiver: BroadcastReceiver) -> None:
        redis = _client(address)
        while True:
            self._has_messages.wait(HEARTBEAT)
            self._has_messages.clear()
            try:
                message = self._signer.write(self._next_message(receiver))
                redis.publish(self._signer.channel, message)
            except (RedisError, OSError):
                time.sleep(PAUSE)  # the others poll without this message
            self._log_changes()
            receiver.on_heartbeat()

    def _next_message(self, receiver: BroadcastReceiver) -> ProcessMessage:
        """What waits, or as much of it as one message takes."""
        waiting = self._waiting
        now, later = _split(waiting.presences, MAX_PRESENCES)
        self._waiting = ProcessMessage("", presences=later)
        if later:
            self._has_messages.set()
        message = waiting
        message.process, message.presences = self._name, now
        message.at = int(clock.now().timestamp())
        if time.monotonic() >= self._next_count:
            self._next_count = time.monotonic() + HEARTBEAT
            message.sockets = dict(receiver.socket_counts().most_common(MAX_SOCKET_COUNTS))
            message.is_every_socket = True
        return message

    def _receive_loop(self, address: str, receiver: BroadcastReceiver) -> None:
        while True:
            try:
                self._receive(address, receiver)
            except (RedisError, OSError):
                time.sleep(PAUSE)

    def _receive(self, address: str, receiver: BroadcastReceiver) -> None:
        """Return when nothing is received on a connection though this process sends."""
        with _client(address) as redis, redis.pubsub() as channel:
            channel.subscribe(self._signer.channel)
            began = time.monotonic()
            while time.monotonic() - max(began, self._received_at) < SILENCE:
                message = channel.get_message(ignore_subscribe_messages=True, timeout=HEARTBEAT)
                if message is not None:
                    self._handle(message["data"], receiver)

    def _handle(self, data: object, receiver: BroadcastReceiver) -> None:
        message = self._signer.read(data)
        if message is None:
            self._ignored += 1
        elif message.process == self._name:
            self._received_at = time.monotonic()
        else:
            try:
                receiver.on_message(message)
            except Exception:  # the next one must be received
                log.exception("a message of another process could not be handled")

    def _log_changes(self) -> None:
        if self.is_cut_off and not self._is_outage_logged:
            log.warning(
                "Redis does not answer (DRAFTING_REDIS_URL): the processes notice each other's "
                "commits twice a second only"
            )
        elif self._is_outage_logged and not self.is_cut_off:
            log.warning("Redis answers again")
        self._is_outage_logged = self.is_cut_off
        if self._ignored:
            log.warning("%d messages on Redis were not ours, and were ignored", self._ignored)
            self._ignored = 0


def _client(address: str) -> Redis:
    once = Retry(NoBackoff(), 0)
    return Redis.from_url(
        address, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, retry=once
    )


def _split(
    presences: dict[int, Presence], most: int
) -> tuple[dict[int, Presence], dict[int, Presence]]:
    items = list(presences.items())
    return dict(items[:most]), dict(items[most:])
