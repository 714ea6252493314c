"""The page of working groups."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from drafting.domain.roles import Role
from tests.support.people import SLUG, World
from tests.web.looking import error_at, everything, words

ClientOf = Callable[[Role | None], FlaskClient]
PAGE = f"/codes/{SLUG}/working-groups"


@pytest.fixture
def client(client_of: ClientOf) -> FlaskClient:
    return client_of(Role.SECRETARIAT)


def test_a_group_is_added_and_renamed(client: FlaskClient, world: World) -> None:
    assert client.post(PAGE, data={"name": "<Third>"}).status_code == 302
    assert (
        client.post(f"{PAGE}/{world.group_ids[0]}/rename", data={"name": "First"}).status_code
        == 302
    )
    page = client.get(PAGE)
    assert "<Third>" in words(page)
    assert "First" in words(page)
    assert "<Third>" not in page.get_data(as_text=True)


@pytest.mark.parametrize(("name", "status"), [("", 422), ("a" * 201, 422), ("group 2", 409)])
def test_a_wrong_name_is_said_at_its_place_and_given_back(
    client: FlaskClient, world: World, name: str, status: int
) -> None:
    before = everything(world.database)
    for path, form in (
        (PAGE, "create"),
        (f"{PAGE}/{world.group_ids[0]}/rename", f"rename-{world.group_ids[0]}"),
    ):
        answer = client.post(path, data={"name": name})
        assert answer.status_code == status
        assert error_at(answer, f"{form}-name")
        assert f'value="{name}"' in words(answer)
    assert everything(world.database) == before


def test_a_group_that_is_not_there_is_not_found(client: FlaskClient, world: World) -> None:
    answer = client.post(f"{PAGE}/99999/rename", data={"name": "Typed name"})
    assert answer.status_code == 404
