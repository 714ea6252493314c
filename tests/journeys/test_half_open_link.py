"""F18: the network drops all traffic without closing connections: the page soon shows "Offline",
and never "Saved".

Pings are a second apart here; a browser is told by the server how far, and calls a link that was
silent for longer lost.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from drafting.domain.roles import Role
from drafting.settings import WEBSOCKETS
from tests.journeys.conftest import PersonMaker
from tests.journeys.support import witness
from tests.journeys.support.editing import (
    committed,
    line_of,
    open_draft,
    type_at_end,
    wait_equal,
    wait_state,
)
from tests.support.people import TEXT
from tests.support.server import Server

PING = 1.0  # seconds between two pings, and as many of patience with each
ANEW = 45.0  # seconds: a browser may ask over several connections that it kept, one after the other
# seconds more on a busy machine; without pings it takes half a minute until two questions were not
# answered
SLACK = 8.0


@pytest.fixture(params=WEBSOCKETS)
def server(request: pytest.FixtureRequest, tmp_path: Path, migrated: bytes) -> Iterator[Server]:
    server = Server.fresh(
        tmp_path / "instance",
        migrated,
        command=["-m", "tests.chaos.serve"],
        websocket=request.param,
    )
    server.start(CHAOS_PING=str(PING))
    yield server
    server.__exit__()


def test_F18_a_silent_link_is_called_offline_and_nothing_saved_until_it_is(
    person: PersonMaker, server: Server
) -> None:
    writer = person(Role.DRAFTER)
    page = open_draft(writer)
    type_at_end(page, "Before it fell silent.")
    wait_state(page, "saved")
    wait_equal(server, page)
    witness.watch(page)
    page.route(
        "**/draft.md", lambda route: route.abort()
    )  # the witness, if it asks, would wait for ever
    writer.lose_signal()
    type_at_end(page, " Into the silence.")
    wait_state(page, "offline", patience=int((2 * PING + SLACK) * 1000))
    assert "kept on this device" in line_of(page)
    type_at_end(page, " Offline.")
    assert "saved" not in witness.states(page)
    assert committed(server) == TEXT + "Before it fell silent."
    page.unroute("**/draft.md")
    writer.have_signal()
    wait_state(page, "saved", patience=30_000)
    assert wait_equal(server, page) == TEXT + "Before it fell silent. Into the silence. Offline."
    assert witness.false_notes(page, server) == []


def test_F18_a_link_that_the_network_forgot_is_left_for_a_new_one_by_itself(
    person: PersonMaker, server: Server
) -> None:
    writer = person(Role.DRAFTER)
    page = open_draft(writer)
    type_at_end(page, "In one network.")
    wait_state(page, "saved")
    writer.change_network()
    type_at_end(page, " In another.")
    wait_state(page, "offline", patience=int((2 * PING + SLACK) * 1000))
    wait_state(page, "saved", patience=int(ANEW * 1000))
    assert wait_equal(server, page) == TEXT + "In one network. In another."
