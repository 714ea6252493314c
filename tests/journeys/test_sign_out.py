"""Signing out in one tab closes the editor's socket in the other tab, which says so and keeps the
text typed before and after.
"""

from playwright.sync_api import expect

from drafting.domain.roles import Role
from tests.journeys.conftest import PersonMaker
from tests.journeys.support.editing import (
    committed,
    is_connected,
    line_of,
    open_draft,
    type_at_end,
    wait_equal,
    wait_state,
)
from tests.support.people import PASSWORD
from tests.support.server import Server


def test_A13_signing_out_in_another_tab_is_said_and_the_words_wait_for_the_same_person(
    person: PersonMaker, server: Server
) -> None:
    drafter = person(Role.DRAFTER)
    drafter.loses_network = True  # a refused handshake looks like one that failed
    page, other_tab = open_draft(drafter), drafter.page("/")
    type_at_end(page, "Before signing out.")
    wait_state(page, "saved")
    other_tab.get_by_role("button", name="Sign out").click()
    expect(other_tab.get_by_text("You are signed out.")).to_be_visible()
    wait_state(page, "signed-out", patience=5000)
    assert not is_connected(page)
    assert line_of(page) == "Sign in again; what you typed is kept on this device"
    expect(page.locator("[data-note=state]")).to_contain_text(
        "You are signed out. Sign in again in another tab."
    )
    type_at_end(page, " After signing out.")
    wait_state(page, "signed-out")
    assert "After" not in committed(server)

    other_tab.get_by_role("banner").get_by_role("link", name="Sign in").click()
    other_tab.get_by_label("E-mail address").fill(server.world.email(Role.DRAFTER))
    other_tab.get_by_label("Password").fill(PASSWORD)
    other_tab.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(other_tab.get_by_role("button", name="Sign out")).to_be_visible()
    wait_state(page, "saved", patience=5000)
    assert "Before signing out. After signing out." in wait_equal(server, page)
    expect(page.locator("[data-note=state]")).to_have_count(0)
