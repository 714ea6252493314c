"""Twenty sockets a person: those of a process that has just died are waited for, those of one
that lives are not.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from flask import Flask

from drafting.realtime.transport import handshake_gate as gate
from drafting.realtime.transport.handshake_gate import MOST_SOCKETS, SocketGate

ADA = 7


def nothing(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    return []


@pytest.fixture
def at_the_gate(app: Flask, monkeypatch: pytest.MonkeyPatch) -> SocketGate:
    monkeypatch.setattr(gate, "LOOK", 0.001)
    return SocketGate(app, nothing)


def told(*counts: int) -> Iterator[int]:
    yield from counts
    while True:
        yield counts[-1]


def test_sockets_of_a_process_that_has_just_died_are_waited_for(at_the_gate: SocketGate) -> None:
    counts = told(MOST_SOCKETS, MOST_SOCKETS, 0)
    at_the_gate.elsewhere = lambda account_id: next(counts)
    assert at_the_gate._before(ADA) == 0
    assert not at_the_gate._patient[ADA]


def test_those_of_a_process_that_lives_count_in_the_end(
    at_the_gate: SocketGate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "STALE", 0.01)
    at_the_gate.elsewhere = lambda account_id: MOST_SOCKETS
    at_the_gate.open[ADA] = 3
    assert at_the_gate._before(ADA) == MOST_SOCKETS + 3


def test_nobody_waits_who_has_too_many_here_or_waits_too_often(
    at_the_gate: SocketGate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "STALE", 3600)
    at_the_gate.elsewhere = lambda account_id: MOST_SOCKETS
    at_the_gate._patient[ADA] = MOST_SOCKETS
    assert at_the_gate._before(ADA) == MOST_SOCKETS
    at_the_gate._patient[ADA], at_the_gate.open[ADA] = 0, MOST_SOCKETS
    assert at_the_gate._before(ADA) == 2 * MOST_SOCKETS
