"""Real texts through the whole path in the browser: the Standard for Public Code in its four
versions, and the AI Act.

Imported, published, commented on, compared in pairs, exported; how soon pages are served is
printed and bounded.
"""

from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from drafting.domain.roles import Role
from drafting.settings import PROJECT_ROOT
from tests.journeys.conftest import PersonMaker
from tests.journeys.test_corpus import SERVED, slowest_page
from tests.journeys.test_main_job import open_panel, write_comment
from tests.support.server import Server

CORPUS = PROJECT_ROOT.parent / "shared" / "corpus"
STANDARD = [
    CORPUS / "standard-for-public-code" / f"{name}.md"
    for name in ("0.1.4", "0.2.3", "0.5.0", "0.8.0")
]
AI_ACT = CORPUS / "eu-ai-act" / "2024-1689.md"
WORK = 60_000  # ms that the worker may take on a busy machine

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus is not beside this checkout"
)


def begin_code(page: Page, base_url: str, slug: str, title: str) -> None:
    page.goto(f"{base_url}/codes/new")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Address").fill(slug)
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chapters")


def import_text(page: Page, server: Server, code: str, file: Path) -> None:
    """The first time as a new chapter, later into it."""
    page.goto(f"{code}/chapters")
    drafts = [
        link.get_attribute("href") or ""
        for link in page.get_by_role("main").locator("a[href$='/draft']").all()
    ]
    page.goto(
        f"{server.base_url}{drafts[0].removesuffix('draft')}import" if drafts else f"{code}/import"
    )
    page.get_by_label("Markdown file").set_input_files(file)
    if drafts:
        page.get_by_role("button", name="Import into the chapter").click()
        page.wait_for_url("**/draft")
    else:
        page.get_by_label("the whole text").check()
        page.get_by_role("button", name="Import", exact=True).click()
        expect(page.get_by_text("1 chapter is imported.")).to_be_visible()


def publish(page: Page, code: str, label: str) -> None:
    page.goto(f"{code}/versions/new")
    page.get_by_label("Label").fill(label)
    page.get_by_role("button", name="Prepare this version").click()
    expect(page.get_by_text("clauses read")).to_be_visible(timeout=WORK)
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("The version is published.")).to_be_visible()


def export(page: Page, code: str) -> str:
    page.goto(f"{code}/versions")
    with page.expect_download() as download:
        page.locator("li.version").first.get_by_role("link", name="Markdown").click()
    return download.value.path().read_text("utf-8")


def test_four_versions_are_published_commented_on_compared_and_exported(
    person: PersonMaker, server: Server
) -> None:
    code = f"{server.base_url}/codes/standard"
    page = person(Role.SECRETARIAT).page()
    begin_code(page, server.base_url, "standard", "Standard for Public Code")
    for file in STANDARD:
        import_text(page, server, code, file)
        publish(page, code, file.stem)
        if file is STANDARD[0]:
            page.goto(f"{code}/rounds/new")
            page.get_by_role("button", name="Save the round").click()
            expect(page.get_by_text("The round is saved.")).to_be_visible()
            page.goto(f"{code}/versions/1")
            eid = (
                page.locator("article.clause:has([data-part=words] p)").first.get_attribute(
                    "data-eid"
                )
                or ""
            )
            open_panel(page, eid)
            write_comment(page, "A comment on the first version.", who_sees="Draft")
    for old, new in combinations(range(1, len(STANDARD) + 1), 2):
        page.goto(f"{code}/versions/{old}/compare/{new}")
        expect(page.locator("article.change").first).to_be_visible(timeout=WORK)
        expect(page.locator("article.change ins, article.change del").first).to_be_attached()
    assert export(page, code).strip() == STANDARD[-1].read_text("utf-8").strip()


def test_the_ai_act_is_one_code_of_practice_whose_pages_are_served_within_a_second(
    person: PersonMaker, server: Server, tmp_path: Path
) -> None:
    code = f"{server.base_url}/codes/ai-act"
    secretariat = person(Role.SECRETARIAT)
    page = secretariat.page()
    begin_code(page, server.base_url, "ai-act", "The AI Act")
    import_text(page, server, code, AI_ACT)
    publish(page, code, "Official text")
    amended = tmp_path / "amended.md"
    amended.write_text(
        AI_ACT.read_text("utf-8").replace("high-risk AI system", "high-risk system"), "utf-8"
    )
    import_text(page, server, code, amended)
    publish(page, code, "Amended")
    page.goto(f"{code}/versions/1/compare/2")
    expect(page.locator("article.change").first).to_be_visible(timeout=WORK)
    versions = [
        f"/versions/{number}{rest}"
        for number in (1, 2)
        for rest in ("", "/general", "/clauses/article-5")
    ]
    compared = [f"/versions/1/compare/2{view}" for view in ("", "?view=sides")]
    paths = ["", *versions, *compared, "/versions", "/rounds", "/threads", "/compare"]
    slowest, where = slowest_page(secretariat, [f"/codes/ai-act{path}" for path in paths])
    print(f"\nThe AI Act: slowest page {slowest:.2f} s ({where})")
    assert slowest < SERVED, where
    assert (
        export(page, code).strip().endswith(amended.read_text("utf-8").strip())
    )  # behind the chapter's title
