"""Reading on in the activity trail: each event once, whichever process wrote it.

The trail is the truth of what happened; a doorbell only says when to look. Numbers of entries
are given before the commit, so a lower one may be seen later: what is younger than COMMITTING is
read again, and told once.
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
    """A place in the trail: all entries up to `floor` are told, and of the later ones those in
    `told`.
    """

    floor: int = 0
    told: set[int] = field(default_factory=set)

    def begin(self, session: Session) -> None:
        """Stand at the end of the trail: what is there now is not news."""
        older = select(_entry.id).where(_entry.at < clock.now() - COMMITTING)
        self.floor = session.connection().scalar(older.order_by(_entry.id.desc()).limit(1)) or 0
        self.told = {row.id for row in session.connection().execute(self._rung())}

    def news(self, session: Session) -> list[ThreadEvent | RoundEvent]:
        """The events that threads are rung for, since the last look."""
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
        """Only what rings, and no more of it than is told: a thousand members who were imported
        just now cost nothing.
        """
        columns = (_entry.id, _entry.kind, _entry.code_id, _entry.details)
        later = (_entry.id > self.floor, _entry.kind.in_(NOTIFIED_EVENTS))
        return select(*columns).where(*later).order_by(_entry.id)
