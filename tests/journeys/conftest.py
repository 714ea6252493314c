"""Browsers for the journeys: one Chromium for each worker and one context for each person, each
with its own proxy ("cable").

The browser resolves no name and fetches nothing of its own, so a journey that would leave the
machine fails.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from drafting.domain.roles import Role
from drafting.settings import WEBSOCKETS
from tests.journeys.support.people import Person
from tests.journeys.support.proxy import Cable
from tests.support.people import make_world
from tests.support.server import Server

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]

PersonMaker = Callable[..., Person]


def browser_path() -> str | None:
    """$CHROMIUM, else Chromium or Chrome on the PATH, else (None) what Playwright brought."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        yield browser
        browser.close()


over_both_websockets = pytest.mark.parametrize("server", WEBSOCKETS, indirect=True)


@pytest.fixture(scope="session")
def _stock_server(tmp_path_factory: pytest.TempPathFactory, migrated: bytes) -> Iterator[Server]:
    with Server.fresh(
        tmp_path_factory.mktemp("stock") / "instance", migrated, websocket="stock"
    ) as server:
        yield server


@pytest.fixture
def server(request: pytest.FixtureRequest, shared_server: Server) -> Server:
    """A world of the journey's own, on a server that it shares; journeys that kill theirs put
    another in its place.
    """
    if getattr(request, "param", "fast") == "fast":
        return shared_server
    stock: Server = request.getfixturevalue("_stock_server")
    stock.world = make_world(stock.world.database, f"-{secrets.token_hex(4)}")
    return stock


@pytest.fixture(params=WEBSOCKETS)
def either_server(
    request: pytest.FixtureRequest, tmp_path: Path, migrated: bytes
) -> Iterator[Server]:
    """A server of the journey's own, which it may kill, over each of the two WebSockets."""
    with Server.fresh(tmp_path / "instance", migrated, websocket=request.param) as server:
        yield server


@pytest.fixture
def person(browser: Browser, server: Server) -> Iterator[PersonMaker]:
    """person(role): a person with a browser context of their own, signed in as the world's member
    of that role; None: not signed in.
    """
    people: list[Person] = []
    with ExitStack() as stack:

        def make(role: Role | None = None, **options: Any) -> Person:
            cable = stack.enter_context(Cable())
            proxy = {"server": cable.url, "bypass": "<-loopback>"}
            settings = {"proxy": proxy, "locale": "en-GB", **options}
            context = browser.new_context(**settings)  # type: ignore[arg-type]
            context.set_default_timeout(15_000)
            people.append(one := Person(context, server, cable, role))
            if role is not None:
                one.sign_in_as(role)
            return one

        yield make
        for one in people:
            one.context.close()
    errors = {one.role: one.errors for one in people if one.errors}
    assert not errors, f"the pages complained: {errors}"
