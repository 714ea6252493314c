"""Real texts: the Standard for Public Code by upload, the AI Act (600 KB in one chapter) by the
command line.

Both are edited in the browser; how smooth typing stays and how soon pages are served is
measured, printed and bounded.
"""

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest
import requests
from playwright.sync_api import Page, expect
from sqlalchemy import select

from drafting.domain.markdown.splitting import split_markdown
from drafting.domain.roles import Role
from drafting.settings import PROJECT_ROOT
from drafting.storage.models import Chapter
from tests.journeys.conftest import PersonMaker
from tests.journeys.support.editing import ROOT, put_cursor_after, text_of, type_at_end, wait_state
from tests.journeys.support.people import Person, draft_path, in_world
from tests.support.people import SLUG
from tests.support.server import Server
from tests.support.waiting import wait_until

CORPUS = PROJECT_ROOT.parent / "shared" / "corpus"
STANDARD, AI_ACT = (
    CORPUS / "standard-for-public-code" / "0.8.0.md",
    CORPUS / "eu-ai-act" / "2024-1689.md",
)
SERVED = 1.0  # seconds
KEY_EVERY_MS = 50  # twice as fast as a quick typist
HUNDRED = (
    "One hundred characters typed into the middle of the AI Act, to see whether the keys "
    "are "
    "still quick."
)

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus is not beside this checkout"
)

MEASURE = """() => {
  const figures = (window.figures = { keys: [], tasks: [] });
  const durations = (list) => list.getEntries().map((entry) => entry.duration);
  new PerformanceObserver((list) => figures.tasks.push(...durations(list)))
    .observe({ type: "longtask" });
  const painted = new MessageChannel();
  const waiting = [];
  painted.port1.onmessage = () => figures.keys.push(performance.now() - waiting.shift());
  addEventListener("keydown", (event) => {
    waiting.push(event.timeStamp);
    requestAnimationFrame(() => painted.port2.postMessage(null));
  }, true);
}"""


def new_chapters(server: Server) -> list[Chapter]:
    with server.world.database.reading() as session:
        fresh = (
            Chapter.code_id == server.world.code_id,
            Chapter.id.notin_(server.world.chapter_ids),
        )
        return list(session.scalars(select(Chapter).where(*fresh).order_by(Chapter.position)))


def markdown_of(person: Person, chapter_id: int) -> str:
    return get(person, draft_path(chapter_id) + ".md").content.decode()


def get(person: Person, path: str) -> requests.Response:
    [cookie] = person.context.cookies()
    return requests.get(
        person.server.base_url + in_world(person.server.world, path),
        cookies={"drafting": cookie["value"]},
        timeout=10,
    )


def type_hundred(page: Page) -> dict[str, list[float]]:
    """Key to paint (ms) of each of a hundred keys, and the main thread's long tasks."""
    text = text_of(page)
    middle = text.rindex("\n", 0, len(text) // 2)
    put_cursor_after(page, text[middle - 200 : middle])
    page.evaluate(MEASURE)
    page.keyboard.type(HUNDRED, delay=KEY_EVERY_MS)
    page.wait_for_function("(count) => window.figures.keys.length >= count", arg=len(HUNDRED))
    return page.evaluate("() => window.figures")


def slowest_page(person: Person, paths: list[str]) -> tuple[float, str]:
    """(seconds, path): of each page the quickest of three tries, of all pages the slowest."""

    def seconds(path: str) -> float:
        began = perf_counter()
        assert get(person, path).status_code == 200, path
        return perf_counter() - began

    return max((min(seconds(path) for _ in range(3)), path) for path in paths)


def test_the_standard_is_uploaded_in_the_browser_split_and_edited(
    person: PersonMaker, server: Server
) -> None:
    secretariat = person(Role.SECRETARIAT)
    page = secretariat.page(f"/codes/{SLUG}/import")
    page.get_by_label("Markdown file").set_input_files(STANDARD)
    page.get_by_label("each heading of level 1 (# …)").check()
    page.get_by_role("button", name="Import", exact=True).click()
    made, expected = new_chapters(server), split_markdown(STANDARD.read_text("utf-8"), "h1")
    assert len(made) == len(expected) > 5
    expect(page.get_by_text(f"{len(made)} chapters are imported.")).to_be_visible()
    assert [markdown_of(secretariat, chapter.id).strip() for chapter in made] == [
        one.markdown.strip() for one in expected
    ]
    longest = max(made, key=lambda chapter: len(markdown_of(secretariat, chapter.id)))
    page.get_by_role("main").get_by_role("link", name=longest.title, exact=True).click()
    wait_state(page, "saved")
    type_at_end(page, "An added sentence.")
    wait_until(lambda: "An added sentence." in markdown_of(secretariat, longest.id))
    wait_state(page, "saved")
    expect(page.locator("[data-part=preview]")).to_contain_text("An added sentence.")


def test_the_ai_act_is_imported_as_one_chapter_served_within_a_second_and_edited(
    person: PersonMaker, server: Server
) -> None:
    command = [
        sys.executable,
        "-m",
        "drafting.cli",
        "import",
        str(AI_ACT),
        "--code",
        server.world.slug,
    ]
    environ = {**os.environ, **server.environ, "PYTHONPATH": str(PROJECT_ROOT)}
    subprocess.run(command, env=environ, check=True, capture_output=True, cwd=Path("/"))
    [act] = new_chapters(server)
    secretariat = person(Role.SECRETARIAT)
    assert markdown_of(secretariat, act.id).strip() == AI_ACT.read_text("utf-8").strip()

    draft = draft_path(act.id)
    pages = ["", "/edit", "/chapters", "/working-groups", "/members", "/my-part", "/import"]
    slowest, where = slowest_page(
        secretariat,
        [
            "/",
            *(f"/codes/{server.world.slug}{path}" for path in pages),
            draft,
            draft + ".md",
            draft.replace("/draft", "/import"),
        ],
    )
    began = perf_counter()
    page = secretariat.page(draft)
    wait_state(page, "saved")
    opened = perf_counter() - began
    page.wait_for_function(
        "(root) => document.querySelector(`${root} [data-part=preview]`).childElementCount > 100",
        arg=ROOT,
    )
    figures = type_hundred(page)
    wait_state(page, "saved")
    wait_until(lambda: HUNDRED in markdown_of(secretariat, act.id))

    keys = sorted(figures["keys"])
    median, p95, longest = (
        keys[len(keys) // 2],
        keys[int(len(keys) * 0.95)],
        max(figures["tasks"], default=0),
    )
    print(
        f"\nThe AI Act: slowest page {slowest:.2f} s ({where}); open and saved {opened:.1f} s; "
        f"key to paint median {median:.0f} ms, p95 {p95:.0f} ms; longest task {longest:.0f} ms"
    )
    assert slowest < SERVED, where
