"""Downloads: the text of a version as Markdown and as one HTML file, comments and answers as a
table.
"""

from urllib.parse import quote

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from drafting.exports.comment_table import comment_table
from drafting.exports.consolidated_html import consolidated_html
from drafting.exports.consolidated_markdown import consolidated_markdown
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.identity import asks, identity
from drafting.request.threadpool import run_in_threadpool
from drafting.services.codes.queries import code_by_slug
from drafting.services.exports.collecting import exported_threads, exported_version
from drafting.services.rounds.scheduling import round_by_number
from drafting.services.versions.queries import version_by_number

bp = Blueprint("exports", __name__, url_prefix="/codes/<slug>")


@bp.get("/versions/<key:number>/text.md")
@asks(Permission.VERSION_READ)
def markdown(slug: str, number: int) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        version = version_by_number(db, identity(), code, number, with_text=True)
        name = f"{slug}-version-{number}.md", f"{code.title}, {version.label}.md"
        return _file(consolidated_markdown(version.text), "text/markdown", *name)


@bp.get("/versions/<key:number>/text.html")
@asks(Permission.VERSION_READ)
def html(slug: str, number: int) -> ResponseReturnValue:
    settings = app_context().settings
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        version = version_by_number(db, identity(), code, number)
        written = exported_version(
            db, code, version, base_url=settings.base_url, time_zone=settings.time_zone
        )
    name = f"{slug}-version-{number}.html", f"{written.title}, {written.label}.html"
    return _file(run_in_threadpool(consolidated_html, written).encode(), "text/html", *name)


@bp.get("/versions/<key:number>/comments.csv")
@asks(Permission.VERSION_READ)
def version_comments(slug: str, number: int) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        version = version_by_number(db, identity(), code, number)
        threads = exported_threads(
            db, identity(), code, version, base_url=app_context().settings.base_url
        )
        name = (
            f"{slug}-version-{number}-comments.csv",
            f"{code.title}, {version.label}, comments.csv",
        )
    return _file(run_in_threadpool(comment_table, threads), "text/csv", *name)


@bp.get("/rounds/<key:round_number>/comments.csv")
@asks(Permission.VERSION_READ)
def round_comments(slug: str, round_number: int) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        round_ = round_by_number(db, identity(), code, round_number)
        threads = exported_threads(
            db, identity(), code, round_.version, round_, base_url=app_context().settings.base_url
        )
        name = (
            f"{slug}-round-{round_number}-comments.csv",
            f"{code.title}, {round_.title}, comments.csv",
        )
    return _file(run_in_threadpool(comment_table, threads), "text/csv", *name)


def _file(content: bytes, media_type: str, plain_name: str, name: str) -> Response:
    """A download with its speaking name, and a plain one for what does not read RFC 6266."""
    speaking = quote("".join("-" if c in '/\\:*?"<>|' else c for c in name), safe="")
    disposition = f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{speaking}"
    return Response(
        content,
        content_type=f"{media_type}; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )
