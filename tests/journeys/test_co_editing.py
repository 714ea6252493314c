"""Two people write in one chapter and a third reads: text, names and cursors reach all of them
live.
"""

import pytest
from playwright.sync_api import Page, expect

from drafting.domain.roles import Role
from tests.journeys.conftest import PersonMaker, over_both_websockets
from tests.journeys.support.editing import (
    ROOT,
    committed,
    is_read_only,
    line_of,
    open_draft,
    text_of,
    type_after,
    type_at_end,
    wait_equal,
    wait_state,
    wait_text,
)
from tests.support.server import Server
from tests.support.waiting import wait_until

WORDS_BEFORE = """(caret) => {
  const words = document.createRange();
  words.setStart(caret.closest(".cm-line"), 0);
  words.setEndBefore(caret);
  return words.toString();
}"""


# A word every 25 ms, in front of the text, behind it, or in its middle.
TYPE_ON = """([root, name, words]) => {
  const { view } = document.querySelector(root).draft;
  let n = 0;
  const next = () => {
    const { length } = view.state.doc;
    const places = [0, length, view.state.doc.toString().indexOf(" ", length / 2) + 1];
    view.dispatch({ changes: { from: places[n % 3], insert: `${name}${n} ` } });
    if (++n < words) setTimeout(next, 25);
  };
  next();
}"""
WORDS = 60
FILL = """(root) => {
  const { view } = document.querySelector(root).draft;
  const lines = "\\nA line of a text that is longer than the screen of a phone.".repeat(40);
  view.dispatch({ changes: { from: view.state.doc.length, insert: lines } });
}"""


def faces(page: Page) -> list[str]:
    return page.locator("[data-part=presence] .face").all_inner_texts()


@over_both_websockets
def test_two_people_see_each_others_words_names_and_cursors(
    person: PersonMaker, server: Server
) -> None:
    chair, drafter = open_draft(person(Role.CHAIR)), open_draft(person(Role.DRAFTER))
    type_after(chair, "first clause", ", says the chair")
    type_at_end(drafter, "A drafter adds this.")
    wait_text(chair, "A drafter adds this.")
    wait_text(drafter, "first clause, says the chair.")
    for page in (chair, drafter):
        wait_state(page, "saved")
        names = (
            ["Chair Person", "Drafter Person"]
            if page is chair
            else ["Drafter Person", "Chair Person"]
        )
        expect(page.locator("[data-part=presence]")).to_have_attribute(
            "aria-label", f"Here now: {', '.join(names)}"
        )
        assert sorted(faces(page)) == ["CP", "DP"]
    text = wait_equal(server, chair, drafter)
    assert text.count("says the chair") == text.count("A drafter adds this.") == 1


def test_a_cursor_carries_the_name_of_its_person_and_stands_where_they_are(
    person: PersonMaker,
) -> None:
    chair, drafter = open_draft(person(Role.CHAIR)), open_draft(person(Role.DRAFTER))
    type_after(drafter, "first clause", " or so")
    wait_text(chair, "first clause or so")
    caret = chair.locator(".caret")
    expect(caret.locator(".caret-name")).to_have_text("Drafter Person")
    expect(caret.locator(".caret-name")).to_be_visible()
    wait_until(lambda: caret.evaluate(WORDS_BEFORE) == "The first clause or so")
    drafter.keyboard.press("Shift+Home")
    expect(chair.locator(".range").first).to_have_text("The first clause or so")
    drafter.close()
    expect(caret).to_have_count(0)
    expect(chair.locator("[data-part=presence] .face")).to_have_count(1)


@over_both_websockets
def test_five_people_type_at_once_one_of_them_off_and_on_and_every_word_is_there_once(
    person: PersonMaker, server: Server
) -> None:
    people = [
        person(role)
        for role in (Role.CHAIR, Role.DRAFTER, Role.SECRETARIAT, Role.DRAFTER, Role.CHAIR)
    ]
    pages = [open_draft(one) for one in people]
    for name, page in zip("abcde", pages, strict=True):
        page.evaluate(TYPE_ON, [ROOT, name, WORDS])
    people[2].go_offline()
    wait_until(lambda: f"a{WORDS - 1} " in committed(server))
    people[2].come_back()
    wait_until(lambda: f"c{WORDS - 1} " in committed(server), 60)
    text = wait_equal(server, *pages)
    assert {f"{name}{n}": text.count(f"{name}{n} ") for name in "abcde" for n in range(WORDS)} == {
        f"{name}{n}": 1 for name in "abcde" for n in range(WORDS)
    }
    for page in pages:
        wait_state(page, "saved")


def test_undo_takes_back_ones_own_words_only(person: PersonMaker, server: Server) -> None:
    chair, drafter = open_draft(person(Role.CHAIR)), open_draft(person(Role.DRAFTER))
    type_at_end(drafter, "Words of the drafter.")
    wait_text(chair, "Words of the drafter.")
    type_after(chair, "The first", " chairs")
    wait_text(drafter, "The first chairs clause.")
    drafter.keyboard.press("Control+z")
    drafter.get_by_role("button", name="Undo", exact=True).click()
    wait_equal(server, chair, drafter)
    assert "chairs" in text_of(chair)
    assert "Words of the drafter." not in text_of(chair)
    drafter.get_by_role("button", name="Redo", exact=True).click()
    wait_text(chair, "Words of the drafter.")


def test_a_chair_of_another_group_reads_along_live_and_cannot_type(
    person: PersonMaker, server: Server
) -> None:
    writer, reader = (
        open_draft(person(Role.SECRETARIAT), chapter=2),
        open_draft(person(Role.CHAIR), 2, "read-only"),
    )
    type_at_end(writer, "Live words.")
    wait_text(reader, "Live words.")
    assert is_read_only(reader)
    assert line_of(reader) == "You can read this draft, but not change it"
    expect(reader.locator("[data-part=toolbar] [data-command=bold]:enabled")).to_have_count(0)
    reader.locator(".cm-content").focus()
    reader.keyboard.type("I should not")
    reader.keyboard.press("Control+z")
    reader.evaluate("document.execCommand('insertText', false, 'nor this')")
    type_at_end(writer, " More words.")
    wait_text(reader, "Live words. More words.")
    wait_state(writer, "saved")
    assert text_of(reader) == text_of(writer) == committed(server, 2)
    assert "should not" not in text_of(reader)
    assert "nor this" not in text_of(reader)


@pytest.mark.parametrize(
    "viewport", [{"width": 360, "height": 640}, {"width": 1440, "height": 900}]
)
def test_what_is_typed_at_the_end_is_not_hidden_by_the_line_of_the_save_state(
    person: PersonMaker, viewport: dict[str, int]
) -> None:
    page = open_draft(person(Role.CHAIR, viewport=viewport))
    page.evaluate(FILL, ROOT)
    type_at_end(page, "\nThe last line, by the keyboard. ")
    wait_state(page, "saved")
    look = """() => getSelection().getRangeAt(0).getBoundingClientRect().bottom
      - document.querySelector(".pane > .status").getBoundingClientRect().top"""
    assert page.evaluate(look) < 2  # px
