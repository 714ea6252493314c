"""The page of a comparison around its redline: what the reader may do, and two rounds."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from drafting.policy.permission_map import may
from drafting.request.messages import message_of
from drafting.services.anchors.queries import reanchored_from
from drafting.services.comments.round_figures import figures_of
from drafting.services.comments.threads import comment_refusal
from drafting.services.comparison.comparisons import comparison_of
from drafting.services.comparison.errors import ComparisonFailedError, ComparisonNotReadyError
from drafting.services.rounds.scheduling import latest_round, round_by_number
from drafting.services.versions.queries import context_of_version, published_versions
from drafting.storage.models import Version
from drafting.web.comparison.redline_request import RedlineRequest
from drafting.web.comparison.redlines import redline_of
from drafting.web.versions.reading import up_to_date_with
from drafting.web.view import Permission, code, db, identity, may_in_code


def render_redline(old: Version, new: Version, **more: Any) -> ResponseReturnValue:
    """Render the comparison of two versions, or the page that waits for it."""
    versions = published_versions(db(), code())
    context = {"code": code(), "old": old, "new": new, "versions": versions, **more}
    if old.id == new.id:
        return render_template("comparison/same_text.html", **context)
    try:
        comparison = comparison_of(db(), old, new)
    except ComparisonNotReadyError:
        return render_template("comparison/waiting.html", **context)
    except ComparisonFailedError as error:
        return render_template("comparison/waiting.html", failure=message_of(error), **context)
    wanted = RedlineRequest.from_query(request.args)
    return render_template(
        "comparison/show.html",
        redline=redline_of(old, new, comparison, wanted),
        view=wanted.view,
        edit=request.args.get("edit", type=int),
        since=up_to_date_with(db(), identity(), code()),
        round=latest_round(db(), new),
        **_permitted(old, new),
        **context,
    )


def render_rounds(old: int, new: int) -> ResponseReturnValue:
    """Render two rounds: their figures, and the comparison of their versions."""
    pair = [round_by_number(db(), identity(), code(), number) for number in (old, new)]
    before, after = sorted((one.version for one in pair), key=lambda version: version.number)
    earlier = [one for one in pair if one.version.number < after.number]
    return render_redline(
        before,
        after,
        rounds=pair,
        figures=[figures_of(db(), identity(), code(), one) for one in pair],
        carried={one.id: reanchored_from(db(), identity(), code(), one, after) for one in earlier},
    )


def _permitted(old: Version, new: Version) -> dict[str, Any]:
    may_mark = may(identity(), Permission.READING_MARK, context_of_version(code(), new))
    may_comment = [
        side
        for side, one in (("old", old), ("new", new))
        if comment_refusal(db(), identity(), code(), one) is None
    ]
    return {
        "may_comment": may_comment,
        "may_revise": may_in_code(Permission.CHANGE_REVISE),
        "may_mark": may_mark,
    }
