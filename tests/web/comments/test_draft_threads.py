"""The comments on a chapter beside its draft: each with its place of now, or said to be lost."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.services.operations.job_registry import run_all_jobs
from tests.support.people import TEXT, World
from tests.support.published import Published, retype
from tests.web.looking import words
from tests.web.publishing import CODE

ClientOf = Callable[[Role | None], FlaskClient]


def page_of(world: World, chapter: int = 1) -> str:
    return f"{CODE}/chapters/{world.chapter_ids[chapter - 1]}/draft/threads"


def carried(world: World, client: FlaskClient, text: str) -> str:
    """The page once the chapter has this text."""
    retype(world, text)
    assert client.post(page_of(world)).location == page_of(world)
    run_all_jobs(world.database)
    return words(client.get(page_of(world)))


def row_of(page: str, number: int) -> str:
    found = re.search(rf'<li class="talk" id="thread-{number}">.*?</li>', page, re.DOTALL)
    assert found, f"thread {number} is not there"
    return found[0]


def test_before_the_first_version_there_is_nothing_to_place(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(Role.CHAIR)
    assert "Nothing is published yet" in words(client.get(page_of(world)))
    assert client.post(page_of(world)).status_code == 302
    assert "draft/threads" not in client.get(f"{CODE}/chapters/{world.chapter_ids[0]}/draft").text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEXT, "the same words"),
        (TEXT.replace("first clause", "first, or main, clause"), "the words were changed"),
        (
            "# One\n\nSomething new.\n\n"
            + TEXT.removeprefix("# One\n\n").replace("The first", "Now, the first"),
            "in another place",
        ),
        ("# One\n\n- (a) a point – with é and 😀\n", "the words are gone"),
    ],
    ids=["exact", "fuzzy", "shifted", "lost"],
)
def test_each_thread_is_told_with_its_place_of_now(
    published: Published, client_of: ClientOf, text: str, said: str
) -> None:
    number = published.thread_numbers[CommentState.FILED]
    row = row_of(carried(published.world, client_of(Role.CHAIR), text), number)
    assert said in row
    assert f'href="{CODE}/threads/{number}"' in row
    assert ">first clause</blockquote>" in row
    assert ("No longer in the working draft" in row) == (said == "the words are gone")


def test_only_threads_that_the_reader_may_see_are_listed(
    published: Published, client_of: ClientOf
) -> None:
    page = carried(published.world, client_of(Role.CHAIR), TEXT + "\nMore.\n")
    for state, number in published.thread_numbers.items():
        is_there = f'id="thread-{number}"' in page
        assert is_there == (
            f"/threads/{number}" in words(client_of(Role.CHAIR).get(f"{CODE}/threads"))
        ), state


def test_a_chapter_without_comments_says_so(published: Published, client_of: ClientOf) -> None:
    client = client_of(Role.SECRETARIAT)
    carried(published.world, client, TEXT + "\nMore.\n")
    assert "No comments on this chapter." in words(client.get(page_of(published.world, 3)))


@pytest.mark.parametrize("role", [None, Role.STAKEHOLDER, Role.OBSERVER])
def test_A75_who_may_not_read_the_draft_sees_none_of_it(
    published: Published, client_of: ClientOf, role: Role | None
) -> None:
    carried(published.world, client_of(Role.CHAIR), TEXT.replace("clause", "clause of the Quokka"))
    client = client_of(role)
    for answer in (client.get(page_of(published.world)), client.post(page_of(published.world))):
        assert answer.status_code in ({302, 401} if role is None else {403})
        assert "Quokka" not in words(answer)
