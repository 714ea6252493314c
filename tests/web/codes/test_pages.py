"""The start page, and each code of practice's front page."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.codes.creating import create_code
from tests.support.people import World
from tests.web.looking import error_at, everything, value_of, words

ClientOf = Callable[[Role | None], FlaskClient]


def test_nobody_sees_what_this_is_and_where_to_sign_in(client_of: ClientOf, world: World) -> None:
    page = words(client_of(None).get("/"))
    assert "Sign in" in page
    assert "Test code of practice" not in page


@pytest.mark.parametrize("role", Role)
def test_a_member_sees_their_codes_of_practice_and_no_others(
    client_of: ClientOf, world: World, role: Role
) -> None:
    with world.database.transaction() as session:
        create_code(session, OPERATOR, slug="secret", title="A secret one")
    page = words(client_of(role).get("/"))
    assert "Test code of practice" in page
    assert "A secret one" not in page
    assert ("Create a code of practice" in page) == (role is Role.SECRETARIAT)


def test_a_new_code_of_practice_leads_to_its_chapters(client_of: ClientOf, world: World) -> None:
    client = client_of(Role.SECRETARIAT)
    answer = client.post(
        "/codes/new", data={"slug": " second ", "title": "<Second>", "summary": "Line\r\nline"}
    )
    assert (answer.status_code, answer.location) == (302, "/codes/second/chapters")
    page = client.get("/codes/second")
    assert "<Second>" in words(page)
    assert "<Second>" not in page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("change", "field", "status"),
    [
        ({"slug": "Not Plain"}, "slug", 422),
        ({"slug": "new"}, "slug", 422),
        ({"slug": "test-code"}, "slug", 409),
        ({"title": ""}, "title", 422),
        ({"title": "a" * 201}, "title", 422),
        ({"summary": "a" * 2_001}, "summary", 422),
    ],
    ids=["A94 not plain", "A94 a page", "taken", "no title", "long title", "long summary"],
)
def test_a_wrong_form_is_said_at_its_place_and_given_back(
    client_of: ClientOf, world: World, change: dict[str, str], field: str, status: int
) -> None:
    typed = {"slug": "second", "title": "A <title>", "summary": "Some <b>\nwords", **change}
    client = client_of(Role.SECRETARIAT)
    before = everything(world.database)
    answer = client.post("/codes/new", data=typed)
    assert answer.status_code == status
    assert error_at(answer, field)
    assert {name: value_of(answer, name) for name in typed} == typed
    assert everything(world.database) == before


@pytest.mark.parametrize("role", Role)
def test_the_front_page_shows_the_chapters_with_what_one_may_do(
    client_of: ClientOf, world: World, role: Role
) -> None:
    page = words(client_of(role).get("/codes/test-code"))
    assert all(f"Chapter {n}" in page for n in (1, 2, 3))
    expected = {Role.SECRETARIAT: (3, 0), Role.CHAIR: (1, 2), Role.DRAFTER: (1, 0)}.get(
        role, (0, 0)
    )
    assert (page.count("You can write here"), page.count("You can read here")) == expected


def test_title_and_summary_are_changed(client_of: ClientOf, world: World) -> None:
    client = client_of(Role.SECRETARIAT)
    assert (
        client.post("/codes/test-code/edit", data={"title": "New title", "summary": ""}).location
        == "/codes/test-code"
    )
    assert "New title" in words(client.get("/codes/test-code"))


@pytest.mark.parametrize(
    ("change", "field"), [({"title": " "}, "title"), ({"summary": "é" * 2_001}, "summary")]
)
def test_a_wrong_change_is_said_at_its_place(
    client_of: ClientOf, world: World, change: dict[str, str], field: str
) -> None:
    typed = {"title": "New", "summary": "New", **change}
    client = client_of(Role.SECRETARIAT)
    before = everything(world.database)
    answer = client.post("/codes/test-code/edit", data=typed)
    assert answer.status_code == 422
    assert error_at(answer, field)
    assert {name: value_of(answer, name) for name in typed} == typed
    assert everything(world.database) == before


@pytest.mark.parametrize(
    "slug", ["none", "..", "%2e%2e", "Test-Code", "test-code%00", "test-code ", "ｔest-code"]
)
def test_A94_another_spelling_is_not_this_code_of_practice(
    client_of: ClientOf, world: World, slug: str
) -> None:
    assert client_of(Role.SECRETARIAT).get(f"/codes/{slug}").status_code in {404, 308}
