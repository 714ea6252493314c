"""The page of a working draft, and its Markdown as a file."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from drafting.domain.roles import Role
from tests.support.people import SLUG, TEXT, World
from tests.web.looking import words

ClientOf = Callable[[Role | None], FlaskClient]


@pytest.mark.parametrize(
    ("role", "may_write"),
    [(Role.SECRETARIAT, "true"), (Role.CHAIR, "true"), (Role.DRAFTER, "true")],
)
def test_writers_get_an_editor(
    client_of: ClientOf, world: World, role: Role, may_write: str
) -> None:
    page = words(client_of(role).get(f"/codes/{SLUG}/chapters/{world.chapter_ids[0]}/draft"))
    assert f'data-may-write="{may_write}"' in page
    assert f'data-draft-id="{world.draft_ids[0]}"' in page


def test_a_chair_reads_the_chapters_of_others(client_of: ClientOf, world: World) -> None:
    page = words(client_of(Role.CHAIR).get(f"/codes/{SLUG}/chapters/{world.chapter_ids[1]}/draft"))
    assert 'data-may-write="false"' in page
    assert "Import into this chapter" not in page


def test_the_markdown_is_the_committed_text_as_a_file(client_of: ClientOf, world: World) -> None:
    answer = client_of(Role.DRAFTER).get(f"/codes/{SLUG}/chapters/{world.chapter_ids[0]}/draft.md")
    assert answer.get_data() == TEXT.encode()
    assert answer.content_type == "text/markdown; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=test-code-chapter-1.md"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("number", ["99999", "0", "99999999999999999999999999"])
@pytest.mark.parametrize("ending", ["draft", "draft.md"])
def test_a_chapter_that_is_not_there_is_not_found(
    client_of: ClientOf, world: World, number: str, ending: str
) -> None:
    assert (
        client_of(Role.SECRETARIAT).get(f"/codes/{SLUG}/chapters/{number}/{ending}").status_code
        == 404
    )


def test_F7_a_damaged_draft_says_so_and_serves_no_half_text(
    client_of: ClientOf, world: World
) -> None:
    with world.database.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE draft_update SET payload = x'00' WHERE working_draft_id = 1"
        )
    answer = client_of(Role.SECRETARIAT).get(
        f"/codes/{SLUG}/chapters/{world.chapter_ids[0]}/draft.md"
    )
    assert answer.status_code == 500
    assert "damaged" in words(answer)
