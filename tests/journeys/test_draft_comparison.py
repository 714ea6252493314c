"""A chair compares the working draft with the version, waits for the worker, and finds the
comments at their places in the draft.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from tests.journeys.conftest import PersonMaker
from tests.journeys.test_every_page import WIDE, problems_of
from tests.support.people import TEXT
from tests.support.published import Published, make_published, retype
from tests.support.server import Server

TYPED = TEXT.replace("The first clause", "Something new.\n\nNow, the first clause")

WORKERS_PATIENCE = 60_000  # ms


@pytest.fixture
def published(server: Server) -> Published:
    """Chapter 1 has been worked on since the first version."""
    made = make_published(server.world)
    retype(server.world, TYPED)
    return made


def change(page: Page, name: str):  # type: ignore[no-untyped-def]
    return page.get_by_role("article", name=name)


def test_the_draft_is_compared_while_the_page_waits_and_its_comments_are_found(
    person: PersonMaker, server: Server, published: Published
) -> None:
    number = published.thread_numbers[CommentState.FILED]
    page = person(Role.CHAIR, viewport=WIDE, reduced_motion="reduce").page(
        "/codes/test-code/versions/1"
    )
    page.get_by_role("link", name="Compare with the working draft").click()
    compare = page.get_by_role("button", name="Compare now")
    expect(compare).to_be_visible()  # the page that is looked at is the one the link leads to
    assert problems_of(page) == []
    compare.click()
    expect(change(page, "D-001")).to_be_visible(
        timeout=WORKERS_PATIENCE
    )  # the page went on by itself
    expect(page.get_by_text("Up to date.")).to_be_visible()
    assert problems_of(page) == []

    retype(server.world, TYPED.replace("Something new", "Something newer"))
    page.get_by_role("link", name="Side by side").click()
    expect(page.get_by_text("The text has changed since then.")).to_be_visible()
    page.get_by_role("button", name="Compare with the current draft").click()
    expect(page.get_by_text("Up to date.")).to_be_visible(timeout=WORKERS_PATIENCE)
    expect(change(page, "D-001").get_by_text("Something newer.", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Side by side")).to_have_attribute(
        "aria-current", "true"
    )  # what was asked is kept
    assert problems_of(page) == []

    page.get_by_role("link", name="comments on Chapter 1").click()
    row = page.get_by_role("listitem").filter(
        has=page.get_by_role("link", name=f"Comment {number}", exact=True)
    )
    expect(row.get_by_text("the same words, in another place")).to_be_visible()
    expect(row.get_by_text(re.compile("In the working draft:"))).to_be_visible()
    assert problems_of(page) == []
