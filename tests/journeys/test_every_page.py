"""Every page as every role, narrow and wide, light and dark: nothing overflows, axe finds
nothing serious, the keyboard shows where it is. Each page is loaded once for a role; width and
theme are changed under it.
"""

from collections.abc import Iterator

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.people.invitations import invite
from drafting.services.people.members import MembershipInput
from tests.journeys.conftest import PersonMaker
from tests.journeys.support.editing import ROOT, wait_state
from tests.journeys.support.people import Person, draft_path
from tests.support.people import SLUG, TEXT, World
from tests.support.published import answer, make_published, open_round, publish_world, retype
from tests.support.server import Server

NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
RULES = {"resultTypes": ["violations"], "iframes": False}
CONTRAST_ONLY = {**RULES, "runOnly": ["color-contrast"]}
PUBLISHED = [
    "/versions", "/versions/new", "/versions/1", "/versions/1/clauses/one-p1",
    "/versions/2/general", "/threads", "/threads/4",
    "/threads/3", "/rounds", "/rounds/new", "/rounds/1", "/versions/1/compare/2",
    "/versions/1/compare/2?view=sides",
    "/versions/1/compare/draft",
    "/rounds/1/compare/2", "/versions/1/compare/2/changes/1",
    "/versions/2/clauses/one-p1/history", "/versions/2/orphans",
]  # fmt: skip
FOCUS_SHOWS = """() => {
  const element = document.activeElement;
  if (element === document.body) return "";  // past the last one
  if (element.isContentEditable) return "";  // the text cursor shows
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const html = element.outerHTML.slice(0, 80);
  if (box.bottom < 0 || box.top > innerHeight) return `the focus is off the screen: ${html}`;
  const shows = (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
  return shows ? "" : `no focus to be seen: ${html}`;
}"""
TOO_WIDE = """() => {
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  if (!wide) return [];
  const isOut = (one) => one.getBoundingClientRect().right > innerWidth + 1;
  const out = [...document.querySelectorAll("body *")].filter(isOut).slice(0, 3);
  const width = `${document.documentElement.scrollWidth} px`;
  return [width, ...out.map((one) => one.outerHTML.slice(0, 100))];
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, migrated: bytes) -> Iterator[Server]:
    """One for all roles: these looks change nothing."""
    with Server.fresh(tmp_path_factory.mktemp("pages") / "instance", migrated) as server:
        published = make_published(server.world)
        answer(
            server.world,
            published.thread_numbers[CommentState.PUBLISHED],
            "A reason.",
            kind="not_accepted",
        )
        answer(
            server.world,
            published.thread_numbers[CommentState.FILED],
            "Being written.",
            is_published=False,
        )
        retype(
            server.world,
            TEXT.replace("The first clause", "The first clause, changed") + "\nOne more.\n",
        )
        publish_world(server.world, label="Second draft", note="What is new.")
        open_round(server.world, 2)
        yield server


def invitation_path(world: World) -> str:
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        _, token = invite(
            session,
            OPERATOR,
            code,
            email="a.rather.long.address@example.org",
            part=MembershipInput(Role.STAKEHOLDER),
        )
    return f"/invitations/{token}"


def paths_of(world: World) -> list[str]:
    """All pages that answer GET, the same for everybody: some are refused to some."""
    code = f"/codes/{SLUG}"
    member = f"/members/{world.membership_ids[Role.DRAFTER]}"
    ours = [
        "",
        "/edit",
        "/chapters",
        "/working-groups",
        "/members",
        member,
        "/my-part",
        "/import",
        "/vocabulary",
    ]
    drafts = [draft_path(chapter) for chapter in world.chapter_ids[:2]]
    threads = f"{drafts[0]}/threads"
    into = drafts[0].replace("/draft", "/import")
    general = ["/", "/sign-in", "/account", "/account/tokens", "/codes/new"]
    return [
        *general,
        *(code + path for path in [*ours, *PUBLISHED]),
        *drafts,
        into,
        threads,
        "/nowhere",
    ]


def pages_of(one: Person) -> list[str]:
    """Those that are open to the person, and one refusal, for all refusals look the same."""
    cookies = {cookie["name"]: cookie["value"] for cookie in one.context.cookies()}

    def status(path: str) -> int:
        return requests.get(
            one.server.base_url + path, cookies=cookies, allow_redirects=False, timeout=10
        ).status_code

    answers = {path: status(path) for path in paths_of(one.server.world)}
    refused = [
        path for path, answer in answers.items() if answer in {403, 404} and path != "/nowhere"
    ]
    return [path for path, answer in answers.items() if answer == 200] + refused[:1] + ["/nowhere"]


def serious(page: Page, options: dict[str, object]) -> list[str]:
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['failureSummary'][:200]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"][:3]
    ]


def problems_of(page: Page) -> list[str]:
    """In four looks: wide dark, wide light, narrow dark, narrow light; axe in full once, its
    contrast in each theme.
    """
    page.wait_for_load_state()
    titles = page.locator("h1:not([aria-level]), [aria-level='1']").all_inner_texts()
    problems = [] if len(titles) == 1 else [f"headings of level 1: {titles}"]
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        problems += [f"too wide at {size['width']}: {one}" for one in page.evaluate(TOO_WIDE)]
    page.emulate_media(color_scheme="dark")
    problems += [f"dark: {one}" for one in serious(page, CONTRAST_ONLY)]
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")
    return problems + serious(page, RULES)


def keyboard_problems_of(page: Page) -> list[str]:
    page.keyboard.press("Tab")
    if not page.evaluate("() => document.activeElement.matches('a.skip[href=\"#main\"]')"):
        return ["the first Tab does not reach the skip link"]
    problems = [page.evaluate(FOCUS_SHOWS)]
    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("Tab")
        problems.append(page.evaluate(FOCUS_SHOWS))
    return [problem for problem in problems if problem]


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role.value if role else "nobody")
def test_every_page_that_is_open_to_a_role_fits_and_is_accessible(
    person: PersonMaker, server: Server, role: Role | None
) -> None:
    one = person(role, reduced_motion="reduce", viewport=WIDE)
    one.refusals_of(401, 403, 404)
    problems: dict[str, list[str]] = {}
    page = one.context.new_page()
    invited = invitation_path(server.world)
    for path in [*pages_of(one), invited]:
        page.goto(server.base_url + path)
        if page.locator(ROOT).count():
            wait_state(page, "saved", "read-only")
        found = keyboard_problems_of(page) + problems_of(page)
        problems.update({path: found} if found else {})
    assert problems == {}
