"""The secretariat's page of chapters."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.drafts.chapters import chapters_in_use
from drafting.storage.models import Chapter
from tests.support.people import SLUG, World
from tests.web.looking import error_at, everything, value_of, words

ClientOf = Callable[[Role | None], FlaskClient]
PAGE = f"/codes/{SLUG}/chapters"


@pytest.fixture
def client(client_of: ClientOf) -> FlaskClient:
    return client_of(Role.SECRETARIAT)


def titles(world: World) -> list[str]:
    with world.database.reading() as session:
        return [chapter.title for chapter in chapters_in_use(code_by_slug(session, OPERATOR, SLUG))]


def group_of(world: World, number: int) -> int | None:
    with world.database.reading() as session:
        return session.get_one(Chapter, world.chapter_ids[number - 1]).working_group_id


def test_a_chapter_is_added_at_the_end_for_its_working_group(
    client: FlaskClient, world: World
) -> None:
    answer = client.post(PAGE, data={"title": "<Fourth>", "working_group": str(world.group_ids[0])})
    assert answer.location == PAGE
    assert titles(world) == ["Chapter 1", "Chapter 2", "Chapter 3", "<Fourth>"]
    page = client.get(PAGE)
    assert "The chapter is added" in words(page)
    assert "<Fourth>" not in page.get_data(as_text=True)


@pytest.mark.parametrize("title", ["", "  ", "a" * 201])
def test_a_wrong_title_is_said_at_its_place_and_given_back(
    client: FlaskClient, world: World, title: str
) -> None:
    before = everything(world.database)
    answer = client.post(PAGE, data={"title": title, "working_group": str(world.group_ids[1])})
    assert answer.status_code == 422
    assert error_at(answer, "create-title")
    assert value_of(answer, "title") == "Chapter 1"  # the other forms of the page stay as they were
    assert f'<option value="{world.group_ids[1]}" selected' in answer.get_data(as_text=True)
    assert everything(world.database) == before


def test_a_chapter_is_renamed_or_the_form_says_why_not(client: FlaskClient, world: World) -> None:
    path = f"{PAGE}/{world.chapter_ids[1]}/rename"
    assert client.post(path, data={"title": "Renamed"}).status_code == 302
    assert titles(world)[1] == "Renamed"
    answer = client.post(path, data={"title": " "})
    assert answer.status_code == 422
    assert error_at(answer, f"rename-{world.chapter_ids[1]}-title")
    assert titles(world)[1] == "Renamed"


def test_a_chapter_moves_up_and_down(client: FlaskClient, world: World) -> None:
    client.post(f"{PAGE}/{world.chapter_ids[2]}/move", data={"direction": "up"})
    assert titles(world) == ["Chapter 1", "Chapter 3", "Chapter 2"]
    client.post(f"{PAGE}/{world.chapter_ids[0]}/move", data={"direction": "down"})
    assert titles(world) == ["Chapter 3", "Chapter 1", "Chapter 2"]


def test_a_chapter_is_given_to_a_working_group_and_taken_back(
    client: FlaskClient, world: World
) -> None:
    path = f"{PAGE}/{world.chapter_ids[2]}/working-group"
    client.post(path, data={"working_group": str(world.group_ids[1])})
    assert group_of(world, 3) == world.group_ids[1]
    client.post(path, data={"working_group": ""})
    assert group_of(world, 3) is None


@pytest.mark.parametrize("group", ["99999", "9999999999999999999999", "-1", "1 OR 1=1"])
def test_A111_a_working_group_that_is_none_of_ours_is_never_written(
    client: FlaskClient, world: World, group: str
) -> None:
    answer = client.post(
        f"{PAGE}/{world.chapter_ids[0]}/working-group", data={"working_group": group}
    )
    assert answer.status_code in {302, 404}
    assert group_of(world, 1) in {world.group_ids[0], None}


def test_a_chapter_is_set_aside_and_put_back(client: FlaskClient, world: World) -> None:
    client.post(f"{PAGE}/{world.chapter_ids[0]}/set-aside")
    assert titles(world) == ["Chapter 2", "Chapter 3"]
    assert "Chapter 1" in words(client.get(PAGE))
    client.post(f"{PAGE}/{world.chapter_ids[0]}/put-back")
    assert titles(world) == ["Chapter 2", "Chapter 3", "Chapter 1"]


@pytest.mark.parametrize("what", ["rename", "move", "working-group", "set-aside", "put-back"])
def test_a_chapter_that_is_not_there_is_not_found(
    client: FlaskClient, world: World, what: str
) -> None:
    before = everything(world.database)
    assert client.post(f"{PAGE}/99999/{what}", data={"title": "x"}).status_code == 404
    assert everything(world.database) == before
