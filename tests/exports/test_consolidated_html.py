"""A version as one HTML file."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

from drafting.domain.clauses.tree import ClauseKind
from drafting.domain.versions import Stage
from drafting.exports.consolidated_html import consolidated_html
from drafting.exports.documents import ExportedClause, ExportedVersion

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def clause(
    kind: ClauseKind,
    eid: str,
    html: str,
    *,
    level: int = 0,
    number: str = "",
    explicit_id: str = "",
) -> ExportedClause:
    return ExportedClause(kind, level, number, eid, explicit_id, re.sub("<[^>]*>", "", html), html)


VERSION = ExportedVersion(
    title="Code of practice",
    label="First draft",
    note="Read this.",
    stage=Stage.DRAFT,
    language="fr-BE",
    published_at=datetime(2026, 7, 14, 16, 5, tzinfo=UTC),
    time_zone="Europe/Brussels",
    digest="a" * 64,
    address="https://drafting.test/codes/c/versions/1",
    clauses=[
        clause(
            ClauseKind.HEADING,
            "1",
            "Scope <em>of</em> it",
            level=1,
            number="1",
            explicit_id="scope",
        ),
        clause(ClauseKind.PARAGRAPH, "1-p1", 'Words <a href="#1">there</a>', number="1.1"),
        clause(ClauseKind.LIST_ITEM, "1-a", "A point", level=2, number="(a)"),
        clause(ClauseKind.TABLE_ROW, "1-r1", '<th scope="col">A</th><th scope="col">B</th>'),
        clause(ClauseKind.TABLE_ROW, "1-r2", "<td>1</td><td>2</td>"),
        clause(ClauseKind.QUOTE, "1-q", "Quoted"),
        clause(ClauseKind.CODE, "1-c", "<code>x\ny</code>"),
        clause(ClauseKind.HEADING, "1.1.1.1", "Deep", level=6),
    ],
)


class _Page(HTMLParser):
    """Elements with their attributes; complains when they are not closed in order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def test_the_head_says_what_it_is_of_which_day_with_zone_and_digest() -> None:
    written = consolidated_html(VERSION)
    for words in (
        "Code of practice",
        "First draft",
        "Read this.",
        "Draft",
        "14 July 2026, 18:05 CEST",
        "a" * 64,
        VERSION.address,
    ):
        assert words in written
    assert _Page(written).all("html") == [{"lang": "fr-BE", "dir": "ltr"}]


def test_every_clause_has_its_id_and_its_number_leads_to_it() -> None:
    page = _Page(consolidated_html(VERSION))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert [one for one in ids if one != "scope"] == [one.eid for one in VERSION.clauses]
    assert "scope" in ids  # links to the {#id} of the text lead there
    assert {one["href"] for one in page.all("a")} >= {"#1", "#1-p1", "#1-a"}
    assert page.open == []


def test_headings_stand_below_the_title_and_deep_ones_are_not_in_the_outline() -> None:
    written = consolidated_html(VERSION)
    page = _Page(written)
    assert [len(page.all(f"h{level}")) for level in (1, 2, 6)] == [1, 1, 1]
    outline = written[written.index("<nav") : written.index("</nav>")]
    assert "Scope of it" in outline
    assert "Deep" not in outline


def test_rows_that_follow_each_other_are_one_table() -> None:
    page = _Page(consolidated_html(VERSION))
    assert (len(page.all("table")), len(page.all("tr"))) == (1, 2)


def test_the_file_needs_nothing_else_and_runs_nothing() -> None:
    page = _Page(consolidated_html(VERSION))
    assert {name for name, _ in page.elements} & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
    } == set()
    assert not any("src" in attributes for _, attributes in page.elements)
    policy = next(one["content"] for one in page.all("meta") if one.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'")


def test_whatever_is_not_sanitised_html_is_escaped() -> None:
    evil = clause(ClauseKind.HEADING, EVIL, "Harmless", level=1, number=EVIL, explicit_id=EVIL)
    evil = replace(evil, text=EVIL)
    fields = dict.fromkeys(("title", "label", "note", "language", "digest", "address"), EVIL)
    version = replace(VERSION, clauses=[evil], **fields)  # type: ignore[arg-type]
    page = _Page(consolidated_html(version))
    assert page.all("script") == []
    assert page.all("img") == []


def test_a_version_that_is_not_published_says_so() -> None:
    written = consolidated_html(replace(VERSION, published_at=None, clauses=[], note=""))
    assert "not published" in written
    assert "<nav" not in written
