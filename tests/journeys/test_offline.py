"""A person goes offline and returns, and the server is killed in between: all have equal text,
nothing is doubled, and "saved" is never shown falsely.
"""

import pytest

from drafting.domain.roles import Role
from tests.journeys.conftest import PersonMaker
from tests.journeys.support import witness
from tests.journeys.support.editing import (
    committed,
    line_of,
    open_draft,
    put_cursor_after,
    text_of,
    type_after,
    type_at_end,
    wait_equal,
    wait_state,
    wait_text,
)
from tests.support.server import Server
from tests.support.waiting import wait_until

SAME = " Both write this sentence."


@pytest.fixture
def server(either_server: Server) -> Server:
    return either_server


def test_what_two_wrote_apart_is_there_once_each_and_was_never_called_saved_too_early(
    person: PersonMaker, server: Server
) -> None:
    away, here = person(Role.DRAFTER), person(Role.CHAIR)
    mine, theirs = open_draft(away), open_draft(here)
    witness.watch(mine)
    witness.watch(theirs)
    away.go_offline()
    wait_state(mine, "offline")
    assert line_of(mine).startswith("Offline since ")
    assert "kept on this device" in line_of(mine)
    type_after(mine, "first clause.", SAME + " Written away.")
    type_after(theirs, "first clause.", SAME + " Written here.")
    wait_state(theirs, "saved")
    wait_until(lambda: "Written here." in committed(server))
    here.loses_network = True
    server.kill()
    wait_state(theirs, "offline")
    type_at_end(theirs, "While the server was dead.")
    server.start()
    assert "Written away." not in committed(server)
    away.come_back()
    wait_text(mine, "While the server was dead.")
    wait_state(mine, "saved")
    wait_state(theirs, "saved")
    text = wait_equal(server, mine, theirs)
    assert text.count(SAME.strip()) == 2
    assert [
        text.count(words)
        for words in ("Written away.", "Written here.", "While the server was dead.")
    ] == [1, 1, 1]
    assert witness.states(mine) == ["offline", "saving", "saved"]
    assert line_of(mine).startswith("Saved ")
    assert witness.false_notes(mine, server) == []
    assert witness.false_notes(theirs, server) == []


def test_a_server_killed_while_somebody_types_never_makes_saved_a_lie(
    person: PersonMaker, server: Server
) -> None:
    writer = person(Role.DRAFTER)
    writer.loses_network = True
    page = open_draft(writer)
    witness.watch(page)
    for life in range(2):
        type_at_end(page, f"Words of life {life}, ")
        server.kill()
        type_at_end(page, f"and after its end {life}.")
        server.start()
        wait_state(page, "saved", patience=20_000)
        assert (
            wait_equal(server, page).count(f"Words of life {life}, and after its end {life}.") == 1
        )
    assert len([note for note in witness.notes(page) if note.committed is not None]) >= 2
    assert witness.false_notes(page, server) == []


def test_the_witness_catches_a_page_that_calls_uncommitted_words_saved(
    person: PersonMaker, server: Server
) -> None:
    page = open_draft(person(Role.DRAFTER))
    witness.watch(page)
    lie = """() => {
      const root = document.querySelector("[data-component=draft-editor]");
      root.draft.view.dispatch({ changes: { from: 0, insert: "Too early. " } });
      root.dataset.saveState = "saving";
      queueMicrotask(() => { root.dataset.saveState = "saved"; });
    }"""
    page.evaluate(lie)
    wait_state(page, "saved")
    assert len(witness.false_notes(page, server)) == 1


def test_A27_what_was_only_deleted_offline_is_deleted_for_all(
    person: PersonMaker, server: Server
) -> None:
    away, here = person(Role.DRAFTER), person(Role.CHAIR)
    mine, theirs = open_draft(away), open_draft(here)
    away.go_offline()
    wait_state(mine, "offline")
    put_cursor_after(mine, "The first")
    for _ in "first":
        mine.keyboard.press("Backspace")
    assert "The  clause." in text_of(mine)
    away.come_back()
    wait_text(theirs, "The  clause.")
    wait_state(mine, "saved")
    assert "The  clause." in wait_equal(server, mine, theirs)
