"""When threads are carried into a later version: asked for in the transaction that makes it
necessary, done by the worker.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.services.jobs import enqueue
from drafting.storage.models import Job, Version

REANCHOR = "carry_threads"  # the kind of the worker's job


def enqueue_reanchoring(session: Session, version: Version) -> None:
    """Have the threads of earlier versions carried into this one, once however often it is asked
    before it begins.
    """
    details = {
        "version_id": version.id,
        "digest": version.digest,
    }  # SQLite gives the id of a discarded one to the next
    waiting = select(Job.id).where(
        Job.kind == REANCHOR, Job.code_id == version.code_id, Job.begun_at.is_(None)
    )
    same = Job.details["version_id"].as_integer() == version.id
    if session.scalars(waiting.where(same).limit(1)).first() is None:
        enqueue(session, REANCHOR, version.code_id, **details)


def enqueue_later_reanchoring(session: Session, version: Version) -> None:
    """The same for every later version, in their order, since each begins where the one before
    it ended.
    """
    query = select(Version).where(
        Version.code_id == version.code_id, Version.number > version.number
    )
    for later in session.scalars(query.order_by(Version.number)):
        enqueue_reanchoring(session, later)
