"""Comments on the rendered comparison: the server stores and marks exactly the words that the
reader selected.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from drafting.domain.roles import Role
from drafting.storage.models import Thread, VersionClause
from tests.journeys.conftest import PersonMaker
from tests.support.people import World
from tests.support.published import open_round, publish_world, retype
from tests.support.server import Server
from tests.support.waiting import wait_until

COMPARED = "/codes/test-code/versions/1/compare/2"
FAMILY, JUDGE = "👨‍👩‍👧", "👩🏽‍⚖️"
OLD = (
    f"# One\n\nDer {JUDGE} reads שלום עולם and 漢字 in the café, cafe\u0301 or 𠮷野家 today, "
    f"{FAMILY} and all.\n"
    "\nA tide went.\n"
)
NEW = (
    f"# One\n\nDer {JUDGE} reads שלום רב עולם and 漢字𠀀 in the café, cafe\u0301s of 𠮷野家 today, "
    f"all with hid\u200bden {FAMILY}.\n"
)

# Selects from where `first` begins to where `last` ends, counted in the words of one side of a
# paragraph.
SELECT = """(p, [skip, words]) => {
  const nodes = [], walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.parentElement.closest(skip)) nodes.push(node);
  }
  const text = nodes.map((node) => node.data).join("");
  const place = (offset, atEnd) => {
    for (const node of nodes) {
      const isLast = atEnd && offset === node.data.length;
      if (offset < node.data.length || isLast) return [node, offset];
      offset -= node.data.length;
    }
  };
  const start = text.indexOf(words);
  if (start < 0) throw new Error(`not there: ${words} in ${text}`);
  const range = document.createRange();
  range.setStart(...place(start, false));
  range.setEnd(...place(start + words.length, true));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
SKIPPED = {"new": "del, .lno", "old": "ins, .lno"}


def select_words(change: Locator, side: str, words: str) -> None:
    paragraph = change.locator("[data-part=words]").first
    paragraph.evaluate(SELECT, [SKIPPED[side], words])
    change.page.get_by_role("button", name="Comment on these words").click()


def save(page: Page, text: str) -> None:
    panel = page.locator("[data-part=panel]")
    panel.get_by_label("Comment", exact=True).fill(text)
    panel.get_by_role("radio", name=re.compile("^Filed")).check()
    panel.get_by_role("button", name="Hand in the comment").click()
    expect(panel.locator(".said").filter(has_text=text)).to_be_visible()


def kept(world: World, text: str) -> tuple[int, str, str]:
    """The version on which a thread was begun, its words, and what stands at its offsets in the
    clause.
    """
    with world.database.reading() as session:
        said = (Thread.code_id == world.code_id, Thread.comments.any(text=text))
        thread = session.scalars(select(Thread).where(*said)).one()
        clause = session.get_one(VersionClause, thread.clause_id)
        return thread.version.number, thread.exact or "", clause.text[thread.start : thread.end]


def marked(change: Locator) -> str:
    return "".join(change.locator("mark").all_inner_texts())


@pytest.fixture
def compared(server: Server) -> World:
    retype(server.world, OLD)
    publish_world(server.world)
    retype(server.world, NEW)
    publish_world(server.world, label="Second draft")
    open_round(server.world, 2)
    return server.world


@pytest.mark.parametrize(
    "words",
    [
        "רב",
        "שלום רב עולם",
        f"{JUDGE} reads",
        "漢字𠀀",
        "cafe\u0301s",
        "hid\u200bden",
        f"𠮷野家 today, all with hid\u200bden {FAMILY}.",
    ],
)
def test_A48_the_words_selected_in_a_redline_are_kept_and_marked_on_the_new_side(
    person: PersonMaker, compared: World, words: str
) -> None:
    page = person(Role.STAKEHOLDER).page(COMPARED)
    change = page.locator("article.change").first
    select_words(change, "new", words)
    expect(page.get_by_label("Words it is about")).to_have_value(words)
    save(page, "On these.")
    assert kept(compared, "On these.") == (2, words, words)
    wait_until(lambda: marked(change) == words)
    assert page.url.split("?")[0].endswith("/versions/1/compare/2")


@pytest.mark.parametrize("words", [f"{FAMILY} and all", f"or 𠮷野家 today, {FAMILY} and all."])
def test_A48_words_that_went_are_kept_and_marked_in_the_old_version(
    person: PersonMaker, compared: World, words: str
) -> None:
    open_round(compared, 1)
    page = person(Role.STAKEHOLDER).page(COMPARED)
    change = page.locator("article.change").first
    change.locator("ins").evaluate_all(
        "all => all.forEach((one) => one.remove())"
    )  # as if only the old words were there
    select_words(change, "old", words)
    save(page, "On what went.")
    assert kept(compared, "On what went.") == (1, words, words)
    wait_until(lambda: marked(change) == words)


def test_words_that_went_are_not_commented_on_where_the_old_version_takes_none_and_that_is_said(
    person: PersonMaker, compared: World
) -> None:
    page = person(Role.STAKEHOLDER).page(COMPARED)
    gone = page.locator("article.change.deleted")
    select_words(gone, "old", "A tide")
    expect(gone.get_by_text("These words are not in the newer text.")).to_be_visible()
    expect(gone.locator("[data-part=panel]")).to_be_visible()
    expect(gone.get_by_role("button", name=re.compile("the comment$"))).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("[data-part=panel]")).to_have_count(0)
    expect(gone.locator("[data-part=count]")).to_be_focused()


def test_the_threads_of_a_clause_open_at_its_change_and_are_counted(
    person: PersonMaker, compared: World
) -> None:
    page = person(Role.STAKEHOLDER).page(COMPARED)
    change = page.locator("article.change").first
    change.get_by_role("link", name=re.compile("^Comment on")).click()
    save(page, "On the whole clause.")
    expect(change.locator("[data-part=number]")).to_have_text("1")
    page.reload()
    expect(change.locator("[data-part=number]")).to_have_text("1")
    expect(change.get_by_role("link", name=re.compile("^Comments on"))).to_be_visible()


def test_side_by_side_each_column_is_its_own_version(person: PersonMaker, compared: World) -> None:
    page = person(Role.STAKEHOLDER).page(f"{COMPARED}?view=sides")
    change = page.locator("article.change").first
    change.locator("[data-side=new]").evaluate(SELECT, ["del", "all with"])
    page.get_by_role("button", name="Comment on these words").click()
    save(page, "In its column.")
    assert kept(compared, "In its column.") == (2, "all with", "all with")
    expect(change.locator("[data-side=new] mark")).to_have_text("all with")


def test_a_line_is_edited_where_the_change_stands(person: PersonMaker, compared: World) -> None:
    page = person(Role.CHAIR).page(COMPARED)
    change = page.locator("article.change").first
    change.get_by_role("link", name="Edit the summary C-001").click()
    change.get_by_label("Summary in one line").fill("Quite another sentence")
    change.get_by_role("button", name="Save").click()
    expect(change.locator(".summary")).to_have_text("Quite another sentence")
    expect(change.locator("form")).to_have_count(0)
    expect(page.locator("[data-summary='C-001']")).to_have_text("Quite another sentence")


def test_on_paper_the_summaries_are_there_and_the_filters_are_not(
    person: PersonMaker, compared: World
) -> None:
    page = person(Role.OBSERVER).page(COMPARED)
    expect(page.locator(".summaries li").first).not_to_be_visible()
    expect(page.locator(".paper-head")).not_to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".summaries li").first).to_be_visible()
    expect(page.locator(".paper-head")).to_be_visible()
    expect(page.locator("#filters")).not_to_be_visible()
