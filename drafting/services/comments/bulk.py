"""One statement over many rows of a round, where row by row would take thousands."""

from sqlalchemy import CursorResult, Update, select
from sqlalchemy.orm import Session

from drafting.storage.models import Round, Thread


def hold_threads(session: Session, round_: Round) -> None:
    """Lock the threads of a round until the transaction ends, as hold_thread does with one."""
    session.execute(
        select(Thread.id).where(Thread.round_id == round_.id).order_by(Thread.id).with_for_update()
    )


def changed_rows(session: Session, change: Update) -> int:
    """Execute the statement; returns the number of rows. Loaded objects keep their old values."""
    result = session.execute(change, execution_options={"synchronize_session": False})
    return result.rowcount if isinstance(result, CursorResult) else 0
