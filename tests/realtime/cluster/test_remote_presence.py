"""Who is in a draft in other processes: shown, and taken out when the process is not heard of
any more.
"""

import time

import pytest

from drafting.crdt.awareness import read_awareness, write_awareness
from drafting.realtime.cluster import remote_presence
from drafting.realtime.cluster.envelope import Presence, ProcessMessage
from drafting.realtime.cluster.remote_presence import (
    EXPIRY,
    MAX_IN_A_PROCESS,
    MAX_PROCESSES,
    PRESENCE_EXPIRY,
    STALE,
    RemotePresence,
)


class Clock:
    """The monotonic clock, set by the test."""

    def __init__(self) -> None:
        self.at = 50.0

    def monotonic(self) -> float:
        return self.at


class Heard:
    """Other processes, and what the browsers of this one were told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, bytes]] = []
        self.remote = RemotePresence()

    def hear(self, process: str, *presences: Presence) -> bool:
        message = ProcessMessage(process, presences={one.alias: one for one in presences})
        self.told += [(one.draft_id, one.awareness) for one in presences]
        return self.remote.receive(message)

    def prune(self) -> None:
        self.told += [(one.draft_id, one.awareness) for one in self.remote.prune()]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(remote_presence, "time", clock)
    return clock


@pytest.fixture
def heard(clock: Clock) -> Heard:
    return Heard()


def here(alias: int, draft_id: int = 1, clock: int = 1) -> Presence:
    return Presence(draft_id, alias, write_awareness(alias, clock, {"cursor": None}))


def gone(alias: int, clock: int = 2) -> Presence:
    return Presence(1, alias, write_awareness(alias, clock, None))


def test_whoever_is_elsewhere_is_shown_at_once_and_to_those_who_join(heard: Heard) -> None:
    ada, bram = here(1), here(2, draft_id=8)
    heard.hear("a", ada)
    heard.hear("b", bram)
    assert heard.told == [(1, ada.awareness), (8, bram.awareness)]
    assert heard.remote.in_draft(1) == [ada.awareness]
    heard.hear("a", gone(1))
    assert heard.remote.in_draft(1) == []
    assert heard.told[-1] == (1, gone(1).awareness)


def test_whoever_is_not_heard_of_again_is_taken_out_though_the_word_of_their_leaving_was_lost(
    heard: Heard, clock: Clock
) -> None:
    ada, bram = here(1), here(2)
    heard.hear("a", ada, bram)
    while clock.at < 50 + PRESENCE_EXPIRY + 1:
        clock.at += EXPIRY / 2
        heard.hear("a", bram)  # browsers say every 15 s that they are here
        heard.prune()
    assert heard.remote.in_draft(1) == [bram.awareness]
    assert heard.told.count((1, gone(1, clock=1).awareness)) == 1
    heard.hear("a", here(1, clock=2))
    assert len(heard.remote.in_draft(1)) == 2


def counted(heard: Heard, *account_ids: int) -> list[int]:
    return [heard.remote.sockets_of(account_id) for account_id in account_ids]


def tell(
    heard: Heard,
    process: str,
    sockets: dict[int, int],
    *,
    age: int = 0,
    is_every_socket: bool = False,
) -> None:
    at = int(time.time()) - age
    heard.remote.receive(
        ProcessMessage(process, sockets=sockets, is_every_socket=is_every_socket, at=at)
    )


def test_sockets_are_counted_over_the_processes_that_speak(heard: Heard, clock: Clock) -> None:
    tell(heard, "a", {7: 3, 8: 1})
    tell(heard, "b", {7: 4})
    tell(heard, "a", {8: 0})
    assert counted(heard, 7, 8, 9) == [7, 0, 0]
    tell(heard, "a", {9: 1}, is_every_socket=True)  # what was missed is mended
    assert counted(heard, 7, 9) == [4, 1]
    clock.at += STALE + 0.1
    tell(heard, "a", {})
    assert counted(heard, 7, 9) == [0, 1]


def test_A122_what_was_said_once_and_is_said_again_keeps_nobody_out(
    heard: Heard, clock: Clock
) -> None:
    tell(heard, "a", {7: 20})
    clock.at += STALE + 0.1
    tell(heard, "a", {7: 20}, age=60)
    tell(heard, "b", {7: 20}, age=60, is_every_socket=True)
    assert counted(heard, 7) == [0]


def test_a_process_is_new_once_and_again_after_it_was_silent(heard: Heard, clock: Clock) -> None:
    assert heard.hear("a")
    assert not heard.hear("a")
    clock.at += EXPIRY + 1
    heard.prune()
    assert heard.hear("a")


def test_who_was_in_a_process_that_died_goes_and_may_come_back(heard: Heard, clock: Clock) -> None:
    heard.hear("a", here(1, clock=7))
    heard.hear("b", here(2))
    clock.at += EXPIRY - 1
    heard.hear("b")
    heard.prune()
    assert len(heard.told) == 2
    clock.at += 2
    heard.prune()
    draft_id, state = heard.told[-1]
    leaving = read_awareness(state, client_id=1)
    assert (draft_id, leaving.is_leaving, leaving.clock) == (
        1,
        True,
        7,
    )  # the next state, 8, is news to browsers
    assert (heard.remote.in_draft(1), len(heard.told)) == ([here(2).awareness], 3)


def test_A122_no_process_can_fill_the_memory_of_another(heard: Heard) -> None:
    for alias in range(MAX_IN_A_PROCESS + 10):
        heard.hear("a", here(alias))
    assert len(heard.remote.in_draft(1)) == MAX_IN_A_PROCESS
    for number in range(MAX_PROCESSES + 10):
        heard.hear(f"p{number}", here(99_999, draft_id=2))
    assert len(heard.remote.in_draft(2)) == MAX_PROCESSES - 1
