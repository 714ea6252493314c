"""Twenty sockets a person: those of a process that has just died are waited for, those of one
that lives are not.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from flask import Flask

from drafting.realtime.transport import handshake_gate as gate
from drafting.realtime.transport.handshake_gate import MAX_SOCKETS, SocketGate

ADA = 7


def nothing(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    return []


@pytest.fixture
def at_the_gate(app: Flask, monkeypatch: pytest.MonkeyPatch) -> SocketGate:
    monkeypatch.setattr(gate, "POLL_INTERVAL", 0.001)
    return SocketGate(app, nothing, lambda account_id: 0, lambda account_id, count: None)


def told(*counts: int) -> Iterator[int]:
    yield from counts
    while True:
        yield counts[-1]


def test_sockets_of_a_process_that_has_just_died_are_waited_for(at_the_gate: SocketGate) -> None:
    counts = told(MAX_SOCKETS, MAX_SOCKETS, 0)
    at_the_gate._remote_count = lambda account_id: next(counts)
    assert at_the_gate._open_socket_count(ADA) == 0
    assert not at_the_gate._waiting_handshakes[ADA]


def test_those_of_a_process_that_lives_count_in_the_end(
    at_the_gate: SocketGate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "STALE", 0.01)
    at_the_gate._remote_count = lambda account_id: MAX_SOCKETS
    at_the_gate.open[ADA] = 3
    assert at_the_gate._open_socket_count(ADA) == MAX_SOCKETS + 3


def test_nobody_waits_who_has_too_many_here_or_waits_too_often(
    at_the_gate: SocketGate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "STALE", 3600)
    at_the_gate._remote_count = lambda account_id: MAX_SOCKETS
    at_the_gate._waiting_handshakes[ADA] = MAX_SOCKETS
    assert at_the_gate._open_socket_count(ADA) == MAX_SOCKETS
    at_the_gate._waiting_handshakes[ADA], at_the_gate.open[ADA] = 0, MAX_SOCKETS
    assert at_the_gate._open_socket_count(ADA) == 2 * MAX_SOCKETS
