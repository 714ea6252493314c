"""Decides whether a round takes a comment now: one round, one instant of the server's
clock, behind the locks.

Which round is asked its callers know; what the permissions say beside it, the permission map.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.domain.consultation.rounds import RoundState
from drafting.policy.identity import Identity
from drafting.policy.permission_map import may, require
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.services.rounds.errors import NoRoundOpenError, RoundClosedError
from drafting.services.rounds.scheduling import state_of
from drafting.storage.models import Round


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
