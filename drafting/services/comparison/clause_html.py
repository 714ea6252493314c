"""Sanitises the HTML of clauses once more before it is stored, though HTML in the text is switched
off already.
"""

import nh3

TAGS = {
    "a",
    "abbr",
    "b",
    "br",
    "code",
    "del",
    "em",
    "i",
    "ins",
    "s",
    "span",
    "strong",
    "sub",
    "sup",
    "td",
    "th",
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "td": {"class", "data-number"},
    "th": {"class", "scope"},
    "span": {"class"},
    "sup": {"class"},
}
SCHEMES = {"http", "https", "mailto"}
TABLE = "<table><tbody><tr>", "</tr></tbody></table>"


def clean_html(html: str) -> str:
    """Sanitised HTML; a lone table cell gets a table around it while it is cleaned."""
    if html.lstrip().startswith(("<td", "<th")):
        whole = _sanitised(f"{TABLE[0]}{html}{TABLE[1]}", TAGS | {"table", "tbody", "tr"})
        return whole.removeprefix(TABLE[0]).removesuffix(TABLE[1])
    return _sanitised(html, TAGS)


def _sanitised(html: str, tags: set[str]) -> str:
    clean: str = nh3.clean(
        html, tags=tags, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="nofollow noopener"
    )
    return clean
