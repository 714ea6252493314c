"""The rights epoch: a number that grows, in the same transaction, with every change of anybody's rights."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from drafting.storage.models import RightsEpoch


def rights_changed(session: Session) -> None:
    """Say in this transaction that somebody's rights changed; the committer then reads them anew."""
    session.execute(update(RightsEpoch).where(RightsEpoch.id == 1).values(epoch=RightsEpoch.epoch + 1))


def rights_epoch(session: Session, *, hold: bool = False) -> int:
    """The present epoch. With `hold`, a change of rights must wait until this transaction ends (PostgreSQL)."""
    query = select(RightsEpoch.epoch).where(RightsEpoch.id == 1)
    return session.scalars(query.with_for_update(read=True) if hold else query).one()
