"""From the sign-in form to declared interests, by keyboard only: an invitation is made, accepted
and answered.
"""

import re

from playwright.sync_api import Page, expect

from drafting.domain.roles import Role
from tests.journeys.conftest import PersonMaker
from tests.support.people import PASSWORD, SLUG
from tests.support.server import Server

FAR = 80  # presses of Tab
HAS_FOCUS = """([role, name]) => {
  const element = document.activeElement;
  const named = element.labels?.[0]?.innerText ?? element.getAttribute("aria-label");
  const label = named ?? element.innerText ?? "";
  const fields = { TEXTAREA: "textbox", SELECT: "combobox", INPUT: "textbox" };
  const roles = { A: "link", BUTTON: "button", ...fields };
  return roles[element.tagName] === role && label.replace(/\\s+/g, " ").trim().startsWith(name);
}"""


def tab_to(page: Page, role: str, name: str) -> None:
    """Press Tab until the element of this role whose label begins with `name` has the focus."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if page.evaluate(HAS_FOCUS, [role, name]):
            return
    raise AssertionError(f"no {role} {name!r} within {FAR} tabs of {page.url}")


def fill(page: Page, name: str, words: str) -> None:
    tab_to(page, "textbox", name)
    page.keyboard.type(words)


def press(page: Page, role: str, name: str) -> None:
    """Go there and press Enter; the next page is loaded when this returns."""
    tab_to(page, role, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def sign_in(page: Page, email: str) -> None:
    press(page, "link", "Sign in")
    fill(page, "E-mail address", email)
    fill(page, "Password", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_from_the_form_over_an_invitation_to_declared_interests(
    person: PersonMaker, server: Server
) -> None:
    secretariat = person().page()
    sign_in(secretariat, server.world.email(Role.SECRETARIAT))
    press(secretariat, "link", "Test code of practice")
    press(secretariat, "link", "Members")
    fill(secretariat, "E-mail address", "new@example.org")
    tab_to(secretariat, "combobox", "Role")
    secretariat.keyboard.type("Draf")
    tab_to(secretariat, "combobox", "Stakeholder group")
    secretariat.keyboard.press("ArrowDown")
    fill(secretariat, "Organisation", "An institute")
    press(secretariat, "button", "Create the invitation link")
    link = secretariat.get_by_text(re.compile(r"^http\S+/invitations/\S+$")).inner_text()
    assert link.startswith(server.base_url)

    invited = person().page(link.removeprefix(server.base_url))
    expect(invited.get_by_role("heading", level=1)).to_have_text("You are invited to take part")
    fill(invited, "Your name", "Nadia New")
    fill(invited, "Password", "several words of my own")
    press(invited, "button", "Create the account and accept")
    expect(invited).to_have_url(f"{server.base_url}/codes/{server.world.slug}")
    expect(invited.get_by_role("heading", level=1)).to_have_text("Test code of practice")
    expect(invited.get_by_role("main")).to_contain_text("Drafter")
    press(invited, "link", "Change organisation and interests")
    fill(invited, "Declared interests", "Paid by An institute.")
    press(invited, "button", "Save")
    expect(invited.get_by_text("Thank you. Your declaration is saved.")).to_be_visible()
    expect(invited.get_by_role("main")).to_contain_text("Paid by An institute.")
    secretariat.reload()
    expect(secretariat.get_by_role("row", name=re.compile("Nadia New"))).to_contain_text(
        "Paid by An institute."
    )
    press(invited, "button", "Sign out")
    expect(invited.get_by_text("You are signed out.")).to_be_visible()


def test_the_editor_is_reached_used_and_left_by_keyboard(
    person: PersonMaker, server: Server
) -> None:
    page = person(Role.DRAFTER).page(f"/codes/{SLUG}")
    press(page, "link", "Chapter 1")
    page.wait_for_function(
        "() => document.querySelector('[data-component=draft-editor]')?.dataset.saveState "
        "=== 'saved'"
    )
    tab_to(page, "button", "Bold")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(HAS_FOCUS, ["button", "Italic"])
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.classList.contains('cm-content')")
    page.keyboard.press("Control+End")
    page.keyboard.type("By keyboard.")
    expect(page.locator("[data-part=preview]")).to_contain_text("By keyboard.")
    page.keyboard.press("Tab")
    assert not page.evaluate("() => document.activeElement.classList.contains('cm-content')")
