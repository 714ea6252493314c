"""The draft was replaced by another document while a person typed offline: nothing is merged, and
their text becomes a recovery copy (A28).
"""

from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from drafting.domain.roles import Role
from drafting.storage.models import WorkingDraft
from tests.journeys.conftest import PersonMaker
from tests.journeys.support.editing import (
    committed,
    line_of,
    open_draft,
    text_of,
    type_at_end,
    wait_equal,
    wait_kept,
    wait_state,
)
from tests.support.people import TEXT
from tests.support.server import Server

WORDS = "Written for the old document."


@pytest.fixture
def server(own_server: Server) -> Server:
    return own_server


def replace_draft(server: Server, chapter: int = 1) -> None:
    """As after a restored backup: the same chapter, another document."""
    renew = update(WorkingDraft).where(WorkingDraft.id == server.world.draft_ids[chapter - 1])
    with server.world.database.transaction() as session:
        session.execute(renew.values(lineage_id=str(uuid4())))


def test_text_for_another_document_is_kept_as_a_copy_to_open_download_and_remove(
    person: PersonMaker, server: Server, tmp_path: Path
) -> None:
    drafter = person(Role.DRAFTER)
    page = open_draft(drafter)
    drafter.go_offline()
    wait_state(page, "offline")
    type_at_end(page, WORDS)
    server.kill()
    replace_draft(server)
    server.start()
    drafter.come_back()
    wait_state(page, "saved")
    assert text_of(page) == committed(server) == TEXT
    expect(page.locator("[data-note=afresh]")).to_contain_text(
        "The draft was replaced by another document."
    )

    copies = page.get_by_role("region", name="Recovery copies")
    expect(copies.get_by_role("listitem")).to_have_count(1)
    copies.get_by_role("button", name="Open").click()
    kept = page.get_by_role("textbox", name="Text of the recovery copy")
    expect(kept).to_have_value(TEXT + WORDS)
    page.get_by_role("button", name="Close").click()
    expect(kept).to_have_count(0)
    with page.expect_download() as download:
        copies.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename.startswith("Chapter-1-")
    assert download.value.suggested_filename.endswith(".md")
    download.value.save_as(tmp_path / "copy.md")
    assert (tmp_path / "copy.md").read_text("utf-8") == TEXT + WORDS

    type_at_end(page, "Written for the new one.")
    wait_state(page, "saved")
    assert line_of(page).startswith("Saved ")
    assert wait_equal(server, page) == TEXT + "Written for the new one."
    page.reload()
    wait_state(page, "saved")
    expect(copies.get_by_role("listitem")).to_have_count(1)
    copies.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(copies).to_have_count(0)


def test_a_tab_opened_anew_on_another_document_offers_the_copy_too(
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
    replace_draft(server)
    server.start()
    drafter.come_back()
    again = open_draft(drafter)
    assert text_of(again) == committed(server) == TEXT
    again.get_by_role("region", name="Recovery copies").get_by_role("button", name="Open").click()
    expect(again.get_by_role("textbox", name="Text of the recovery copy")).to_have_value(
        TEXT + WORDS
    )
