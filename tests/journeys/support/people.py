"""A person at a browser: one context of their own, signed in or not, whose pages must stay free
of errors.

A page's errors (uncaught, on the console, of the Content-Security-Policy) are collected and fail
the test at its end. Complaints of the network count as errors too, unless the story cut the
network or expects that refusal.
"""

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from drafting.domain.roles import Role
from tests.journeys.support.proxy import Cable
from tests.support.people import SLUG, World, token_of
from tests.support.server import Server

NETWORK = re.compile(
    r"net::ERR_|WebSocket connection to|Failed to load resource: net|Failed to fetch"
)
TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", (e) =>
  console.error(`policy violated: ${e.effectiveDirective} ${e.blockedURI}`));
"""


@dataclass
class Person:
    """`expects` are patterns of console errors that belong to the story."""

    context: BrowserContext
    server: Server
    cable: Cable
    role: Role | None
    expects: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    loses_network: bool = False

    def __post_init__(self) -> None:
        self.context.add_init_script(TELL_VIOLATIONS)
        self.context.on("page", self._watch)

    def page(self, path: str = "/") -> Page:
        """A new tab at an address of the platform, in the world of the journey where it begins
        with that of a world.
        """
        page = self.context.new_page()
        page.goto(self.server.base_url + in_world(self.server.world, path))
        return page

    def sign_in(self, account_id: int) -> None:
        """Sign in as an account, another or the same, from the next request of this browser on."""
        value = self.server.cookie(token_of(self.server.world, account_id))
        self.context.add_cookies(
            [{"name": "drafting", "value": value, "url": self.server.base_url}]
        )

    def sign_in_as(self, role: Role) -> None:
        self.sign_in(self.server.world.account_ids[role])

    def go_offline(self) -> None:
        self.loses_network = True
        self.cable.cut()

    def come_back(self) -> None:
        self.cable.mend()

    def lose_signal(self) -> None:
        """Drop all traffic without notifying either side."""
        self.loses_network = True
        self.cable.stuff()

    def change_network(self) -> None:
        """Break open connections without notifying either side; new connections work."""
        self.loses_network = True
        self.cable.forget()

    def have_signal(self) -> None:
        self.cable.free()

    def refusals_of(self, *statuses: int) -> None:
        """These statuses are answers that the story is about."""
        self.expects += [f"the server responded with a status of {status} " for status in statuses]

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._said(page, message))

    def _said(self, page: Page, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        known = any(re.search(pattern, message.text) for pattern in self.expects)
        if not known and not (self.loses_network and NETWORK.search(message.text)):
            self.errors.append(f"{page.url}: {message.text}")


def in_world(world: World, path: str) -> str:
    """An address of the world without a mark as the same of this one."""
    return re.sub(f"^/codes/{SLUG}(?![\\w-])", f"/codes/{world.slug}", path)


def draft_path(chapter_id: int) -> str:
    return f"/codes/{SLUG}/chapters/{chapter_id}/draft"
