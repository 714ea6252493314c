"""Children that die: replaced, but ever more slowly when they die of their start, and never in a
tight loop.
"""

import time

import pytest

from drafting.cli import supervisor
from drafting.cli.supervisor import LONGEST_PAUSE, STEADY, Child
from tests.support.waiting import wait_until


class Clock:
    """The monotonic clock, set by the test."""

    def __init__(self) -> None:
        self.at = 1000.0

    def monotonic(self) -> float:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(supervisor, "time", clock)
    return clock


@pytest.fixture
def child() -> Child:
    """One that ends as soon as it is started: there is no such command."""
    return Child("a process", ["no-such-command"])


def die(child: Child) -> None:
    """Let the process of the place come to its end, and be noticed."""
    process = child.process
    assert process is not None
    wait_until(lambda: process.poll() is not None, 30)
    child.look()


def test_one_that_dies_of_its_start_is_tried_ever_more_slowly(clock: Clock, child: Child) -> None:
    pauses = []
    child.look()
    for _ in range(3):
        die(child)
        pauses.append(child.due - clock.at)
        clock.at = child.due - 0.01
        child.look()
        assert child.process is None
        clock.at = child.due
        child.look()
    assert pauses == [1, 2, 4]
    child.early_deaths = 1000
    die(child)
    assert child.due - clock.at == LONGEST_PAUSE


def test_one_that_had_run_for_a_while_is_replaced_at_once(clock: Clock, child: Child) -> None:
    child.look()
    child.early_deaths = 5
    clock.at += STEADY
    first = child.process
    die(child)
    assert child.process not in {None, first}
    assert child.early_deaths == 0
    die(child)


def test_a_child_is_not_ready_before_it_says_so(child: Child) -> None:
    began = time.monotonic()
    child.start()
    assert not child.is_ready()
    assert time.monotonic() - began < 5
    die(child)
