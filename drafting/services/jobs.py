"""Jobs: written in the transaction that wants them, claimed by one worker at a time, claimed
again if that one died.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.errors import InvalidInputError
from drafting.storage.models import Job
from drafting.storage.unit_of_work import Database

LEASE = timedelta(
    minutes=5
)  # longer than any job may take; after it, the worker that claimed the job is taken for dead
MAX_ATTEMPTS = 3
WORKER_DIED = "WorkersDied"  # the failure of a job that nobody lived to end
Handler = Callable[[Database, Mapping[str, Any]], None]
FailureHandler = Callable[[Database, Mapping[str, Any], str], None]
_job = Job.__table__
_WAITS = and_(
    _job.c.ended_at.is_(None), or_(_job.c.begun_at.is_(None), _job.c.begun_at < bindparam("before"))
)
_ANY_THAT_WAITS = select(_job.c.id).where(_WAITS).limit(1)


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """A job that is ours until the lease ends."""

    id: int
    kind: str
    details: Mapping[str, Any]
    tries: int


def enqueue(session: Session, kind: str, code_id: int | None, **details: Any) -> Job:
    """Queue a job; it is done once this transaction is committed."""
    job = Job(kind=kind, code_id=code_id, details=details, queued_at=clock.now(), tries=0)
    session.add(job)
    session.flush()
    return job


def claim(database: Database) -> ClaimedJob | None:
    """The oldest job that waits; None when there is nothing to do."""
    given = {"before": clock.now() - LEASE}
    with (
        database.reading() as session
    ):  # looking does not take the writers' lock, and is cheap: it is done all the time
        if session.connection().execute(_ANY_THAT_WAITS, given).first() is None:
            return None
    query = select(Job).where(_WAITS).order_by(Job.id).limit(1)
    with database.transaction() as session:
        job = session.scalars(query.with_for_update(skip_locked=True), given).first()
        if job is None:
            return None
        job.begun_at, job.tries = clock.now(), job.tries + 1
        return ClaimedJob(job.id, job.kind, job.details, job.tries)


def run(database: Database, handlers: Mapping[str, Handler], job: ClaimedJob) -> str | None:
    """Do a claimed job and write down how it ended; the failure's name, None when all went well.

    What the text itself makes impossible fails at once; anything else, such as a busy store, is
    tried again, MAX_ATTEMPTS times in all. One whose workers died that often is given up before it
    kills the next.
    """
    if job.tries > MAX_ATTEMPTS:
        _end(database, job.id, WORKER_DIED)
        return WORKER_DIED
    try:
        handlers[job.kind](database, job.details)
    except InvalidInputError as error:
        _end(database, job.id, type(error).__name__)
        return type(error).__name__
    except Exception as error:
        if job.tries < MAX_ATTEMPTS:
            _release_lease(database, job.id)
        else:
            _end(database, job.id, type(error).__name__)
        raise
    _end(database, job.id, None)
    return None


def _end(database: Database, job_id: int, failure: str | None) -> None:
    with database.transaction() as session:
        job = session.get_one(Job, job_id)
        job.ended_at, job.failure = clock.now(), failure


def _release_lease(database: Database, job_id: int) -> None:
    with database.transaction() as session:
        session.get_one(Job, job_id).begun_at = None
