"""Records what happened in the activity trail, in the transaction in which it happens.

Other processes and sockets read the trail after the commit; nothing else carries the event.
"""

from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.events.base import DomainEvent
from drafting.policy.identity import Identity
from drafting.storage.models import ActivityEntry
from drafting.storage.unit_of_work import HAS_EVENTS


def record(session: Session, actor: Identity, event: DomainEvent) -> None:
    """Write the activity entry of `event`; the commit then calls Database.on_commit."""
    session.add(
        ActivityEntry(
            at=clock.now(),
            account_id=actor.account_id,
            code_id=event.code_id,
            kind=event.kind,
            details=event.details(),
        )
    )
    session.info[HAS_EVENTS] = True
