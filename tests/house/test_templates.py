"""Templates: one door for ready-made HTML, no inline script or style, every word through
gettext, every file used.
"""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from drafting.domain.roles import Role
from drafting.request.language import language_choices
from tests.house.sources import short, tracked
from tests.support.people import SLUG, World
from tests.support.published import CHANGED, Published, answer, open_round
from tests.web.publishing import prepare_text, publish_second

TEMPLATES = tracked("templates/**/*.html") + tracked("templates/*.html")
MAY_BE_SAFE = {"templates/components/rendered_clause.html"}


def test_safe_stands_in_one_template_only() -> None:
    found = {
        short(path)
        for path in TEMPLATES
        if re.search(r"\|\s*safe\b|autoescape false", path.read_text("utf-8"))
    }
    assert found <= MAY_BE_SAFE


def test_no_inline_script_style_or_handler() -> None:
    banned = re.compile(
        r"<style|\sstyle=|\son\w+=|<script(?![^>]*(\ssrc=|application/json))|javascript:"
    )
    assert [short(path) for path in TEMPLATES if banned.search(path.read_text("utf-8"))] == []


def test_nothing_stands_before_text_whose_line_breaks_are_shown() -> None:
    """`.said` is pre-line: a line break of the template would be a blank line on the page."""
    breaks = re.compile(r'class="said"[^>]*>\n(?!\s*\{[%{]-)')
    assert [short(path) for path in TEMPLATES if breaks.search(path.read_text("utf-8"))] == []


def test_every_form_that_posts_carries_the_csrf_token() -> None:
    for path in TEMPLATES:
        for form in re.findall(
            r"<form\b[^>]*method=\"post\".*?</form>", path.read_text("utf-8"), re.S
        ):
            assert "components/csrf.html" in form, short(path)


def test_every_template_is_used() -> None:
    code = "".join(path.read_text("utf-8") for path in [*TEMPLATES, *tracked("drafting/**/*.py")])
    unused = [
        short(path)
        for path in TEMPLATES
        if f'"{short(path).removeprefix("templates/")}"' not in code
    ]
    assert unused == []


class _Marked:
    """A catalogue that marks every string it is asked for."""

    def ugettext(self, string: str) -> str:
        return f"⟦{string}⟧"

    def ungettext(self, one: str, many: str, number: int) -> str:
        return f"⟦{one if number == 1 else many}⟧"

    gettext, ngettext = ugettext, ungettext


class _Words(HTMLParser):
    """Collects the visible words outside script and style."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in {"script", "style", "title"}
        self.words += [
            value or ""
            for name, value in attrs
            if name in {"aria-label", "placeholder", "alt", "title"}
        ]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style", "title"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data.strip())


# What is not the interface's own: data of the world, the institution's name, and single marks.
DATA = re.compile(
    r"Test code of practice|A summary\.|Office for codes of practice|An office|Chapter \d|Group \d"
    r"|[\w-]+@test\.example|\w+ Person"
    r"|AI providers|Downstream providers|Scientific community|Independent experts|Civil "
    r"society|Rightsholders|Member states"
    r"|Other|PR|DP"
    r"|First draft|Second draft|Prepared draft|A comment that is \w+\.|An "
    r"answer\.|\bRound\b|first clause|The first clause"
    r"|a point – with é and|A clause that is new|, "
    r"edited|\bOne\b|SHA-256|[0-9a-f]{12,64}…?|C-\d+|http://localhost[\w/.-]*"
    r"|HTML|CES?T|Europe/Brussels"
    r"|\b(January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|\ben\b|, paragraph|\(a\)|" + "|".join(name for _, name in language_choices())
)


PUBLISHED = (
    "", "/edit", "/versions", "/versions/new", "/versions/1", "/versions/2/prepared",
    "/versions/1/general", "/versions/1/clauses/one-p1", "/threads", "/threads/4",
    "/threads?q=none", "/rounds", "/rounds/new", "/rounds/1", "/compare",
    "/versions/1/compare/2", "/versions/1/compare/2?view=sides", "/rounds/1/compare/2",
)  # fmt: skip


def _unmarked(client: FlaskClient, address: str) -> list[str]:
    """The words of a page that did not go through the catalogue."""
    page = client.get(address)
    assert page.status_code == 200, address
    parser = _Words()
    parser.feed(page.text)
    unmarked = [re.sub(r"⟦[^⟧]*⟧", "", word) for word in parser.words]
    return [word for word in unmarked if re.search(r"[A-Za-z]{2,}", DATA.sub("", word))]


@pytest.mark.parametrize(
    "address",
    ["/", "/sign-in", "/account", "/account/tokens", "/codes/new", *(f"/codes/{SLUG}{page}" for page
     in ("", "/edit", "/chapters", "/working-groups", "/members", "/members/1", "/import",
         "/my-part", "/versions", "/rounds/new", "/chapters/1/draft", "/chapters/1/import",
         "/compare", "/threads", "/rounds", "/versions/new"))],
)  # fmt: skip
def test_every_word_of_a_page_goes_through_gettext(
    app: Flask,
    world: World,
    client_of: Callable[[Role | None], FlaskClient],
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("flask_babel.Domain.get_translations", lambda self: _Marked())
    assert _unmarked(client_of(None if address == "/sign-in" else Role.SECRETARIAT), address) == []


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.CHAIR, Role.STAKEHOLDER])
@pytest.mark.parametrize("is_second_out", [False, True], ids=["prepared", "published"])
def test_every_word_of_a_published_page_goes_through_gettext(
    published: Published,
    client_of: Callable[[Role | None], FlaskClient],
    role: Role,
    is_second_out: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = published.world
    if is_second_out:
        open_round(world, publish_second(world))
    else:
        prepare_text(world, CHANGED)
    answer(world, 4, "An answer.", kind="accepted")
    answer(world, 4, "An answer.", is_published=False)
    monkeypatch.setattr("flask_babel.Domain.get_translations", lambda self: _Marked())
    client = client_of(role)
    pages = [page for page in PUBLISHED if client.get(f"/codes/{SLUG}{page}").status_code == 200]
    assert len(pages) > 8
    assert {
        page: left for page in pages if (left := _unmarked(client, f"/codes/{SLUG}{page}"))
    } == {}
