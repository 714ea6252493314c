"""Recording what happened: the trail's entry now, in this transaction, and the event for the
listeners after it.
"""

from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.events.base import DomainEvent
from drafting.policy.identity import Identity
from drafting.storage.models import ActivityEntry
from drafting.storage.unit_of_work import EVENTS


def record(session: Session, actor: Identity, event: DomainEvent) -> None:
    """Write the activity entry of `event` and keep the event until the commit."""
    session.add(
        ActivityEntry(
            at=clock.now(),
            account_id=actor.account_id,
            code_id=event.code_id,
            kind=event.kind,
            details=event.details(),
        )
    )
    session.info.setdefault(EVENTS, []).append(event)
