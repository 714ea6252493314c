"""Importing by upload and by pasting."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from drafting.domain.limits import MAX_TEXT_BYTES
from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.coediting.queries import draft_text
from drafting.services.drafts.chapters import chapters_in_use
from tests.support.people import SLUG, TEXT, World
from tests.support.published import CHANGED, prepare, publish_world, retype
from tests.web.looking import error_at, everything, value_of, words
from tests.web.publishing import publish_second

ClientOf = Callable[[Role | None], FlaskClient]
NEW = f"/codes/{SLUG}/import"
BAD = {
    "not UTF-8": (b"# One\n\ncaf\xe9\n", 422, "line 3"),
    "binary": (b"PK\x03\x04\0\0", 422, "not a Markdown text"),
    "empty": (b" \n", 422, "The text is empty"),
    "too large": (b"a" * (MAX_TEXT_BYTES + 1), 413, "5 MiB"),
}


@pytest.fixture
def client(client_of: ClientOf) -> FlaskClient:
    return client_of(Role.SECRETARIAT)


@pytest.fixture(params=["new", "into"])
def path(request: pytest.FixtureRequest, world: World) -> str:
    return (
        NEW if request.param == "new" else f"/codes/{SLUG}/chapters/{world.chapter_ids[0]}/import"
    )


def upload(
    client: FlaskClient, path: str, source: bytes, name: str = "text.md", **more: str
) -> TestResponse:
    return client.post(path, data={"file": (BytesIO(source), name), **more})


def titles(world: World) -> list[str]:
    with world.database.reading() as session:
        return [
            chapter.title for chapter in chapters_in_use(code_by_slug(session, OPERATOR, SLUG))
        ][3:]


def text(world: World) -> str:
    with world.database.reading() as session:
        return draft_text(session, world.draft_ids[0])


@pytest.mark.parametrize(
    ("split_at", "expected"),
    [("", ["One"]), ("h1", ["One", "Two"]), ("h2", ["One", "Half", "Two"])],
)
def test_a_file_becomes_chapters(
    client: FlaskClient, world: World, split_at: str, expected: list[str]
) -> None:
    source = "\ufeff# One\r\n\r\na\r\n\r\n## Half\r\n\r\nb\r\n\r\n# Two\r\n\r\nc\r\n".encode()
    answer = upload(client, NEW, source, split_at=split_at)
    assert (answer.status_code, answer.location) == (302, f"/codes/{SLUG}/chapters")
    assert titles(world) == expected


def test_pasted_text_becomes_a_chapter_and_a_chosen_file_wins(
    client: FlaskClient, world: World
) -> None:
    client.post(NEW, data={"markdown": "# Pasted\r\n\r\na"})
    upload(client, NEW, b"Words.", "../../Some name.v2.md", markdown="# Ignored")
    assert titles(world) == ["Pasted", "Some name.v2"]


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_said_at_its_place_and_nothing_is_written(
    client: FlaskClient, world: World, path: str, case: str
) -> None:
    source, status, words_of_it = BAD[case]
    before = everything(world.database)
    answer = upload(client, path, source, markdown="What I pasted besides")
    assert answer.status_code == status
    assert words_of_it in error_at(answer, "file")
    assert value_of(answer, "markdown") == "What I pasted besides"
    assert everything(world.database) == before


LARGE = "é" * (MAX_TEXT_BYTES // 2 + 1)


@pytest.mark.parametrize(
    ("typed", "status"), [("", 422), ("  \r\n", 422), ("a\0b", 422), (LARGE, 413)], ids=range(4)
)
def test_bad_pasted_text_is_said_at_its_place_and_kept(
    client: FlaskClient, world: World, typed: str, status: int
) -> None:
    before = everything(world.database)
    answer = client.post(
        NEW, data={"markdown": typed, "split_at": "h2"}, content_type="multipart/form-data"
    )
    assert answer.status_code == status
    assert error_at(answer, "markdown")
    assert value_of(answer, "markdown").split() == typed.split()
    assert 'value="h2" checked' in answer.get_data(as_text=True)
    assert everything(world.database) == before


@pytest.mark.parametrize("form", ["file", "pasted", "many fields"])
def test_what_is_far_too_large_is_refused_with_a_page(
    client: FlaskClient, world: World, path: str, form: str
) -> None:
    large = b"a" * (13 * 1024 * 1024)
    before = everything(world.database)
    data = {
        "file": {"file": (BytesIO(large), "large.md")},
        "pasted": {"markdown": large[: 9 * 1024 * 1024].decode()},
        "many fields": {f"f{n}": (BytesIO(b""), "") for n in range(1_100)},
    }[form]
    answer = client.post(path, data=data, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert "too large" in words(answer)
    assert everything(world.database) == before


def test_A34_a_file_name_is_escaped_and_gives_the_title(client: FlaskClient, world: World) -> None:
    upload(client, NEW, b"Words.", "<img src=x onerror=alert(1)>.md")
    assert titles(world) == ["<img src=x onerror=alert(1)>"]
    assert "<img src=x" not in client.get(f"/codes/{SLUG}/chapters").get_data(as_text=True)


def test_more_chapters_than_there_may_be_are_refused_whole(
    client: FlaskClient, world: World
) -> None:
    before = everything(world.database)
    answer = client.post(NEW, data={"markdown": "# A\n\na\n" * 201, "split_at": "h1"})
    assert answer.status_code == 422
    assert "200 chapters" in error_at(answer, "markdown")
    assert everything(world.database) == before


def test_A92_an_import_into_a_chapter_is_a_forward_edit(client_of: ClientOf, world: World) -> None:
    client, path = client_of(Role.DRAFTER), f"/codes/{SLUG}/chapters/{world.chapter_ids[0]}/import"
    answer = upload(client, path, TEXT.replace("first", "second").encode())
    assert answer.location == f"/codes/{SLUG}/chapters/{world.chapter_ids[0]}/draft"
    assert text(world) == TEXT.replace("first", "second")
    again = upload(client, path, text(world).encode())
    assert again.status_code == 302
    with world.database.reading() as session:
        assert (
            session.connection()
            .exec_driver_sql("SELECT head_seq FROM working_draft WHERE id = 1")
            .scalar_one()
            == 2
        )


def test_A76_the_text_of_an_earlier_version_is_put_back_as_an_edit_and_that_can_be_undone(
    client_of: ClientOf, world: World
) -> None:
    publish_world(world)
    publish_second(world)
    client, path = client_of(Role.DRAFTER), f"/codes/{SLUG}/chapters/{world.chapter_ids[0]}/import"
    assert client.get(f"{path}?version=7").status_code == client.get(path).status_code == 200
    earlier = value_of(client.get(f"{path}?version=1"), "markdown")
    retype(world, text(world) + "\nTyped meanwhile.\n")
    now = client.get(f"/codes/{SLUG}/chapters/{world.chapter_ids[0]}/draft.md").get_data()
    assert upload(client, path, earlier.encode()).status_code == 302
    assert text(world).strip() == TEXT.strip()
    assert upload(client, path, now).status_code == 302
    assert text(world) == CHANGED + "\nTyped meanwhile.\n"


def test_A76_a_version_that_is_only_prepared_offers_nothing(
    client_of: ClientOf, world: World
) -> None:
    prepare(world)
    page = client_of(Role.DRAFTER).get(
        f"/codes/{SLUG}/chapters/{world.chapter_ids[0]}/import?version=1"
    )
    assert value_of(page, "markdown") == ""
    assert "Prepared draft" not in words(page)


@pytest.mark.parametrize(
    ("role", "chapter"), [(Role.DRAFTER, 2), (Role.CHAIR, 2), (Role.CHAIR, 3), (Role.OBSERVER, 1)]
)
def test_who_may_not_write_in_a_chapter_cannot_import_into_it(
    client_of: ClientOf, world: World, role: Role, chapter: int
) -> None:
    client = client_of(role)
    before = everything(world.database)
    answer = client.post(
        f"/codes/{SLUG}/chapters/{world.chapter_ids[chapter - 1]}/import",
        data={"markdown": "Mine, typed."},
    )
    assert answer.status_code == 403
    assert "Mine, typed." in words(answer)
    assert everything(world.database) == before


def test_a_chapter_set_aside_takes_no_import(client: FlaskClient, world: World) -> None:
    client.post(f"/codes/{SLUG}/chapters/{world.chapter_ids[0]}/set-aside")
    answer = client.post(
        f"/codes/{SLUG}/chapters/{world.chapter_ids[0]}/import", data={"markdown": "Mine."}
    )
    assert (answer.status_code, text(world)) == (403, TEXT)
