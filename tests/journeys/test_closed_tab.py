"""Text typed offline survives the closing of its tab, for the account that typed it only."""

import pytest

from drafting.domain.roles import Role
from tests.journeys.conftest import PersonMaker
from tests.journeys.support.editing import (
    committed,
    is_read_only,
    line_of,
    open_draft,
    text_of,
    type_at_end,
    wait_equal,
    wait_kept,
    wait_state,
    wait_text,
)
from tests.support.server import Server

WORDS = "Typed on a train."


@pytest.fixture
def server(own_server: Server) -> Server:
    return own_server


def test_words_of_a_closed_tab_arrive_when_it_is_opened_again_but_not_for_another_account(
    person: PersonMaker, server: Server
) -> None:
    drafter = person(Role.DRAFTER)
    page = open_draft(drafter)
    drafter.go_offline()
    wait_state(page, "offline")
    type_at_end(page, WORDS)
    wait_kept(page)
    page.close()
    server.kill()
    server.start()
    drafter.come_back()

    drafter.sign_in_as(Role.CHAIR)
    others = open_draft(drafter)
    assert WORDS not in text_of(others)
    assert others.locator("[data-note=recovery]").count() == 0
    type_at_end(others, "By the chair.")
    wait_state(others, "saved")
    assert WORDS not in wait_equal(server, others)
    others.close()

    drafter.sign_in_as(Role.DRAFTER)
    again = open_draft(drafter)
    wait_text(again, WORDS, "By the chair.")
    assert wait_equal(server, again).count(WORDS) == 1


def test_A14_nothing_goes_out_under_the_name_of_another_who_signed_in_under_an_open_page(
    person: PersonMaker, server: Server
) -> None:
    drafter = person(Role.DRAFTER)
    page = open_draft(drafter)
    drafter.go_offline()
    wait_state(page, "offline")
    type_at_end(page, WORDS)
    drafter.sign_in_as(Role.CHAIR)
    drafter.come_back()
    wait_state(page, "other-account")
    assert line_of(page).startswith("Another account is signed in now: nothing is sent.")
    assert is_read_only(page)
    assert WORDS in text_of(page)
    assert WORDS not in committed(server)
    drafter.sign_in_as(Role.DRAFTER)
    page.reload()
    wait_text(page, WORDS)
    wait_state(page, "saved")
    assert wait_equal(server, page).count(WORDS) == 1
