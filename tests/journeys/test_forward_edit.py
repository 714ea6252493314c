"""An import into a chapter in which others type at the same time is an edit like theirs: both
are there.
"""

from drafting.domain.roles import Role
from tests.journeys.conftest import PersonMaker
from tests.journeys.support.editing import (
    line_of,
    open_draft,
    type_after,
    type_at_end,
    wait_equal,
    wait_state,
    wait_text,
)
from tests.support.people import SLUG, TEXT
from tests.support.server import Server

NEW = TEXT.replace(
    "The first clause.", "The first clause, as imported.\n\nA new paragraph from the file."
)


def test_an_import_and_what_others_type_meanwhile_are_both_there(
    person: PersonMaker, server: Server
) -> None:
    away, here = person(Role.DRAFTER), open_draft(person(Role.CHAIR))
    mine = open_draft(away)
    away.go_offline()
    wait_state(mine, "offline")
    type_after(mine, "a point", ", sharpened offline,")
    importer = person(Role.SECRETARIAT).page(
        f"/codes/{SLUG}/chapters/{server.world.chapter_ids[0]}/import"
    )
    importer.get_by_label("Or paste the text").fill(NEW)
    importer.get_by_role("button", name="Import into the chapter").click()
    wait_state(importer, "saved")
    wait_text(here, "A new paragraph from the file.")
    type_at_end(here, "Typed on.")
    away.come_back()
    for page in (mine, here, importer):
        wait_text(page, "sharpened offline", "Typed on.", "A new paragraph from the file.")
        wait_state(page, "saved")
    assert line_of(here).startswith("Saved")
    expected = NEW.replace("a point", "a point, sharpened offline,") + "Typed on."
    assert wait_equal(server, mine, here, importer) == expected
    here.keyboard.press("Control+z")
    wait_text(here, "A new paragraph from the file.")
    assert wait_equal(server, mine, here) == expected.removesuffix("Typed on.")
