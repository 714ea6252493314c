"""The jobs about a version: their kinds, their details, and when each is queued.

A producer depends on this module only, as on the message formats of a broker. Which function does a
job is known to operations/job_registry.py. Details name the digests of the texts too, because
SQLite gives the id of a discarded version to the next one.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.domain.comparison.compare import ENGINE
from drafting.services.jobs import enqueue
from drafting.storage.models import Job, Version

READ_VERSION = "read version"
READ_AGAIN = "read_version_again"  # queued by migrations
COMPARE = "compare"
REANCHOR = "carry_threads"


def enqueue_reading(session: Session, version: Version) -> None:
    """Queue the reading of a version's clauses."""
    enqueue(session, READ_VERSION, version.code_id, version_id=version.id, digest=version.digest)


def enqueue_comparison(session: Session, old: Version, new: Version) -> None:
    """Queue the comparison of two versions."""
    digests = {"old_digest": old.digest, "new_digest": new.digest}
    enqueue(session, COMPARE, new.code_id, old_id=old.id, new_id=new.id, engine=ENGINE, **digests)


def enqueue_spanning_comparisons(session: Session, old: Version, new: Version) -> None:
    """Queue every pair of versions that spans these two, the nearest first."""
    read = select(Version).where(Version.code_id == new.code_id, Version.read_at.is_not(None))
    before = read.where(Version.number <= old.number).order_by(Version.number.desc())
    after = session.scalars(read.where(Version.number >= new.number).order_by(Version.number)).all()
    for earlier in session.scalars(before).all():
        for later in after:
            enqueue_comparison(session, earlier, later)


def newest_comparison_job(session: Session, old: Version, new: Version) -> Job | None:
    """The newest job that compares these two texts with the present engine."""
    query = select(Job).where(
        Job.kind == COMPARE,
        Job.code_id == new.code_id,
        Job.details["old_digest"].as_string() == old.digest,
        Job.details["new_digest"].as_string() == new.digest,
        Job.details["engine"].as_integer() == ENGINE,
    )
    return session.scalars(query.order_by(Job.id.desc()).limit(1)).one_or_none()


def enqueue_reanchoring(session: Session, version: Version) -> None:
    """Queue the re-anchoring of earlier threads in this version, unless such a job waits."""
    waiting = select(Job.id).where(
        Job.kind == REANCHOR,
        Job.code_id == version.code_id,
        Job.begun_at.is_(None),
        Job.details["version_id"].as_integer() == version.id,
    )
    if session.scalars(waiting.limit(1)).first() is None:
        enqueue(session, REANCHOR, version.code_id, version_id=version.id, digest=version.digest)


def enqueue_later_reanchoring(session: Session, version: Version) -> None:
    """Queue the re-anchoring in every later version, in order: each starts from the one before."""
    query = select(Version).where(
        Version.code_id == version.code_id, Version.number > version.number
    )
    for later in session.scalars(query.order_by(Version.number)):
        enqueue_reanchoring(session, later)
