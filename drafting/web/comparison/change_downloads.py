"""The changes between two versions as a table, with the summaries and weights that editors gave."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from drafting.exports.change_table import change_table
from drafting.exports.documents import ExportedChange
from drafting.request.downloads import download
from drafting.request.threadpool import run_in_threadpool
from drafting.services.comparison.comparisons import comparison_of
from drafting.web import view
from drafting.web.comparison.redline_changes import NumberedChange, sides_of_versions
from drafting.web.comparison.redline_page import changes_between

bp = Blueprint("change_downloads", __name__, url_prefix="/codes/<slug>")


@bp.get("/versions/<key:old>/compare/<key:new>/changes.csv")
@view.asks(view.Permission.VERSION_READ)
def table(old: int, new: int) -> ResponseReturnValue:
    """Every change, whatever filters the page has."""
    before, after = view.version(old), view.version(new)
    sides = sides_of_versions(view.db(), view.identity(), view.code(), before, after)
    changes = changes_between(before, after, comparison_of(view.db(), before, after), sides)
    exported = [_exported(one, old, new) for one in changes]
    name = f"{view.code().title}, {before.label} to {after.label}, changes.csv"
    view.end_reading()
    return download(run_in_threadpool(change_table, exported), "text/csv", name)


def _exported(change: NumberedChange, old: int, new: int) -> ExportedChange:
    before, after = change.words
    page = view.absolute_url("comparisons.show", old=old, new=new)
    return ExportedChange(
        name=change.name,
        kind=change.kind,
        significance=change.significance,
        reasons=[reason.value for reason in change.entry.reasons],
        summary=change.summary,
        old_clause=before.citation,
        old_text=before.text,
        new_clause=after.citation,
        new_text=after.text,
        comments=len(change.threads),
        address=f"{page}?at={change.number}#{change.name}",
    )
