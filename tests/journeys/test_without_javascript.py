"""Without JavaScript everything but writing together works: signing in, chapters, import,
members, reading as a file.
"""

from playwright.sync_api import expect

from drafting.domain.roles import Role
from tests.journeys.conftest import PersonMaker
from tests.support.people import PASSWORD, SLUG
from tests.support.server import Server


def test_the_forms_work_without_javascript(person: PersonMaker, server: Server) -> None:
    secretariat = person(java_script_enabled=False)
    page = secretariat.page(f"/codes/{SLUG}/chapters")
    if page.get_by_role("link", name="Sign in").count():
        page.get_by_role("link", name="Sign in").first.click()
    secretariat.refusals_of(403, 422, 400, 401)
    page.get_by_label("E-mail address").fill(server.world.email(Role.SECRETARIAT))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()

    page.goto(f"{server.base_url}/codes/{server.world.slug}/chapters")
    page.get_by_label("Title").last.fill("Chapter without a script")
    page.get_by_role("button", name="Add the chapter").click()
    expect(page.get_by_role("link", name="Chapter without a script")).to_have_count(1)
    page.get_by_role("button", name="Move “Chapter without a script” up").click()
    expect(page.get_by_role("main").get_by_role("listitem").nth(2)).to_contain_text(
        "Chapter without a script"
    )

    page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("Or paste the text").fill("# Imported\n\nA clause.\n")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("1 chapter is imported.")).to_be_visible()
    page.get_by_role("link", name="Imported", exact=True).click()
    expect(page.get_by_role("link", name="Download Markdown")).to_be_visible()
    assert (
        "Editing together needs JavaScript." in page.content()
    )  # Playwright shows no noscript element
    with page.expect_download() as download:
        page.get_by_role("link", name="Download Markdown").click()
    assert download.value.path().read_text("utf-8").strip() == "# Imported\n\nA clause."

    page.get_by_role("link", name="Members", exact=True).click()
    page.get_by_role("link", name="Change Drafter Person").click()
    page.get_by_role("textbox", name="Organisation").fill("The office of somebody")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name="Drafter Person")).to_contain_text("The office of somebody")
    page.get_by_label("E-mail address").fill("not an address")
    page.get_by_label("E-mail address").evaluate("(field) => { field.form.noValidate = true; }")
    page.get_by_role("button", name="Create the invitation link").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not an e-mail address.")
    expect(page.get_by_label("E-mail address")).to_have_value("not an address")
    page.get_by_label("E-mail address").fill("somebody@example.org")
    page.get_by_role("button", name="Create the invitation link").click()
    expect(page.get_by_role("heading", name="The link for somebody@example.org")).to_be_visible()
