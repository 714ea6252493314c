"""F18: a link that carries nothing any more and was never closed. Pings are half a second apart here, to see it happen."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from drafting.domain.roles import Role
from drafting.realtime.gate import MOST_SOCKETS
from drafting.settings import WEBSOCKETS
from tests.realtime.test_limits import enters
from tests.support.people import TEXT
from tests.support.raw_sockets import RawSocket
from tests.support.server import Server
from tests.support.sockets import SocketClient
from tests.support.tube import Tube
from tests.support.waiting import wait_until


@pytest.fixture(params=WEBSOCKETS)
def impatient(request: pytest.FixtureRequest, tmp_path: Path, migrated: bytes) -> Iterator[Server]:
    folder = tmp_path / secrets.token_hex(4)
    server = Server.fresh(folder, migrated, command=["-m", "tests.chaos.serve"], websocket=request.param)
    server.start(CHAOS_PING="0.5")
    yield server
    server.__exit__()


@pytest.mark.parametrize("is_full", [False, True])
def test_F18_a_link_that_carries_nothing_is_given_up_and_its_place_is_free(impatient: Server, *, is_full: bool) -> None:
    token, draft_id = impatient.world.token(Role.DRAFTER), impatient.world.draft_ids[0]
    tube, chair = Tube(impatient.port), SocketClient(impatient, impatient.world.token(Role.CHAIR), draft_id)
    lost = RawSocket(impatient, token, port=tube.port)
    lost.join(draft_id)
    tube.stuff(is_full=is_full)
    chair.connect()
    assert chair.join()["ok"]
    for _ in range(12):  # 6 MB, which nobody takes from the server
        assert chair.send(chair.type("w" * 500_000))["ok"]
        state = chair.doc.get_state()
        del chair.body[len(TEXT.encode()) : len(chair.body)]
        assert chair.send(chair.doc.get_update(state))["ok"]
    wait_until(lambda: enters(impatient, token, MOST_SOCKETS))
    assert chair.send(chair.type("And on. "))["ok"]
    lost.close()
    chair.close()
