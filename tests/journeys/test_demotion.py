"""The secretariat revokes a right while its holder types: the page says so at once and becomes
read-only, and nothing typed afterwards is stored.
"""

import time

from playwright.sync_api import Page, expect

from drafting.domain.roles import Role
from tests.journeys.conftest import PersonMaker, over_both_websockets
from tests.journeys.support.editing import (
    LINE,
    committed,
    is_connected,
    is_read_only,
    open_draft,
    text_of,
    type_at_end,
    wait_state,
    wait_text,
)
from tests.support.people import SLUG
from tests.support.promptness import prompt
from tests.support.server import Server

NOTICE = 2.0  # seconds, as promised


def change_role(page: Page, role: Role) -> float:
    """Through the form; returns when the change was asked for."""
    page.get_by_label("Role").select_option(role.value)
    asked = time.monotonic()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The member is changed.")).to_be_visible()
    return asked


def give_back(secretariat: Page, member: int) -> None:
    secretariat.goto(secretariat.url.replace("/members", f"/members/{member}"))
    secretariat.get_by_label("Group 1").check()
    change_role(secretariat, Role.DRAFTER)


def type_into_whatever_is_there(page: Page, words: str) -> None:
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


@over_both_websockets
def test_a_drafter_who_becomes_an_observer_is_told_and_types_in_vain(
    person: PersonMaker, server: Server
) -> None:
    drafter = open_draft(person(Role.DRAFTER))
    member = server.world.membership_ids[Role.DRAFTER]
    secretariat = person(Role.SECRETARIAT).page(f"/codes/{SLUG}/members/{member}")
    type_at_end(drafter, "Rightly typed.")
    wait_state(drafter, "saved")
    asked = change_role(secretariat, Role.OBSERVER)
    wait_state(drafter, "refused")
    assert time.monotonic() - asked < 2 * NOTICE
    assert is_read_only(drafter)
    expect(drafter.locator("[data-note=state]")).to_be_visible()
    type_into_whatever_is_there(drafter, "Too late.")
    assert "Too late." not in text_of(drafter)
    assert not is_connected(drafter)
    assert "Rightly typed." in committed(server)
    assert "Too late." not in committed(server)


def test_a_drafter_who_may_only_read_now_goes_on_reading_and_is_told(
    person: PersonMaker, server: Server
) -> None:
    """As chair of no group one reads every chapter and writes in none; the right comes back with
    the group.
    """
    drafter, other = open_draft(person(Role.DRAFTER)), open_draft(person(Role.CHAIR))
    member = server.world.membership_ids[Role.DRAFTER]
    secretariat = person(Role.SECRETARIAT).page(f"/codes/{SLUG}/members/{member}")

    def trial() -> float:
        if is_read_only(drafter):
            give_back(secretariat, member)
            wait_state(drafter, "saved")
            secretariat.goto(secretariat.url.replace("/members", f"/members/{member}"))
        secretariat.get_by_label("Group 1").uncheck()
        asked = change_role(secretariat, Role.CHAIR)
        wait_state(drafter, "read-only")
        return time.monotonic() - asked

    prompt(trial, NOTICE)
    assert is_read_only(drafter)
    type_into_whatever_is_there(drafter, "Too late.")
    type_at_end(other, "Read along.")
    wait_text(drafter, "Read along.")
    assert "Too late." not in text_of(drafter) + committed(server)
    expect(drafter.locator(LINE)).to_have_text("You can read this draft, but not change it")

    give_back(secretariat, member)
    wait_state(drafter, "saved")
    type_at_end(drafter, " In time again.")
    wait_text(other, "Read along. In time again.")


def test_words_under_way_at_the_moment_of_demotion_become_a_recovery_copy(
    person: PersonMaker, server: Server
) -> None:
    late = person(Role.DRAFTER)
    drafter = open_draft(late)
    member = server.world.membership_ids[Role.DRAFTER]
    secretariat = person(Role.SECRETARIAT).page(f"/codes/{SLUG}/members/{member}")
    late.go_offline()
    wait_state(drafter, "offline")
    type_at_end(drafter, "Never sent in time.")
    secretariat.get_by_label("Group 1").uncheck()
    change_role(secretariat, Role.CHAIR)
    late.come_back()
    wait_state(drafter, "read-only")
    copies = drafter.locator("[data-note=recovery]")
    expect(copies).to_contain_text("you could no longer change the draft")
    copies.get_by_role("button", name="Open").click()
    expect(drafter.get_by_role("textbox", name="Text of the recovery copy")).to_have_value(
        committed(server) + "Never sent in time."
    )
    assert "Never sent" not in text_of(drafter) + committed(server)
