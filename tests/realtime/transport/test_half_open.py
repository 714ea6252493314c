"""F18: a link that carries nothing any more and was never closed. Pings are half a second apart
here, to see it happen.
"""

import secrets
from collections.abc import Iterator
from pathlib import Path
from socket import create_connection

import pytest

from drafting.domain.roles import Role
from drafting.realtime.transport.handshake_gate import MAX_SOCKETS
from drafting.settings import WEBSOCKETS
from tests.realtime.drafts.test_limits import enters
from tests.support.people import TEXT
from tests.support.raw_sockets import RawSocket
from tests.support.server import Server
from tests.support.sockets import SocketClient
from tests.support.tube import Tube
from tests.support.waiting import wait_until


@pytest.fixture(params=WEBSOCKETS)
def server(request: pytest.FixtureRequest, tmp_path: Path, migrated: bytes) -> Iterator[Server]:
    """Not started yet: each test is in a hurry of its own."""
    folder = tmp_path / secrets.token_hex(4)
    server = Server.fresh(
        folder, migrated, command=["-m", "tests.chaos.serve"], websocket=request.param
    )
    yield server
    server.__exit__()


def test_A19_half_a_request_and_a_silent_connection_are_ended_and_sockets_live_on(
    server: Server,
) -> None:
    server.start(CHAOS_HEAD="0.5")
    socket = SocketClient(server, server.world.token(Role.CHAIR), server.world.draft_ids[0])
    socket.connect()
    assert socket.join()["ok"]
    for said in (
        b"",
        b"GET /socket.io/?EIO=4",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: ",
        b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
    ):
        with create_connection(("127.0.0.1", server.port), 5) as connection:
            connection.sendall(said)
            while connection.recv(4096):  # whatever is answered, it ends
                pass
    assert socket.send(socket.type("Still here. "))["ok"]
    socket.close()


@pytest.mark.parametrize("is_full", [False, True])
def test_F18_a_link_that_carries_nothing_is_given_up_and_its_place_is_free(
    server: Server, *, is_full: bool
) -> None:
    server.start(CHAOS_PING="0.5")
    token, draft_id = server.world.token(Role.DRAFTER), server.world.draft_ids[0]
    tube, chair = Tube(server.port), SocketClient(server, server.world.token(Role.CHAIR), draft_id)
    lost = RawSocket(server, token, port=tube.port)
    lost.join(draft_id)
    tube.stuff(is_full=is_full)
    chair.connect()
    assert chair.join()["ok"]
    for _ in range(12):  # 6 MB, which nobody takes from the server
        assert chair.send(chair.type("w" * 500_000))["ok"]
        state = chair.doc.get_state()
        del chair.body[len(TEXT.encode()) : len(chair.body)]
        assert chair.send(chair.doc.get_update(state))["ok"]
    wait_until(lambda: enters(server, token, MAX_SOCKETS))
    assert chair.send(chair.type("And on. "))["ok"]
    lost.close()
    chair.close()
