"""What readers see of a clause is what the server takes for its words, and nothing in a text
runs in their browser.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given

from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.clauses.rendering import render_clauses
from drafting.domain.clauses.tree import ClauseKind
from tests.support.markdown import REAL_TEXTS, SAMPLE, markdown, named, text_content

ALLOWED = {"em", "strong", "code", "a", "span", "sup", "br", "td", "th"}
ATTRIBUTES = {"a": {"href", "rel"}, "span": {"class"}, "th": {"scope"}, "td": {"data-number"}}


def rendered(source: str) -> list[str]:
    return render_clauses(parse_clauses(source))


class Tags(HTMLParser):
    """Every element of a piece of HTML, and whether each is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def safe(html: str) -> None:
    tags = Tags(html)
    assert tags.open == []
    for tag, attributes in tags.found:
        assert tag in ALLOWED
        assert set(attributes) <= ATTRIBUTES.get(tag, set())
        assert re.match(r"(https?://|mailto:|#)", attributes.get("href") or "#", re.IGNORECASE)


@given(markdown)
def test_what_is_shown_are_the_words_and_it_is_safe(source: str) -> None:
    tree = parse_clauses(source)
    for clause, html in zip(tree.clauses, render_clauses(tree), strict=True):
        assert text_content(html) == clause.text
        safe(html)


@pytest.mark.parametrize("path", [*REAL_TEXTS, *SAMPLE], ids=named)
def test_real_texts_are_shown_as_their_words(path: Path) -> None:
    tree = parse_clauses(path.read_bytes().decode())
    shown = render_clauses(tree)
    assert list(map(text_content, shown)) == [clause.text for clause in tree.clauses]
    for html in shown:
        safe(html)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("## 2.3 *Title* {#x}", "<em>Title</em>"),
        ("**(a)** one `two`", "one <code>two</code>"),
        ("**(a) one** two", "<strong>one</strong> two"),
        ("- **(a)**\n  one", "one"),
        ("(a) ![b](x) c", '<span class="image">b</span> c'),
        ("1. one  \n   two", "one<br>\ntwo"),
        ("> a & b", "a &amp; b"),
        (
            "[a](https://example.org/?a=1&b=2)",
            '<a href="https://example.org/?a=1&amp;b=2" rel="nofollow noopener">a</a>',
        ),
        ("[a](#sheet-content)", '<a href="#sheet-content">a</a>'),
        (
            "<office@example.org>",
            '<a href="mailto:office@example.org" rel="nofollow noopener">office@example.org</a>',
        ),
        ("[a](other.md) b", "<span>a</span> b"),
        ("![two *words*](https://example.org/x.png)", '<span class="image">two words</span>'),
        ("```html\n<b>\n```", "<code>&lt;b&gt;\n</code>"),
        ("<p onclick=x>", "&lt;p onclick=x&gt;"),
    ],
)
def test_the_inside_of_each_element(source: str, expected: str) -> None:
    assert rendered(source) == [expected]


def test_a_row_is_its_cells_and_its_label_is_data() -> None:
    assert rendered("|n|w|\n|-|-|\n|1.1|*a*|\n|b||") == [
        '<th scope="col">n</th>\n<th scope="col">w</th>',
        '<td data-number="1.1"></td>\n<td><em>a</em></td>',
        "<td>b</td>\n<td></td>",
    ]


def test_definitions_anywhere_in_the_text_hold_for_all_of_it() -> None:
    shown = rendered("# A [r]\n\nb[^n] c[^none]\n\n[^n]: note [r]\n\n[r]: https://example.org")
    link = '<a href="https://example.org" rel="nofollow noopener">r</a>'
    assert shown == [f"A {link}", 'b<sup><a href="#fn-n">[n]</a></sup> c[^none]', f"note {link}"]


def test_the_blank_after_a_mark_at_the_beginning_is_kept() -> None:
    assert rendered("(a) [^n] b\n\n[^n]: c")[0] == '<sup><a href="#fn-n">[n]</a></sup> b'


def test_a_footnote_mark_leads_to_the_address_of_its_footnote() -> None:
    tree = parse_clauses("a[^N]\n\n# b {#fn-n}\n\n[^N]: c")
    [note] = [clause for clause in tree.clauses if clause.kind is ClauseKind.FOOTNOTE]
    assert f'href="#{note.eid}"' in render_clauses(tree)[0]


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "a <script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt&#58;alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](vbscript:x)",
        "[a](//evil.example)",
        "[a](file:///etc/passwd)",
        "<javascript:alert(1)>",
        '[a](https://x" onmouseover="alert(1))',
        '[a](<https://x"onmouseover=alert(1)> "t\\" onload=x")',
        "[a]: javascript:alert(1)\n\n[a]",
        '![a" onerror=alert(1)](https://x)',
        "`<script>`",
        "```\n</code><script>\n```",
        "|<script>|\n|-|\n|<img onerror=x>|",
        'a[^"><script>]\n\n[^"><script>]: b',
        '# a {#"><script>alert(1)</script>}',
        "---\na: </code><script>\n---\n",
        "&lt;script&gt;",
        "[a](https://x\u0000\u202ey)",
    ],
)
def test_nothing_in_a_text_is_obeyed(attack: str) -> None:
    tree = parse_clauses(attack)
    for clause, html in zip(tree.clauses, render_clauses(tree), strict=True):
        safe(html)
        assert text_content(html) == clause.text
        assert re.fullmatch(r"[a-z0-9.-]+", clause.eid)
