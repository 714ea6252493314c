"""Take the README's pictures: the sample on a server of its own, each page in a real browser,
written to docs/pictures/.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from drafting.settings import PROJECT_ROOT

ADDRESS = "127.0.0.1:8765"
BASE = f"http://{ADDRESS}"
FOLDER = PROJECT_ROOT / "docs" / "pictures"
CODE = f"{BASE}/codes/trustworthy-ai"
WIDE = {"width": 1440, "height": 900}


@contextmanager
def sample_server(instance: Path) -> Iterator[str]:
    """The sample, served from an empty folder; gives its passphrase."""
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


def sign_in(page: Page, role: str, passphrase: str) -> None:
    page.goto(f"{BASE}/sign-in")
    page.get_by_label("E-mail address").fill(f"{role}@sample.example")
    page.get_by_label("Password").fill(passphrase)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{BASE}/")


def shoot(page: Page, name: str) -> None:
    page.screenshot(path=FOLDER / f"{name}.png")
    print(f"  docs/pictures/{name}.png")


def open_panel(page: Page) -> None:
    """The reading page with a commented clause opened."""
    page.goto(f"{CODE}/versions/1")
    count = page.locator("a.count:not(.add)").nth(2)
    count.scroll_into_view_if_needed()
    count.click()
    page.locator("[data-part=panel] .talk").first.wait_for()


def take(browser: Browser, passphrase: str) -> None:
    """All pictures, each by whoever sees most on it."""
    reader = browser.new_context(viewport=WIDE).new_page()
    reader.goto(CODE)
    shoot(reader, "front-page")
    reader.goto(f"{CODE}/versions/1/compare/2")
    shoot(reader, "comparison")
    member = browser.new_context(viewport=WIDE).new_page()
    sign_in(member, "stakeholder", passphrase)
    open_panel(member)
    shoot(member, "read-and-comment")
    chair = browser.new_context(viewport=WIDE, color_scheme="dark").new_page()
    sign_in(chair, "chair", passphrase)
    chair.goto(f"{CODE}/chapters/1/draft")
    chair.locator("[data-save-state=saved]").wait_for()
    shoot(chair, "draft-dark")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        sample_server(Path(folder) / "instance") as passphrase,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"), args=["--no-sandbox"]
        )
        take(browser, passphrase)
        browser.close()


if __name__ == "__main__":
    main()
