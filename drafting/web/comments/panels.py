"""The panel: the threads on one clause with their forms, beside the text or on the clause's page.

A refused form comes back inside it, with what was typed. A script requests the panel alone.
"""

from typing import Any

from flask import Response, make_response

from drafting.errors import ConflictError
from drafting.request.messages import message_of
from drafting.services.anchors.queries import anchors_in, newest_anchor, on_clause
from drafting.services.answers.errors import AnswerChangedError
from drafting.services.comments.queries import ThreadFilter, VisibleThread, thread_count, threads_of
from drafting.services.comments.threads import comment_refusal, may_reply
from drafting.services.comments.transitions import steps_of
from drafting.services.rounds.scheduling import latest_round
from drafting.storage.models import Version, VersionClause
from drafting.web.versions.reading import citation_of, kind_names, permanent_link, up_to_date_with
from drafting.web.view import code, db, forms, identity, wants_fragment


def render_panel(context: dict[str, Any]) -> Response:
    """Render the panel alone, for a script."""
    return _varying("comments/threads/panel.html", context)


def render_page_or_panel(template: str, context: dict[str, Any]) -> Response:
    """Render the page `template`, or for a script its panel alone."""
    return render_panel(context) if wants_fragment() else _varying(template, context)


def _varying(template: str, context: dict[str, Any]) -> Response:
    response = make_response(forms.render(template, **context))
    response.headers["Vary"] = "X-Fragment"
    return response


def panel_of(
    version: Version,
    clause: VersionClause | None,
    *,
    only: VisibleThread | None = None,
    also: VisibleThread | None = None,
) -> dict[str, Any]:
    """All that the panel's template needs: `only` one thread, or `also` one of a later page.

    Raises the error of a refused form if the actor is signed out: the error page keeps the text.
    """
    problem = forms.problem()
    if problem is not None and not identity().is_signed_in:
        raise problem.error
    return {
        "code": code(),
        "version": version,
        "clause": clause,
        "since": up_to_date_with(db(), identity(), code()),
        "now": newest_anchor(db(), identity(), code(), only.thread) if only else None,
        "round": latest_round(db(), version),
        **_threads(version, clause, only=only, also=also),
        **_carried(version, None if only else clause),
        **_may_comment(version),
        **(_about(version, clause) if clause else {"citation": "", "kinds": [], "link": ""}),
        "between": _answer_of_others(problem),
    }


def _threads(
    version: Version,
    clause: VersionClause | None,
    *,
    only: VisibleThread | None,
    also: VisibleThread | None,
) -> dict[str, Any]:
    """The threads that were begun here, and what the actor may do in each."""
    wanted = ThreadFilter(
        version_id=version.id, clause_id=clause.id if clause else None, only_general=clause is None
    )
    threads = [only] if only else threads_of(db(), identity(), code(), wanted)
    if also is not None and all(one.thread.id != also.thread.id for one in threads):
        threads.append(also)
    comments = [comment for seen in threads for comment in seen.comments]
    return {
        "threads": threads,
        "count": thread_count(db(), identity(), code(), wanted),
        "steps": {comment.id: steps_of(identity(), code(), comment) for comment in comments},
        "may_reply": {
            one.thread.id for one in threads if may_reply(identity(), code(), one.thread)
        },
    }


def _carried(version: Version, clause: VersionClause | None) -> dict[str, Any]:
    """The threads of earlier versions that are about this clause now."""
    if clause is None:
        return {"carried": [], "carried_count": 0, "anchors": {}}
    wanted = on_clause(version, clause)
    carried = threads_of(db(), identity(), code(), wanted)
    return {
        "carried": carried,
        "carried_count": thread_count(db(), identity(), code(), wanted),
        "anchors": anchors_in(db(), version, carried),
    }


def _may_comment(version: Version) -> dict[str, Any]:
    refusal = comment_refusal(db(), identity(), code(), version)
    why_not = message_of(refusal) if isinstance(refusal, ConflictError) else None
    return {"may_comment": refusal is None, "why_not": why_not}


def _about(version: Version, clause: VersionClause) -> dict[str, Any]:
    return {
        "citation": citation_of(code(), version, clause),
        "kinds": kind_names(version, clause),
        "link": permanent_link(code(), version, clause),
    }


def _answer_of_others(problem: forms.FormProblem | None) -> dict[str, Any] | None:
    """The answer that was recorded since the page was loaded, if that is the problem."""
    is_changed = problem is not None and isinstance(problem.error, AnswerChangedError)
    return problem.error.facts if problem and is_changed else None
