"""Writes a version as one HTML file: no script, nothing to load, readable on paper and in the dark.

The HTML of clauses was sanitised when it was stored; Jinja escapes everything else.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from drafting.domain.clauses.tree import ClauseKind
from drafting.domain.words.invisible import marked
from drafting.domain.words.languages import text_direction
from drafting.exports.documents import ExportedClause, ExportedVersion

HERE = Path(__file__).parent
STYLE = Markup((HERE / "consolidated.css").read_text("utf-8"))  # noqa: S704 - our own file
# Whatever a clause might hold, a browser loads and runs nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
TAGS = re.compile(r"(<[^>]*>)")
DEEPEST_IN_OUTLINE, DEEPEST_HEADING = 3, 6
VERBATIM = frozenset({ClauseKind.CODE, ClauseKind.HTML, ClauseKind.FRONT_MATTER})


def consolidated_html(version: ExportedVersion) -> str:
    """The file, as text."""
    published = _published(version)
    return _ENVIRONMENT.get_template("consolidated.html").render(
        version=version,
        published=published,
        published_words=_in_words(published) if published else "",
        outline=[one for one in version.clauses if _is_in_outline(one)],
        runs=list(_runs(version.clauses)),
        policy=POLICY,
        style=STYLE,
    )


def _published(version: ExportedVersion) -> datetime | None:
    at = version.published_at
    return at.astimezone(ZoneInfo(version.time_zone)) if at else None


def _in_words(local: datetime) -> str:
    return f"{local.day} {local:%B %Y, %H:%M} {local.tzname()}"


def _is_in_outline(clause: ExportedClause) -> bool:
    return clause.kind is ClauseKind.HEADING and clause.level <= DEEPEST_IN_OUTLINE


def _runs(clauses: Sequence[ExportedClause]) -> Iterator[tuple[bool, list[ExportedClause]]]:
    """Consecutive rows of tables (True) and other clauses (False)."""
    for is_table, run in groupby(clauses, key=lambda one: one.kind is ClauseKind.TABLE_ROW):
        yield is_table, list(run)


def _element_name(clause: ExportedClause) -> str:
    if clause.kind is ClauseKind.HEADING:
        return f"h{min(clause.level + 1, DEEPEST_HEADING)}"
    if clause.kind is ClauseKind.QUOTE:
        return "blockquote"
    return "pre" if clause.kind in VERBATIM else "p"


def _with_signs(html: str) -> Markup:
    """Put a sign before each invisible character of the text; tags keep theirs."""
    pieces = (one if one.startswith("<") else _signed(one) for one in TAGS.split(html))
    return Markup("".join(pieces))  # noqa: S704 - sanitised when it was stored


def _signed(text: str) -> str:
    return "".join(
        f'<span class="unseen">⟦{name}⟧</span>{piece}' if name else piece
        for piece, name in marked(text)
    )


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters.update(
    with_signs=_with_signs, element_name=_element_name, direction=text_direction
)
