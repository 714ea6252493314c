"""The rights epoch: a number that grows, in the same transaction, with every change of anybody's
rights.
"""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from drafting.storage.models import RightsEpoch

_EPOCH = select(RightsEpoch.__table__.c.epoch).where(RightsEpoch.__table__.c.id == 1)
_HELD_EPOCH = _EPOCH.with_for_update(read=True)


def rights_changed(session: Session) -> None:
    """Raise the rights epoch in this transaction; the committer then reads rights again."""
    session.execute(
        update(RightsEpoch).where(RightsEpoch.id == 1).values(epoch=RightsEpoch.epoch + 1)
    )


def rights_epoch(session: Session, *, hold: bool = False) -> int:
    """The present epoch. With `hold`, a change of rights must wait until this transaction ends
    (PostgreSQL).
    """
    return int(session.connection().execute(_HELD_EPOCH if hold else _EPOCH).scalar_one())
