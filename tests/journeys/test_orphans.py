"""A thread without a place is dragged onto a clause or placed by keyboard, and that is undone."""

import re

import pytest
from playwright.sync_api import Page, expect

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from tests.journeys.conftest import PersonMaker
from tests.journeys.test_every_page import NARROW, WIDE, problems_of
from tests.journeys.test_keyboard_only import fill, press
from tests.support.published import Published, make_published, publish_world, retype
from tests.support.server import Server

ORPHANS = "/codes/test-code/versions/2/orphans"
GONE = "# One\n\n- (a) a point – with é and 😀\n"


@pytest.fixture
def published(server: Server) -> Published:
    """A second version, from which the commented clause is gone."""
    made = make_published(server.world)
    retype(server.world, GONE)
    publish_world(server.world, label="Second draft")
    return made


def orphan(page: Page, number: int):  # type: ignore[no-untyped-def]
    return page.get_by_role("listitem").filter(
        has=page.get_by_role("link", name=f"Comment {number}", exact=True)
    )


def test_a_chair_drags_a_thread_onto_a_clause_and_undoes_it(
    person: PersonMaker, published: Published
) -> None:
    number = published.thread_numbers[CommentState.FILED]
    page = person(Role.CHAIR, viewport=WIDE, reduced_motion="reduce").page(ORPHANS)
    assert problems_of(page) == []
    target = page.locator(".target").filter(has_text="a point").first
    orphan(page, number).drag_to(target, source_position={"x": 5, "y": 5})
    expect(page.get_by_text(re.compile(f"Comment {number} is now on"))).to_be_visible()
    assert problems_of(page) == []
    page.get_by_role("button", name=f"Undo Comment {number}").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(page.get_by_role("heading", name="Placed by hand")).to_have_count(0)


def test_without_a_mouse_and_on_a_telephone_the_clause_is_typed(
    person: PersonMaker, published: Published
) -> None:
    number = published.thread_numbers[CommentState.SHARED]
    page = person(Role.CHAIR, viewport=NARROW, reduced_motion="reduce").page(ORPHANS)
    eid = page.locator(".target").filter(has_text="a point").first.get_attribute("data-eid")
    fill(page, "Clause", eid or "")
    page.keyboard.press("Escape")  # the list of suggestions
    fill(page, "Words in the clause", "a point")
    press(page, "button", "Place it there")
    expect(page.get_by_text(re.compile(f"Comment {number} is now on"))).to_be_visible()
