"""Rounds: planned or opened on a version, extended, closed; and whether one takes a comment now.

The server's clock alone says whether a round is open, read behind the locks of the transaction.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from drafting import clock
from drafting.domain.consultation.rounds import Audience, RoundState, round_state
from drafting.domain.events.rounds import RoundChanged, RoundPlanned
from drafting.domain.limits import MAX_QUESTION_CHARACTERS
from drafting.policy.identity import Identity
from drafting.policy.permission_map import may, require
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.services.codes.queries import context_of_code
from drafting.services.errors import InstantPastError
from drafting.services.fields import checked_choice, checked_name, checked_text
from drafting.services.people.identities import reload_identity
from drafting.services.recording import record
from drafting.services.rounds.errors import (
    NoRoundOpenError,
    RoundClosedError,
    RoundEndsBeforeItBeginsError,
    RoundNotFoundError,
    RoundOverError,
    RoundOverlapsError,
)
from drafting.services.versions.errors import VersionNotReadyError
from drafting.services.versions.queries import context_of_version, is_published
from drafting.storage.models import CodeOfPractice, Round, Version


def plan_round(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    version: Version,
    *,
    title: str,
    closes_at: datetime,
    opens_at: datetime | None = None,
    audience: str = Audience.DRAFTERS,
    questions: Sequence[str] = (),
) -> Round:
    """A round on a published version, open from `opens_at` (now, if none is given) until just
    before `closes_at`.
    """
    require(reload_identity(session, actor), Permission.ROUND_CHANGE, context_of_code(code))
    if not is_published(version):
        raise VersionNotReadyError(label=version.label)
    now = clock.now()
    opens_at = opens_at or now
    _check_times(opens_at, closes_at, now)
    _hold_code(session, code)
    _refuse_overlap(session, version, opens_at, closes_at)
    count = (
        session.scalars(select(func.max(Round.number)).where(Round.code_id == code.id)).one() or 0
    )
    made = Round(
        code_id=code.id,
        number=count + 1,
        version=version,
        title=checked_name(title, field="title"),
        opens_at=opens_at,
        closes_at=closes_at,
        audience=checked_choice(Audience, audience, field="audience"),
        questions=_checked_questions(questions),
    )
    session.add(made)
    session.flush()
    times = {"opens_at": opens_at.isoformat(), "closes_at": closes_at.isoformat()}
    record(session, actor, RoundPlanned(code_id=code.id, round_id=made.id, **times))
    return made


def extend_round(
    session: Session, actor: Identity, code: CodeOfPractice, round_: Round, *, closes_at: datetime
) -> None:
    """Give a round that is not over another closing instant, which lies ahead."""
    require(reload_identity(session, actor), Permission.ROUND_CHANGE, context_of_code(code))
    _hold_code(session, code)  # no other round is planned at the same time
    now = _hold_unless_over(session, round_)
    _check_times(round_.opens_at, closes_at, now)
    _refuse_overlap(session, round_.version, round_.opens_at, closes_at, but=round_.id)
    _set_closing(session, actor, round_, closes_at)


def close_round(session: Session, actor: Identity, code: CodeOfPractice, round_: Round) -> None:
    """Close an open round now, or call off a planned one."""
    require(reload_identity(session, actor), Permission.ROUND_CHANGE, context_of_code(code))
    now = _hold_unless_over(session, round_)
    round_.opens_at = min(round_.opens_at, now)
    _set_closing(session, actor, round_, now)


def state_of(round_: Round, now: datetime | None = None) -> RoundState:
    """Planned, open or closed, by the server's clock."""
    return round_state(round_.opens_at, round_.closes_at, now or clock.now())


def rounds_of(session: Session, actor: Identity, code: CodeOfPractice) -> list[Round]:
    """The rounds on versions that the actor may read, the newest first."""
    query = select(Round).where(Round.code_id == code.id).order_by(Round.number.desc())
    rounds = session.scalars(query.options(joinedload(Round.version)))
    return [
        one
        for one in rounds
        if may(actor, Permission.VERSION_READ, context_of_version(code, one.version))
    ]


def round_by_number(session: Session, actor: Identity, code: CodeOfPractice, number: int) -> Round:
    """One round; raises RoundNotFoundError."""
    for one in rounds_of(session, actor, code):
        if one.number == number:
            return one
    raise RoundNotFoundError


def latest_round(session: Session, version: Version, *, hold: bool = False) -> Round | None:
    """The round on this version that is open, else the one that begins next, else the last one.

    With `hold`, a change of their times waits until this transaction
    ends (PostgreSQL).
    """
    query = select(Round).where(Round.version_id == version.id).order_by(Round.opens_at)
    if hold:
        query = query.with_for_update(read=True).execution_options(populate_existing=True)
    rounds, now = list(session.scalars(query)), clock.now()
    by_state = {state_of(one, now): one for one in reversed(rounds)}
    closed = [one for one in rounds if state_of(one, now) is RoundState.CLOSED]
    return (
        by_state.get(RoundState.OPEN)
        or by_state.get(RoundState.PLANNED)
        or (closed[-1] if closed else None)
    )


def _hold_code(session: Session, code: CodeOfPractice) -> None:
    query = select(CodeOfPractice.id).where(CodeOfPractice.id == code.id)
    session.scalars(
        query.with_for_update(key_share=True)
    ).one()  # rows that refer to it may still be written


def _hold_unless_over(session: Session, round_: Round) -> datetime:
    """Lock the round, alone (an outer join cannot be locked), and give the instant at which it
    was not yet over.
    """
    query = select(Round).where(Round.id == round_.id).with_for_update(key_share=True)
    session.scalars(query.execution_options(populate_existing=True)).one()
    now = clock.now()
    if state_of(round_, now) is RoundState.CLOSED:
        raise RoundOverError(number=round_.number, closed_at=round_.closes_at)
    return now


def _check_times(opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    if closes_at <= now:
        raise InstantPastError("closes_at")
    if closes_at <= opens_at:
        raise RoundEndsBeforeItBeginsError


def _refuse_overlap(
    session: Session, version: Version, opens_at: datetime, closes_at: datetime, *, but: int = 0
) -> None:
    meets = (
        Round.version_id == version.id,
        Round.id != but,
        Round.opens_at < closes_at,
        Round.closes_at > opens_at,
    )
    other = session.scalars(select(Round).where(*meets)).first()
    if other is not None:
        raise RoundOverlapsError(number=other.number)


def _checked_questions(questions: Sequence[str]) -> list[str]:
    kept = [checked_text(one, field="questions", most=MAX_QUESTION_CHARACTERS) for one in questions]
    return [one for one in kept if one]


def _set_closing(session: Session, actor: Identity, round_: Round, closes_at: datetime) -> None:
    round_.closes_at = closes_at
    record(
        session,
        actor,
        RoundChanged(code_id=round_.code_id, round_id=round_.id, closes_at=closes_at.isoformat()),
    )


def hold_round(session: Session, round_: Round | None) -> None:
    """Let no one change the times of a round until the transaction ends (PostgreSQL), and read
    them again.
    """
    if round_ is not None:
        query = select(Round).where(Round.id == round_.id).with_for_update(read=True)
        session.scalars(query.execution_options(populate_existing=True)).one()


def is_open(round_: Round | None, now: datetime) -> bool:
    """Whether there is a round, and `now` lies in it."""
    return round_ is not None and state_of(round_, now) is RoundState.OPEN


def require_in(
    actor: Identity, permission: Permission, context: Context, round_: Round | None, now: datetime
) -> None:
    """Raise unless the permission is granted at `now`: RoundClosedError or NoRoundOpenError if
    only the round forbids it.
    """
    here = replace(context, round_is_open=is_open(round_, now))
    if not may(actor, permission, here) and may(
        actor, permission, replace(context, round_is_open=True)
    ):
        raise _closed_error(round_, now)
    require(actor, permission, here)


def _closed_error(round_: Round | None, now: datetime) -> RoundClosedError | NoRoundOpenError:
    if round_ is None or state_of(round_, now) is RoundState.PLANNED:
        return NoRoundOpenError()
    return RoundClosedError(number=round_.number, closed_at=round_.closes_at)
