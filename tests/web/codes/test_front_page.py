"""The front page of a code of practice: for members, and for everybody when it is public."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from drafting import clock
from drafting.domain.roles import Role
from tests.support.people import World
from tests.support.published import Published, answer, make_public, open_round
from tests.web.looking import words
from tests.web.publishing import CODE, prepare_text, publish_second

ClientOf = Callable[[Role | None], FlaskClient]
PRIVATE = (
    "Your part",
    "Chapters being drafted",
    "You can write here",
    "Chapter 1",
    "Group 1",
    "@test.example",
    "Prepared draft",
)


@pytest.mark.parametrize("role", [None, *Role])
def test_it_leads_to_the_text_to_what_changed_and_to_the_round(
    client_of: ClientOf, published: Published, role: Role | None
) -> None:
    make_public(published.world)
    open_round(published.world, publish_second(published.world))
    page = client_of(role).get(CODE)
    assert page.status_code == 200
    for path in (
        f"{CODE}/versions/2",
        f"{CODE}/versions/1/compare/2",
        f"{CODE}/rounds/2",
        f"{CODE}/versions/1",
    ):
        assert f'href="{path}"' in page.text
    assert "Round 2 is open until" in words(page)
    assert re.search(r"\d{4}, \d\d:\d\d CES?T", words(page))


@pytest.mark.parametrize("role", [None, *Role])
def test_the_way_to_commenting_is_shown_to_all_but_those_who_read_along(
    client_of: ClientOf, published: Published, role: Role | None
) -> None:
    make_public(published.world)
    client = client_of(role)
    assert ("Comment on: First draft" in words(client.get(CODE))) is (role is not Role.OBSERVER)
    assert ("Comment on the version" in words(client.get(f"{CODE}/rounds/1"))) is (
        role is not Role.OBSERVER
    )


def test_signed_out_it_shows_nothing_of_the_work_behind(
    client_of: ClientOf, published: Published
) -> None:
    world = published.world
    make_public(world)
    publish_second(world)
    prepare_text(world, "# Third\n")
    answer(world, 3, "The answer to what is filed.")
    answer(world, 4, "The answer to what is published.")
    page = words(client_of(None).get(CODE))
    assert [private for private in PRIVATE if private in page] == []
    assert "The answer to what is published." in page
    assert "The answer to what is filed." not in page
    assert re.search(r"Comments you can see</dt><dd>1</dd>", page)
    assert re.search(r"<tfoot>.*?<td>1</td><td>1</td>", page, re.DOTALL)
    assert "Sign in" in page


def test_a_private_one_is_not_there_for_the_signed_out(
    client_of: ClientOf, published: Published
) -> None:
    assert client_of(None).get(CODE).location == f"/sign-in?next={CODE}"
    assert "Test code of practice" not in words(client_of(None).get("/"))
    make_public(published.world)
    assert "Test code of practice" in words(client_of(None).get("/"))


def test_before_anything_is_published_it_says_so(client_of: ClientOf, world: World) -> None:
    assert "Nothing is published yet. The text is being drafted." in words(
        client_of(Role.STAKEHOLDER).get(CODE)
    )
    assert "Prepare the first version" in words(client_of(Role.SECRETARIAT).get(CODE))
    assert "Prepare the first version" not in words(client_of(Role.CHAIR).get(CODE))


def test_a_round_that_is_over_is_no_longer_offered(
    client_of: ClientOf, published: Published
) -> None:
    with clock.frozen_at(clock.now().replace(year=clock.now().year + 1)):
        page = words(client_of(Role.STAKEHOLDER).get(CODE))
    assert "is open until" not in page
    assert "Who commented" in page


@pytest.mark.parametrize("ticked", [True, False])
def test_the_secretariat_opens_it_to_the_public_and_shuts_it(
    client_of: ClientOf, published: Published, ticked: bool
) -> None:
    if not ticked:
        make_public(published.world)
    client = client_of(Role.SECRETARIAT)
    assert ('name="is_public" value="1" checked' in client.get(f"{CODE}/edit").text) is not ticked
    typed = {"title": "Test", "summary": "", **({"is_public": "1"} if ticked else {})}
    assert client.post(f"{CODE}/edit", data={**typed, "title": ""}).status_code == 422
    again = client.post(f"{CODE}/edit", data={**typed, "title": ""}).text
    assert ('name="is_public" value="1" checked' in again) is ticked
    assert client.post(f"{CODE}/edit", data=typed).status_code == 302
    assert client_of(None).get(CODE).status_code == (200 if ticked else 302)
    assert client_of(None).get(f"{CODE}/versions/1").status_code == (200 if ticked else 302)
