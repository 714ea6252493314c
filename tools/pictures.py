"""Takes the README's pictures: serves the sample from an empty folder and photographs its pages in
a real browser, into docs/pictures/ (`make pictures`).

Each picture waits for what it is of: the answer beside the comment, the rendered preview, the
contents, the cursor of the second person.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from drafting.settings import PROJECT_ROOT

ADDRESS = "127.0.0.1:8765"
BASE = f"http://{ADDRESS}"
FOLDER = PROJECT_ROOT / "docs" / "pictures"
CODE = f"{BASE}/codes/trustworthy-ai"
WIDE: ViewportSize = {"width": 1440, "height": 900}
FROM_THE_TOP = 140  # pixels between the top of the window and the clause whose panel is open
PANEL_PATIENCE = 3000  # ms until a panel is fetched and stands beside its clause
# Whether the answer to a comment on words lies in the window, from its first to its last pixel.
IS_WHOLLY_SHOWN = """() => {
  const answer = document.querySelector("[data-part=panel] .talk:has(.quote) .decision");
  const box = answer?.getBoundingClientRect();
  return box && box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
}"""


@contextmanager
def sample_server(instance: Path) -> Iterator[str]:
    """The sample, served from an empty folder; yields the password of its accounts."""
    environ = {**os.environ, "DRAFTING_INSTANCE": str(instance), "DRAFTING_BASE_URL": BASE}
    command = [sys.executable, "-m", "drafting.cli", "serve", "--sample", "--address", ADDRESS]
    server = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True)
    try:
        for line in server.stdout or []:
            if "Serving on" in line:
                break
        yield (instance / "sample-accounts.txt").read_text("utf-8").strip()
    finally:
        server.terminate()
        server.wait()


def sign_in(page: Page, role: str, password: str) -> None:
    page.goto(f"{BASE}/sign-in")
    page.get_by_label("E-mail address").fill(f"{role}@sample.example")
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{BASE}/")


def shoot(page: Page, name: str) -> None:
    page.evaluate("document.fonts.ready")
    page.screenshot(path=FOLDER / f"{name}.png")
    print(f"  docs/pictures/{name}.png")


def open_answered_clause(page: Page) -> None:
    """Open the first clause with a comment on words of it that fits in with its answer."""
    page.goto(f"{CODE}/versions/1")
    counts = page.locator("a.count:not(.add)")
    expect(counts.first).to_be_visible()
    for number in range(counts.count()):
        count = counts.nth(number)
        count.evaluate(
            "(element, top) => scrollBy(0, element.getBoundingClientRect().top - top)", FROM_THE_TOP
        )
        count.click()
        page.locator("[data-part=panel] .talk").first.wait_for()
        if _is_answer_shown(page):
            return
        page.locator("[data-part=panel]").get_by_role("button", name="Close").click()
        page.locator("[data-part=panel] .talk").first.wait_for(state="detached")
    raise SystemExit("No comment of the sample fits into the picture with its answer.")


def _is_answer_shown(page: Page) -> bool:
    """Whether the panel, once it is in its place, shows a comment's quote and its whole answer."""
    try:
        page.wait_for_function(IS_WHOLLY_SHOWN, timeout=PANEL_PATIENCE)
    except PlaywrightTimeoutError:
        return False
    return True


def open_draft(page: Page) -> None:
    """Open the first chapter's draft: saved, with its contents and its rendered preview."""
    page.goto(f"{CODE}/chapters/1/draft")
    page.locator("[data-save-state=saved]").wait_for()
    page.locator("[data-part=outline] a").first.wait_for()
    page.locator("[data-part=preview] h1, [data-part=preview] h2").first.wait_for()


def put_cursor(page: Page, words: str) -> None:
    """Put the cursor at the end of the first line with these words."""
    page.locator(".cm-line", has_text=words).first.click()
    page.keyboard.press("End")


def page_of(browser: Browser, size: ViewportSize, *, is_dark: bool = False) -> Page:
    scheme = "dark" if is_dark else "light"
    return browser.new_context(viewport=size, color_scheme=scheme).new_page()


def take(browser: Browser, password: str) -> None:
    """Take all pictures, each as the role that sees most of its subject."""
    reader = page_of(browser, WIDE)
    reader.goto(CODE)
    shoot(reader, "front-page")
    reader.goto(f"{CODE}/versions/1/compare/2")
    reader.locator("article :is(ins, del):visible").first.wait_for()
    shoot(reader, "comparison")
    member = page_of(browser, WIDE)
    sign_in(member, "stakeholder", password)
    open_answered_clause(member)
    shoot(member, "read-and-comment")
    chair, drafter = page_of(browser, WIDE, is_dark=True), page_of(browser, WIDE)
    for page, role in ((drafter, "drafter"), (chair, "chair")):
        sign_in(page, role, password)
        open_draft(page)
    put_cursor(chair, "was made")
    put_cursor(drafter, "archive")
    chair.locator(".caret").first.wait_for()
    # The page is taller than the window; the line that says "Saved" must be in the picture.
    chair.locator(".writer .status").evaluate("(line) => line.scrollIntoView({block: 'end'})")
    shoot(chair, "draft-dark")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        sample_server(Path(folder) / "instance") as password,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"), args=["--no-sandbox"]
        )
        take(browser, password)
        browser.close()


if __name__ == "__main__":
    main()
