"""The threads on one clause with their forms: the same panel beside the text, on the clause's
page and as a fragment.

A form that was refused comes back inside it, with what was typed; a script asks for the fragment
alone.
"""

from dataclasses import dataclass

from flask import Response, make_response, render_template, request

from drafting.errors import ConflictError, DraftingError
from drafting.policy.identity import Identity
from drafting.request.forms import Problem
from drafting.request.messages import message_of
from drafting.request.status import status_of
from drafting.services.anchors.queries import anchors_in, newest_anchor, on_clause
from drafting.services.answers.errors import AnswerChangedError
from drafting.services.comments.queries import ThreadFilter, VisibleThread, thread_count, threads_of
from drafting.services.comments.threads import comment_refusal, may_reply
from drafting.services.comments.transitions import steps_of
from drafting.services.rounds.scheduling import latest_round
from drafting.storage.models import CodeOfPractice, Version, VersionClause
from drafting.storage.unit_of_work import Session
from drafting.web.versions.reading import citation_of, kind_names, permanent_link, up_to_date_with


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was not taken: which one ("new", "reply-12", "answer-12"), why, and the answer
    that came between.
    """

    error: DraftingError
    form: str

    @property
    def status(self) -> int:
        """The HTTP status of the answer."""
        return status_of(self.error)


def wants_fragment() -> bool:
    """Whether a script asks for the panel alone."""
    return request.headers.get("X-Fragment") == "true"


def panel_of(
    db: Session,
    actor: Identity,
    code: CodeOfPractice,
    version: Version,
    clause: VersionClause | None,
    *,
    only: VisibleThread | None = None,
    refused: Refused | None = None,
    also: VisibleThread | None = None,
) -> dict[str, object]:
    """What the panel template needs; `only` one thread, or `also` one that is not on the first
    page.

    Somebody who is signed out gets no form back here: the error page keeps the text, and says to
    sign in.
    """
    if refused is not None and not actor.is_signed_in:
        raise refused.error
    wanted = ThreadFilter(
        version_id=version.id, clause_id=clause.id if clause else None, only_general=clause is None
    )
    threads = [only] if only else threads_of(db, actor, code, wanted)
    if also is not None and all(one.thread.id != also.thread.id for one in threads):
        threads.append(also)
    carried_here = on_clause(version, clause) if clause and not only else None
    carried = threads_of(db, actor, code, carried_here) if carried_here else []
    refusal = comment_refusal(db, actor, code, version)
    return {
        "code": code,
        "version": version,
        "clause": clause,
        "since": up_to_date_with(db, actor, code),
        "threads": threads,
        "count": thread_count(db, actor, code, wanted),
        "carried": carried,
        "carried_count": thread_count(db, actor, code, carried_here) if carried_here else 0,
        "anchors": anchors_in(db, version, carried),
        "now": newest_anchor(db, actor, code, only.thread) if only else None,
        "round": latest_round(db, version),
        "steps": {one.id: steps_of(actor, code, one) for seen in threads for one in seen.comments},
        "may_comment": refusal is None,
        "may_reply": {seen.thread.id for seen in threads if may_reply(actor, code, seen.thread)},
        "why_not": message_of(refusal) if isinstance(refusal, ConflictError) else None,
        "citation": citation_of(code, version, clause) if clause else "",
        "kinds": kind_names(version, clause) if clause else [],
        "link": permanent_link(code, version, clause) if clause else "",
        **_given_back(refused),
    }


def _given_back(refused: Refused | None) -> dict[str, object]:
    if refused is None:
        return {"problem": None, "typed": {}, "between": None}
    problem = Problem(
        message_of(refused.error), getattr(refused.error, "field", None), refused.form
    )
    between = refused.error.facts if isinstance(refused.error, AnswerChangedError) else None
    return {"problem": problem, "typed": request.form, "between": between}


def panel_answer(
    template: str, context: dict[str, object], refused: Refused | None = None
) -> Response:
    """The whole page, or for a script the panel alone."""
    chosen = "comments/threads/panel.html" if wants_fragment() else template
    answer = make_response(render_template(chosen, **context), refused.status if refused else 200)
    answer.headers["Vary"] = "X-Fragment"
    return answer
