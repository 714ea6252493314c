"""A laptop sleeps with words unsent while the server is started anew and others go on: neither empty nor doubled (F13)."""

import pytest

from drafting.domain.roles import Role
from tests.journeys.conftest import PersonMaker
from tests.journeys.editing import open_draft, text_of, type_after, type_at_end, wait_equal, wait_state, wait_text
from tests.support.people import TEXT
from tests.support.server import Server


@pytest.fixture
def server(own_server: Server) -> Server:
    return own_server


def test_F13_a_laptop_that_slept_over_a_restart_has_the_text_once(person: PersonMaker, server: Server) -> None:
    sleeper, other = person(Role.DRAFTER), person(Role.CHAIR)
    asleep, awake = open_draft(sleeper), open_draft(other)
    type_at_end(asleep, "Before the lid closed.")
    wait_text(awake, "Before the lid closed.")
    sleeper.go_offline()
    type_at_end(asleep, " As the lid closed.")
    laptop = sleeper.context.new_cdp_session(asleep)
    laptop.send("Page.setWebLifecycleState", {"state": "frozen"})

    other.loses_network = True
    server.kill()
    server.start()
    wait_state(awake, "saved", patience=20_000)
    type_after(awake, "first clause", " of the waking")
    wait_state(awake, "saved")

    sleeper.come_back()
    laptop.send("Page.setWebLifecycleState", {"state": "active"})
    wait_text(asleep, "of the waking")
    wait_text(awake, "As the lid closed.")
    wait_state(asleep, "saved")
    text = wait_equal(server, asleep, awake)
    assert text == TEXT.replace("first clause", "first clause of the waking") + "Before the lid closed. As the lid closed."
    asleep.reload()
    wait_state(asleep, "saved")
    assert text_of(asleep) == text
