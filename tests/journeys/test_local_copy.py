"""The local copy fails in the ways that browsers can cause: the page says what is kept, and asks
before it is lost.
"""

import pytest
from playwright.sync_api import Page, expect

from drafting.domain.roles import Role
from tests.journeys.conftest import PersonMaker
from tests.journeys.support.editing import (
    committed,
    line_of,
    open_draft,
    type_at_end,
    wait_kept,
    wait_state,
    wait_text,
)
from tests.journeys.support.people import Person
from tests.journeys.test_new_lineage import replace_draft
from tests.support.server import Server
from tests.support.waiting import wait_until

NEVER_ANSWERS = "IDBFactory.prototype.open = () => new EventTarget();"
IS_FORBIDDEN = (
    "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };"
)
DELETE = """async () => {
  const databases = await indexedDB.databases();
  const names = databases.map(({ name }) => name).filter((name) => /^drafting:[0-9]+:/.test(name));
  await Promise.all(names.map((name) => new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = resolve;
    request.onerror = reject;
  })));
  return names.length;
}"""


@pytest.fixture
def server(own_server: Server) -> Server:
    return own_server


def offline_words(one: Person, page: Page, words: str) -> None:
    one.go_offline()
    wait_state(page, "offline")
    type_at_end(page, words)


def asks_before_it_closes(page: Page) -> bool:
    """It stays open."""
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    wait_until(lambda: page.evaluate("() => 1") and asked)
    return asked == ["beforeunload"]


def test_a_copy_that_another_tab_deleted_is_no_longer_called_kept(
    person: PersonMaker, server: Server
) -> None:
    drafter = person(Role.DRAFTER)
    page, other = open_draft(drafter), drafter.page("/account")
    offline_words(drafter, page, "In this tab only.")
    wait_kept(page)
    assert "kept on this device" in line_of(page)
    assert other.evaluate(DELETE) == 1
    wait_until(lambda: "kept in this window only" in line_of(page))
    assert asks_before_it_closes(page)
    drafter.come_back()
    wait_state(page, "saved")
    assert "In this tab only." in committed(server)


def test_the_only_copy_of_words_that_could_not_be_sent_is_asked_about(
    person: PersonMaker, server: Server
) -> None:
    drafter = person(Role.DRAFTER)
    drafter.context.add_init_script(IS_FORBIDDEN)
    page = open_draft(drafter)
    offline_words(drafter, page, "Of the old document.")
    server.kill()
    replace_draft(server)
    server.start()
    drafter.come_back()
    wait_state(page, "saved")
    expect(page.get_by_role("region", name="Recovery copies")).to_contain_text(
        "in this window only"
    )
    assert asks_before_it_closes(page)


def test_a_storage_that_never_answers_keeps_nobody_from_writing(
    person: PersonMaker, server: Server
) -> None:
    drafter = person(Role.DRAFTER)
    drafter.context.add_init_script(NEVER_ANSWERS)
    page, other = open_draft(drafter), open_draft(person(Role.CHAIR))
    type_at_end(page, "Written all the same.")
    wait_state(page, "saved")
    wait_text(other, "Written all the same.")
