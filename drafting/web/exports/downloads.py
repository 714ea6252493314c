"""Downloads: a version as Markdown or one HTML file, comments and answers as a table."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from drafting.exports.comment_table import comment_table
from drafting.exports.consolidated_html import consolidated_html
from drafting.exports.consolidated_markdown import consolidated_markdown
from drafting.request.app_context import app_context
from drafting.request.downloads import download
from drafting.request.threadpool import run_in_threadpool
from drafting.services.exports.collecting import exported_threads, exported_version
from drafting.services.rounds.scheduling import round_by_number
from drafting.services.versions.queries import version_by_number
from drafting.storage.models import Round, Version
from drafting.web import view
from drafting.web.view import Permission, asks, code, db, end_reading, identity

bp = Blueprint("exports", __name__, url_prefix="/codes/<slug>")


@bp.get("/versions/<key:number>/text.md")
@asks(Permission.VERSION_READ)
def markdown(number: int) -> ResponseReturnValue:
    version = version_by_number(db(), identity(), code(), number, with_text=True)
    name = f"{code().title}, {version.label}.md"
    return download(consolidated_markdown(version.text), "text/markdown", name)


@bp.get("/versions/<key:number>/text.html")
@asks(Permission.VERSION_READ)
def html(number: int) -> ResponseReturnValue:
    settings = app_context().settings
    exported = exported_version(
        db(),
        code(),
        view.version(number),
        base_url=settings.base_url,
        time_zone=settings.time_zone,
    )
    name = f"{exported.title}, {exported.label}.html"
    end_reading()
    return download(run_in_threadpool(consolidated_html, exported).encode(), "text/html", name)


@bp.get("/versions/<key:number>/comments.csv")
@asks(Permission.VERSION_READ)
def version_comments(number: int) -> ResponseReturnValue:
    version = view.version(number)
    return _comment_table(version.label, version, None)


@bp.get("/rounds/<key:round_number>/comments.csv")
@asks(Permission.VERSION_READ)
def round_comments(round_number: int) -> ResponseReturnValue:
    round_ = round_by_number(db(), identity(), code(), round_number)
    return _comment_table(round_.title, round_.version, round_)


def _comment_table(name: str, version: Version, round_: Round | None) -> ResponseReturnValue:
    base_url = app_context().settings.base_url
    threads = exported_threads(db(), identity(), code(), version, round_, base_url=base_url)
    file_name = f"{code().title}, {name}, comments.csv"
    end_reading()
    return download(run_in_threadpool(comment_table, threads), "text/csv", file_name)
