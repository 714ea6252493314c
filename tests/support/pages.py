"""A page read as assistive technology reads it: ids, labels, headings, and the names of links
and buttons.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
CONTROLS = frozenset({"input", "select", "textarea"})
NAMED = frozenset(
    {
        "a",
        "button",
        "summary",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "label",
        "legend",
        "caption",
        "th",
    }
)
OPTIONAL_END = frozenset({"p", "li", "dt", "dd", "option", "tr", "td", "th"})


@dataclass
class Element:
    """One element; `text` is all that stands in it, `within` the tags around it."""

    tag: str
    attributes: dict[str, str]
    within: tuple[str, ...]
    text: str = ""

    @property
    def name(self) -> str:
        """What is read out: its label, or its words."""
        return (
            self.attributes.get("aria-label") or self.attributes.get("title") or self.text
        ).strip()


@dataclass
class Page(HTMLParser):
    """The elements of a page in their order, and what was not well formed."""

    elements: list[Element] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    @classmethod
    def of(cls, html: str) -> "Page":
        page = cls()
        HTMLParser.__init__(page, convert_charrefs=True)
        page.feed(html)
        page.close()
        page.faults += [f"<{one.tag}> is not closed" for one in page._open]
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")
        element = Element(
            tag, {name: value or "" for name, value in attrs}, tuple(one.tag for one in self._open)
        )
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1].tag if self._open else 'nothing'}")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for one in self._open:
            one.text += data

    def all(self, *tags: str) -> list[Element]:
        return [one for one in self.elements if one.tag in tags]

    def ids(self) -> list[str]:
        return [one.attributes["id"] for one in self.elements if "id" in one.attributes]


def faults_of(html: str) -> list[str]:
    """Everything that is wrong with a page."""
    page = Page.of(html)
    return [
        *page.faults,
        *_ids(page),
        *_names(page),
        *_labels(page),
        *_headings(page),
        *_nesting(page),
    ]


def _ids(page: Page) -> list[str]:
    ids = page.ids()
    twice = [
        f"id {one} stands {ids.count(one)} times" for one in sorted(set(ids)) if ids.count(one) > 1
    ]
    blank = [
        f"id {one!r} has a blank in it" for one in ids if not one or any(c.isspace() for c in one)
    ]
    pointers = ("for", "aria-labelledby", "aria-describedby", "popovertarget")
    lost = [
        f'{name}="{value}" points nowhere'
        for one in page.elements
        for name in pointers
        for value in one.attributes.get(name, "").split()
        if value not in ids
    ]
    jumps = [
        one.attributes["href"]
        for one in page.all("a")
        if one.attributes.get("href", "").startswith("#")
    ]
    return [
        *twice,
        *blank,
        *lost,
        *(f"{jump} jumps nowhere" for jump in jumps if jump[1:] not in ids),
    ]


def _names(page: Page) -> list[str]:
    named = [one for one in page.elements if one.tag in NAMED and "hidden" not in one.attributes]
    return [f"<{one.tag} {one.attributes}> says nothing" for one in named if not one.name]


def _labels(page: Page) -> list[str]:
    labelled = {one.attributes["for"] for one in page.all("label") if "for" in one.attributes}
    controls = [one for one in page.all(*CONTROLS) if one.attributes.get("type") != "hidden"]
    return [
        f"<{one.tag} {one.attributes}> has no label"
        for one in controls
        if "label" not in one.within
        and one.attributes.get("id") not in labelled
        and not one.attributes.get("aria-label")
    ]


def _headings(page: Page) -> list[str]:
    levels = [
        int(one.tag[1]) for one in page.elements if one.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}
    ]
    leaps = [
        f"h{after} follows h{before}"
        for before, after in zip([0, *levels], levels, strict=False)
        if after > before + 1
    ]
    count = levels.count(1)
    mains = len(page.all("main"))
    return [
        *leaps,
        *([] if count == 1 else [f"{count} h1"]),
        *([] if mains == 1 else [f"{mains} main"]),
    ]


def _nesting(page: Page) -> list[str]:
    """What HTML forbids inside each other (HTML Standard, 4.5.1, 4.10.3, 4.4.1)."""
    block = {
        "p",
        "div",
        "ul",
        "ol",
        "form",
        "section",
        "article",
        "table",
        "blockquote",
        "h2",
        "h3",
        "h4",
        "details",
        "pre",
    }
    faults = [
        f"<{one.tag}> in <{one.tag}>"
        for one in page.all("a", "form", "button", "label")
        if one.tag in one.within
    ]
    faults += [f"<{one.tag}> in <a>" for one in page.all("button", *CONTROLS) if "a" in one.within]
    faults += [
        f"<{one.tag}> in <p>" for one in page.elements if one.tag in block and "p" in one.within
    ]
    faults += [
        f"<li> in <{one.within[-1]}>"
        for one in page.all("li")
        if one.within[-1] not in {"ol", "ul"}
    ]
    return faults
