"""Consultation rounds: whom their comments reach, and when they are open by the server's clock."""

from datetime import datetime
from enum import StrEnum


class Audience(StrEnum):
    """Who reads the comments filed in a round, besides their authors and the authors'
    organisations.
    """

    DRAFTERS = "drafters"  # drafters, chairs and the secretariat
    PARTICIPANTS = "participants"  # every member of the code of practice
    EVERYONE = "everyone"  # all who may read the version


class RoundState(StrEnum):
    PLANNED = "planned"  # it opens later
    OPEN = "open"
    CLOSED = "closed"


def round_state(opens_at: datetime, closes_at: datetime, now: datetime) -> RoundState:
    """The state at `now`; a round is half-open, [opens_at, closes_at)."""
    if now < opens_at:
        return RoundState.PLANNED
    return RoundState.OPEN if now < closes_at else RoundState.CLOSED
