"""Reads the activity trail from the last position on: each event once, whichever process wrote it.

The trail is the truth; a broadcast only says when to read. Numbers are drawn before the commit, so
a lower one may appear later: entries younger than COMMITTING are read again, and reported once.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.services.comments.feed import COMMITTING, NOTIFIED_EVENTS, RoundEvent, ThreadEvent
from drafting.storage.models import ActivityEntry

_entry = ActivityEntry.__table__.c
# entries, told ones that are still young included; the rest is read at the next look
MOST_AT_ONCE = 5000


@dataclass(slots=True)
class TrailReader:
    """A position in the trail: all entries up to `floor` are reported, and of the later ones those
    in `told`.
    """

    floor: int = 0
    told: set[int] = field(default_factory=set)

    def begin(self, session: Session) -> None:
        """Start at the end of the trail: existing entries are not news."""
        older = select(_entry.id).where(_entry.at < clock.now() - COMMITTING)
        self.floor = session.connection().scalar(older.order_by(_entry.id.desc()).limit(1)) or 0
        self.told = {row.id for row in session.connection().execute(self._rung())}

    def news(self, session: Session) -> list[ThreadEvent | RoundEvent]:
        """The events since the last call that send a notification."""
        rows = session.connection().execute(self._rung().limit(MOST_AT_ONCE)).all()
        fresh = [row for row in rows if row.id not in self.told]
        settled = select(func.max(_entry.id)).where(_entry.at < clock.now() - COMMITTING)
        settled = settled.where(_entry.id > self.floor)
        if len(rows) == MOST_AT_ONCE:
            settled = settled.where(_entry.id <= rows[-1].id)
        self.floor = session.connection().scalar(settled) or self.floor
        self.told = {row.id for row in rows if row.id > self.floor}
        return [NOTIFIED_EVENTS[row.kind](code_id=row.code_id, **row.details) for row in fresh]

    def _rung(self) -> Select[tuple[int, str, int | None, dict[str, Any]]]:
        """Only events that notify, and no more at once than needed: an import of a thousand members
        costs nothing.
        """
        columns = (_entry.id, _entry.kind, _entry.code_id, _entry.details)
        later = (_entry.id > self.floor, _entry.kind.in_(NOTIFIED_EVENTS))
        return select(*columns).where(*later).order_by(_entry.id)
