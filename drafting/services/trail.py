"""Reading on in the activity trail: each event once, whichever process wrote it.

The trail is the truth of what happened; a doorbell only says when to look. Numbers of entries are given before the commit,
so a lower one may be seen later: what is younger than COMMITTING is read again, and told once.
"""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.services.thread_feed import COMMITTING, RUNG_EVENTS, RoundEvent, ThreadEvent
from drafting.storage.models import ActivityEntry

MOST_AT_ONCE = 5000  # entries, told ones that are still young included; the rest is read at the next look


@dataclass(slots=True)
class TrailReader:
    """A place in the trail: all entries up to `floor` are told, and of the later ones those in `told`."""

    floor: int = 0
    told: set[int] = field(default_factory=set)

    def begin(self, session: Session) -> None:
        """Stand at the end of the trail: what is there now is not news."""
        older = select(ActivityEntry.id).where(ActivityEntry.at < clock.now() - COMMITTING)
        self.floor = session.scalars(older.order_by(ActivityEntry.id.desc()).limit(1)).first() or 0
        self.told = set(session.scalars(select(ActivityEntry.id).where(ActivityEntry.id > self.floor)))

    def news(self, session: Session) -> list[ThreadEvent | RoundEvent]:
        """The events that threads are rung for, since the last look."""
        query = select(ActivityEntry).where(ActivityEntry.id > self.floor).order_by(ActivityEntry.id).limit(MOST_AT_ONCE)
        entries = session.scalars(query).all()
        fresh = [one for one in entries if one.id not in self.told and one.kind in RUNG_EVENTS]
        young = clock.now() - COMMITTING
        self.floor = max([self.floor, *(one.id for one in entries if one.at < young)])
        self.told = {one.id for one in entries if one.id > self.floor}
        return [RUNG_EVENTS[one.kind](code_id=one.code_id, **one.details) for one in fresh]
