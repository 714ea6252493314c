"""Counts for the front page of a code of practice: only numbers that every reader of it may
know.
"""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drafting.policy.identity import Identity
from drafting.services.comments.queries import ThreadFilter, thread_count
from drafting.storage.models import CodeOfPractice, Membership


@dataclass(frozen=True, slots=True)
class CodeFigures:
    people: int
    organisations: int
    threads: int  # that the reader may see
    answered: int  # of these


def code_figures(session: Session, actor: Identity, code: CodeOfPractice) -> CodeFigures:
    """People and organisations that take part, threads and answers."""
    people = select(func.count(), func.count(Membership.organisation_id.distinct())).where(
        Membership.code_id == code.id
    )
    count, organisations = session.execute(people).one()
    return CodeFigures(
        people=count,
        organisations=organisations,
        threads=thread_count(session, actor, code, ThreadFilter()),
        answered=thread_count(session, actor, code, ThreadFilter(answered=True)),
    )


def own_figures(session: Session, actor: Identity, code: CodeOfPractice) -> CodeFigures | None:
    """The actor's own threads; None if there are none."""
    if not actor.is_signed_in or actor.role_in(code.id) is None:
        return None
    threads = thread_count(session, actor, code, ThreadFilter(mine=True))
    answered = thread_count(session, actor, code, ThreadFilter(mine=True, answered=True))
    return (
        CodeFigures(people=1, organisations=0, threads=threads, answered=answered)
        if threads
        else None
    )
