"""A22: what nobody asked for is read at the pace of everything else, and nobody else notices;
over the fast path.
"""

import contextlib
import threading
import time
from collections.abc import Iterator

import pytest
from flask import Flask

from drafting.crdt.wire.lib0 import Encoder
from drafting.domain.roles import Role
from drafting.realtime.drafts import namespace as draft_namespace
from drafting.realtime.drafts.connections import Connection
from drafting.services.coediting.records import no_failpoint
from tests.realtime.process import Line, Process
from tests.support.people import World
from tests.support.raw_sockets import RawSocket, framed
from tests.support.server import Server
from tests.support.sockets import SocketClient
from tests.support.waiting import wait_until

KEYS = 20
FELT = 1.0  # seconds: for ten nobody was answered before each of these was charged
FLOODS = {
    "pong": framed(10, b""),
    "ping": framed(9, b""),
    "an unknown event": framed(1, b'42/drafts,["x"]'),
    "a namespace that is not there": framed(1, b"40/nowhere,"),
    "in and out": framed(1, b"41/drafts,") + framed(1, b"40/drafts,"),
}


@pytest.fixture
def writer(shared_server: Server) -> Iterator[SocketClient]:
    client = SocketClient(
        shared_server, shared_server.world.token(Role.CHAIR), shared_server.world.draft_ids[0]
    )
    client.connect()
    assert client.join()["ok"]
    yield client
    client.close()


def pour(socket: RawSocket, bytes_: bytes, is_over: threading.Event) -> None:
    """As much as the server takes."""
    socket.socket.settimeout(0.1)
    while not is_over.is_set():
        with contextlib.suppress(TimeoutError):
            try:
                socket.socket.sendall(bytes_)
            except (TimeoutError, BlockingIOError):
                continue
            except OSError:  # it was cut off: that is an answer too
                return


def waits_beside(flooding: RawSocket, bytes_: bytes, writer: SocketClient) -> list[float]:
    """How long a client that types during the flood waits for each answer."""
    is_over, waits = threading.Event(), list[float]()
    flood = threading.Thread(target=pour, args=(flooding, bytes_, is_over), daemon=True)
    flood.start()
    try:
        for _ in range(KEYS):
            sent = time.monotonic()
            assert writer.send(writer.type("k"))["ok"]
            waits.append(time.monotonic() - sent)
    finally:
        is_over.set()
        flood.join()
        flooding.close()
    return waits


@pytest.mark.parametrize("kind", FLOODS)
def test_A22_a_flood_of_what_nobody_asked_for_is_not_felt_by_others(
    shared_server: Server, writer: SocketClient, kind: str
) -> None:
    observer = RawSocket(shared_server, shared_server.world.token(Role.OBSERVER))
    observer.connect_namespace()
    assert sorted(waits_beside(observer, FLOODS[kind] * 2000, writer))[-2] < FELT


def test_A22_joins_with_great_state_vectors_are_charged_for_what_they_cost(
    shared_server: Server, writer: SocketClient
) -> None:
    encoder = Encoder()
    encoder.var_uint(100_000)
    for client in range(100_000):
        encoder.var_uint(2**31 + client)
        encoder.var_uint(1)
    join = (
        f'451-/drafts,["join",{{"draft":{writer.draft_id},"lineage":null,'
        f'"state_vector":{{"_placeholder":true,"num":0}},'
    )
    question = framed(1, f'{join}"client_id":7}}]'.encode()) + framed(2, encoder.to_bytes())
    reader = RawSocket(shared_server, shared_server.world.token(Role.SECRETARIAT))
    reader.connect_namespace()
    assert sorted(waits_beside(reader, question, writer))[-2] < FELT


def entered(process: Process, world: World) -> Connection:
    connection = Connection("sid1", world.identity(Role.CHAIR), Line())
    process.enter(connection)
    return connection


def joined_again(app: Flask, process: Process, world: World) -> dict[str, object]:
    message = {"draft": world.draft_ids[0], "lineage": None, "state_vector": b"\0", "client_id": 1}
    with app.test_request_context():
        return dict(process.namespace.on_join(message))


@pytest.fixture
def process(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> Process:
    monkeypatch.setattr(draft_namespace, "_sid", lambda: "sid1")
    return Process(app, world, no_failpoint)


def test_who_is_alone_in_a_draft_and_joins_again_does_not_have_it_loaded_anew(
    app: Flask, process: Process, world: World
) -> None:
    entered(process, world)
    assert joined_again(app, process, world)["ok"]
    [first] = process.context.replica_cache.in_use()
    assert joined_again(app, process, world)["ok"]
    assert [(one is first, one.references) for one in process.context.replica_cache.in_use()] == [
        (True, 1)
    ]


def test_whose_socket_goes_while_it_waits_for_its_turn_joins_nothing(
    app: Flask, process: Process, world: World
) -> None:
    connection = entered(process, world)
    connection.bucket._tokens = -30.0  # a moment is owed
    answers: list[dict[str, object]] = []
    asking = threading.Thread(target=lambda: answers.append(joined_again(app, process, world)))
    asking.start()
    wait_until(lambda: connection.bucket._tokens < -30.0)
    process.cut(connection)
    asking.join()
    assert [answer["error"] for answer in answers] == ["not_joined"]
    assert (process.sockets.rooms._rooms, process.context.replica_cache.in_use()) == ({}, [])
