"""A version as one HTML file that needs nothing else: no script, no address to load from,
readable on paper and in the dark.

The HTML of clauses was sanitised when it was stored; everything else is escaped here.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from drafting.domain.clauses.tree import ClauseKind
from drafting.domain.words.invisible import marked
from drafting.exports.documents import ExportedClause, ExportedVersion

STYLE = (Path(__file__).parent / "consolidated.css").read_text("utf-8")
# Whatever a clause might hold, a browser loads and runs nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
TAGS = re.compile(r"(<[^>]*>)")
DEEPEST_IN_OUTLINE, DEEPEST_HEADING = 3, 6
VERBATIM = frozenset({ClauseKind.CODE, ClauseKind.HTML, ClauseKind.FRONT_MATTER})


def consolidated_html(version: ExportedVersion) -> str:
    """The file."""
    title = escape(f"{version.title}: {version.label}")
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{escape(version.language)}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{title}</title>",
            f"<style>\n{STYLE}</style>",
            "</head>",
            "<body>",
            *_head(version),
            *_outline(version.clauses),
            "<main>",
            *_text(version.clauses),
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _head(version: ExportedVersion) -> Iterator[str]:
    yield "<header>"
    yield f"<p>{escape(version.title)}</p>"
    yield f"<h1>{escape(version.label)}</h1>"
    if version.note:
        yield f'<p class="note">{escape(version.note)}</p>'
    yield '<dl lang="en">'
    yield f"<dt>Stage</dt><dd>{escape(version.stage.value.capitalize())}</dd>"
    yield f"<dt>Published</dt><dd>{_published(version)}</dd>"
    yield f"<dt>SHA-256 of the Markdown text</dt><dd><code>{escape(version.digest)}</code></dd>"
    yield (
        "<dt>Address</dt><dd><a "
        f'href="{escape(version.address)}">{escape(version.address)}</a></dd>'
    )
    yield "</dl>"
    yield "</header>"


def _published(version: ExportedVersion) -> str:
    if version.published_at is None:
        return "not published"
    local = version.published_at.astimezone(ZoneInfo(version.time_zone))
    words = f"{local.day} {local:%B %Y, %H:%M} {local.tzname()}"
    return f'<time datetime="{local.isoformat()}">{escape(words)}</time>'


def _outline(clauses: Sequence[ExportedClause]) -> Iterator[str]:
    headings = [
        one for one in clauses if one.kind is ClauseKind.HEADING and one.level <= DEEPEST_IN_OUTLINE
    ]
    if not headings:
        return
    yield '<nav aria-label="Contents">'
    yield "<ul>"
    for one in headings:
        number = f"<b>{escape(one.number)}</b> " if one.number else ""
        yield (
            f'<li class="l{one.level}"><a '
            f'href="#{escape(one.eid)}">{number}{escape(one.text)}</a></li>'
        )
    yield "</ul>"
    yield "</nav>"


def _text(clauses: Sequence[ExportedClause]) -> Iterator[str]:
    for is_table, run in groupby(clauses, key=lambda one: one.kind is ClauseKind.TABLE_ROW):
        if is_table:
            yield '<table class="clause">'
            yield from (
                f'<tr id="{escape(one.eid)}"><td '
                f'class="num">{_number(one)}</td>{_with_signs(one.html)}</tr>'
                for one in run
            )
            yield "</table>"
        else:
            yield from map(_clause, run)


def _clause(clause: ExportedClause) -> str:
    kind = clause.kind.value.replace("_", "-")
    depth = f" level-{clause.level}" if clause.kind is ClauseKind.LIST_ITEM else ""
    other = (
        f'<span id="{escape(clause.explicit_id)}"></span>'
        if clause.explicit_id not in {"", clause.eid}
        else ""
    )
    return (
        f'<div class="clause {kind}{depth}" id="{escape(clause.eid)}">{other}<span '
        f'class="num">{_number(clause)}</span>'
        f"{_body(clause)}</div>"
    )


def _number(clause: ExportedClause) -> str:
    """The number in the margin, which leads to the clause itself: an address to copy."""
    mark = clause.number or ("•" if clause.kind is ClauseKind.LIST_ITEM else "")
    return f'<a href="#{escape(clause.eid)}">{escape(mark)}</a>' if mark else ""


def _body(clause: ExportedClause) -> str:
    html = _with_signs(clause.html)
    if clause.kind is ClauseKind.HEADING:
        level = min(clause.level + 1, DEEPEST_HEADING)
        return f"<h{level}>{html}</h{level}>"
    if clause.kind is ClauseKind.QUOTE:
        return f"<blockquote>{html}</blockquote>"
    element = "pre" if clause.kind in VERBATIM else "p"
    return f"<{element}>{html}</{element}>"


def _with_signs(html: str) -> str:
    """With a sign before each character that cannot be seen; those inside tags are in addresses,
    and stay.
    """
    return "".join(piece if piece.startswith("<") else _signed(piece) for piece in TAGS.split(html))


def _signed(text: str) -> str:
    return "".join(
        f'<span class="unseen">⟦{name}⟧</span>{piece}' if name else piece
        for piece, name in marked(text)
    )
