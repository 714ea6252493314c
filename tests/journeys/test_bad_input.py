"""Invalid input is reported beside its field, and typed or pasted text stays."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from drafting.domain.limits import MAX_TEXT_BYTES
from drafting.domain.roles import Role
from tests.journeys.conftest import PersonMaker
from tests.journeys.support.editing import (
    ROOT,
    committed,
    line_of,
    open_draft,
    text_of,
    wait_equal,
    wait_state,
)
from tests.support.people import SLUG, TEXT
from tests.support.server import Server
from tests.support.waiting import wait_until

MEBIBYTE = 1024 * 1024
PASTED = "# Pasted\n\nIt took me an hour, <b>& it matters</b>.\n"
FILES = {
    "picture.md": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "This is not a Markdown text."),
    "latin-1.md": (
        "# Über\n\nCafé\n".encode("latin-1"),
        "The text is not in UTF-8 (first at line 1).",
    ),
    "empty.md": (b"", "The text is empty."),
    "large.md": (
        b"# Large\n\n" + b"word " * (MAX_TEXT_BYTES // 5),
        "The text is larger than 5 MiB. Split it and import the parts.",
    ),
}
PASTE = """([root, size]) => {
  const { view } = document.querySelector(root).draft;
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", "0123456789abcde ".repeat(size / 16));
  view.focus();
  const options = { clipboardData, bubbles: true, cancelable: true };
  view.contentDOM.dispatchEvent(new ClipboardEvent("paste", options));
}"""


def assert_said_at_its_place(page: Page, message: str) -> None:
    """At the file, not at the pasted text, with which nothing is wrong."""
    link = page.get_by_role("alert").get_by_role("link", name=message)
    expect(link).to_have_attribute("href", "#file")
    file, pasted = page.get_by_label("Markdown file"), page.get_by_label("Or paste the text")
    expect(file).to_have_attribute("aria-invalid", "true")
    expect(file).to_have_accessible_description(re.compile(re.escape(message)))
    expect(pasted).to_have_value(PASTED)
    expect(pasted).not_to_have_attribute("aria-invalid", "true")


def test_files_that_are_no_markdown_are_refused_and_the_pasted_text_stays(
    person: PersonMaker, tmp_path: Path
) -> None:
    secretariat = person(Role.SECRETARIAT)
    secretariat.refusals_of(413, 422, 400)
    page = secretariat.page(f"/codes/{SLUG}/import")
    page.get_by_label("Or paste the text").fill(PASTED)
    page.get_by_label("the whole text").check()
    for name, (content, message) in FILES.items():
        (tmp_path / name).write_bytes(content)
        page.get_by_label("Markdown file").set_input_files(tmp_path / name)
        page.get_by_role("button", name="Import", exact=True).click()
        assert_said_at_its_place(page, message)
        expect(page.get_by_label("the whole text")).to_be_checked()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("1 chapter is imported.")).to_be_visible()
    expect(page.get_by_role("link", name="Pasted", exact=True)).to_have_count(1)


def test_A20_a_paste_over_one_mebibyte_is_saved_in_parts(
    person: PersonMaker, server: Server
) -> None:
    page = open_draft(person(Role.DRAFTER))
    page.evaluate(PASTE, [ROOT, MEBIBYTE + 16])
    wait_until(lambda: len(committed(server)) > MEBIBYTE)
    wait_state(page, "saved")
    assert committed(server) == text_of(page)


def test_A24_a_text_over_five_mebibytes_is_not_called_saved_and_undo_saves_again(
    person: PersonMaker, server: Server
) -> None:
    page = open_draft(person(Role.DRAFTER))
    page.evaluate(PASTE, [ROOT, 5 * MEBIBYTE + 16])
    wait_state(page, "too-large")
    assert line_of(page) == "Not saved: too large. Your text is kept on this device"
    expect(page.locator("[data-note=state]")).to_contain_text("Undo part of it")
    assert len(text_of(page)) > 5 * MEBIBYTE
    assert committed(server) == TEXT
    page.get_by_role("button", name="Undo", exact=True).click()
    wait_state(page, "saved")
    assert text_of(page) == TEXT
    expect(page.locator("[data-note=state]")).to_have_count(0)
    page.keyboard.press("Control+End")
    page.keyboard.type("And on.")
    wait_state(page, "saved")
    assert wait_equal(server, page) == TEXT + "And on."
