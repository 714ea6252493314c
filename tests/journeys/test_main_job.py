"""The main job, end to end: a version is published, a round opened, a clause commented on live,
answered, compared, exported.

Each person has a browser of their own; no screen shows what its person may not see.
"""

import re
from hashlib import sha256

from playwright.sync_api import Page, expect

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.services.people.rights_epoch import rights_changed
from drafting.storage.models import Membership
from tests.journeys.conftest import PersonMaker
from tests.journeys.support.people import Person
from tests.support.people import SLUG, TEXT
from tests.support.published import comment, make_public, open_round, publish_world, retype
from tests.support.server import Server

CODE = f"/codes/{SLUG}"
FIRST = "One, ¶ 1"  # how the first paragraph is cited
WORDS = "The deadline should be fifteen working days."


def publish_by_hand(secretariat: Person) -> Page:
    page = secretariat.page(f"{CODE}/versions")
    page.get_by_role("link", name="Prepare a version").click()
    page.get_by_label("Note").fill("What is new in it.")
    page.get_by_role("button", name="Prepare this version").click()
    expect(page.get_by_text("clauses read")).to_be_visible(
        timeout=30_000
    )  # the page goes on by itself
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("The version is published.")).to_be_visible()
    return page


def speaks_for_nobody(server: Server, role: Role) -> None:
    with server.world.database.transaction() as session:
        session.get_one(Membership, server.world.membership_ids[role]).organisation_id = None
        rights_changed(session)


def open_panel(page: Page, eid: str) -> None:
    page.locator(f"article[data-eid='{eid}'] a.count").click()
    expect(page.locator(f"[id='threads-{eid}']")).to_be_visible()


def write_comment(page: Page, words: str, *, who_sees: str = "Filed") -> None:
    panel = page.locator("[data-part=panel]")
    form = panel.locator("details.write").filter(has=page.get_by_text("Write a comment"))
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    panel.get_by_label("Comment", exact=True).fill(words)
    panel.get_by_role("radio", name=re.compile(f"^{who_sees}")).check()
    panel.get_by_role("button", name=re.compile("the comment$")).click()
    expect(panel.locator(".said").filter(has_text=words)).to_be_visible()


def test_from_publishing_to_export(person: PersonMaker, server: Server) -> None:
    speaks_for_nobody(server, Role.OBSERVER)  # colleagues would see what is shared
    secretariat, stakeholder = person(Role.SECRETARIAT), person(Role.STAKEHOLDER)
    chair, observer = person(Role.CHAIR), person(Role.OBSERVER)
    office = publish_by_hand(secretariat)

    office.goto(f"{server.base_url}/codes/{server.world.slug}/rounds/new")
    office.get_by_label("Questions from the chairs").fill("Which period would you name?")
    office.get_by_role("button", name="Save the round").click()
    expect(office.get_by_text("Round 1 is open")).to_be_visible()

    theirs, chairs, observers = (
        one.page(f"{CODE}/versions/1") for one in (stakeholder, chair, observer)
    )
    for page in (theirs, chairs, observers):
        expect(page.get_by_text("Round 1 is open")).to_be_visible()
    open_panel(theirs, "one-p1")
    write_comment(theirs, WORDS)

    # The chair sees it without reloading; the observer, whom the round does not name, sees nothing
    # of it.
    count = chairs.locator("article[data-eid='one-p1'] [data-part=number]")
    expect(count).to_have_text("1")
    open_panel(chairs, "one-p1")
    panel = chairs.locator("[data-part=panel]")
    expect(panel).to_contain_text(WORDS)
    panel.get_by_text("Answer", exact=True).click()
    panel.get_by_label("Decision").select_option("accepted_with_modification")
    panel.get_by_label("Reason").fill("Fifteen days, and three for defects.")
    panel.get_by_role("button", name="Record the answer").click()
    expect(panel.get_by_text("Prepared answer, not public")).to_be_visible()
    expect(theirs.locator("[data-part=panel]")).not_to_contain_text("Fifteen days")
    panel.get_by_role("button", name="Publish the answer").click()
    expect(theirs.locator("[data-part=panel]")).to_contain_text(
        "Fifteen days, and three for defects."
    )
    assert WORDS not in observers.content()
    assert observers.locator("article[data-eid='one-p1'] a.count").count() == 0

    retype(
        server.world,
        TEXT.replace("The first clause.", "The first clause, within fifteen working days."),
    )
    publish_world(server.world, label="Second draft")
    office.goto(f"{server.base_url}/codes/{server.world.slug}/compare")
    expect(office.locator("article.change ins").first).to_contain_text(
        "within fifteen working days"
    )
    expect(office.get_by_role("link", name="C-001", exact=True)).to_be_visible()

    office.goto(f"{server.base_url}/codes/{server.world.slug}/versions")
    digest = office.locator("li.version").first.locator(".mono").inner_text().rstrip("…")
    with office.expect_download() as download:
        office.locator("li.version").first.get_by_role("link", name="Markdown").click()
    assert sha256(download.value.path().read_bytes()).hexdigest().startswith(digest)


def test_words_selected_in_a_clause_become_the_quotation(
    person: PersonMaker, server: Server
) -> None:
    publish_world(server.world)
    open_round(server.world)
    page = person(Role.STAKEHOLDER).page(f"{CODE}/versions/1")
    words = page.locator("article[data-eid='one-p1'] [data-part=words] p")
    words.evaluate("""(p) => {
      const range = document.createRange();
      range.setStart(p.firstChild, 4);
      range.setEnd(p.firstChild, 16);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }""")
    page.get_by_role("button", name="Comment on these words").click()
    expect(page.get_by_label("Words it is about")).to_have_value("first clause")
    write_comment(page, "Which one is the second?", who_sees="Draft")
    expect(page.locator("[data-part=panel] blockquote.quote")).to_have_text("first clause")
    expect(page.locator("article[data-eid='one-p1'] mark")).to_have_text("first clause")


def test_an_old_tab_keeps_the_typed_text_when_the_round_has_closed(
    person: PersonMaker, server: Server
) -> None:
    publish_world(server.world)
    open_round(server.world)
    stakeholder = person(Role.STAKEHOLDER)
    stakeholder.refusals_of(409)
    page = stakeholder.page(f"{CODE}/versions/1")
    open_panel(page, "one-p1")
    panel = page.locator("[data-part=panel]")
    panel.get_by_label("Comment", exact=True).fill("Written in time, sent too late.")
    office = person(Role.SECRETARIAT).page(f"{CODE}/rounds/1")
    office.get_by_role("button", name="Close the round now").click()
    office.get_by_role("dialog").get_by_role("button", name="Close the round now").click()
    expect(office.get_by_text("The round is closed.")).to_be_visible()
    panel.get_by_role("button", name="Hand in the comment").click()
    expect(panel.get_by_role("alert")).to_contain_text("Round 1 closed on")
    expect(panel.get_by_label("Comment", exact=True)).to_have_value(
        "Written in time, sent too late."
    )


def test_two_chairs_who_answer_at_once_see_both_texts(person: PersonMaker, server: Server) -> None:
    publish_world(server.world)
    open_round(server.world)
    stakeholder = person(Role.STAKEHOLDER).page(f"{CODE}/versions/1/clauses/one-p1")
    write_comment(stakeholder, WORDS)
    chair = person(Role.CHAIR)
    chair.refusals_of(409)
    tabs = [chair.page(f"{CODE}/threads/1") for _ in range(2)]
    for tab in tabs:
        tab.get_by_text("Answer", exact=True).click()
        tab.get_by_label("Decision").select_option("not_accepted")
    for tab, reason in zip(tabs, ("Because of the first.", "Because of the second."), strict=True):
        tab.get_by_label("Reason").fill(reason)
        tab.get_by_role("button", name="Record the answer").click()
    expect(tabs[1].get_by_role("alert")).to_contain_text("Another editor recorded an answer")
    expect(tabs[1].get_by_text("Because of the first.").first).to_be_visible()
    expect(tabs[1].get_by_label("Reason")).to_have_value("Because of the second.")


def test_who_reads_a_public_code_of_practice_signed_out_sees_what_is_published_without_reloading(
    person: PersonMaker, server: Server
) -> None:
    publish_world(server.world)
    open_round(server.world)
    make_public(server.world)
    page = person(None).page(f"{CODE}/versions/1")
    comment(
        server.world, Role.CHAIR, "Only for the chairs.", state=CommentState.FILED, eid="one-p1"
    )
    comment(server.world, Role.CHAIR, WORDS, state=CommentState.PUBLISHED, eid="one-p1")
    count = page.locator("article[data-eid='one-p1'] [data-part=number]")
    expect(count).to_have_text("1", timeout=25_000)  # it asks every ten seconds
    open_panel(page, "one-p1")
    expect(page.locator("[data-part=panel]")).to_contain_text(WORDS)
    assert "Only for the chairs." not in page.content()
