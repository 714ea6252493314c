"""When the jobs about a version are queued."""

from sqlalchemy import select

from drafting.services.operations.job_registry import run_all_jobs
from drafting.services.versions.version_jobs import (
    REANCHOR,
    enqueue_later_reanchoring,
    enqueue_reanchoring,
)
from drafting.storage.models import Job
from tests.services.acting import act, look, version
from tests.support.people import World
from tests.support.published import publish_world, retype


def waiting(world: World) -> list[int]:
    query = select(Job).where(Job.kind == REANCHOR, Job.begun_at.is_(None)).order_by(Job.id)
    return look(world, lambda db, _code: [job.details["version_id"] for job in db.scalars(query)])


def test_a_job_that_waits_is_not_queued_twice(world: World) -> None:
    for number in (1, 2, 3):
        retype(world, f"# One\n\nText {number}.\n")
        publish_world(world, label=f"Draft {number}")
    run_all_jobs(world.database)
    ids = look(world, lambda db, code: [version(db, code, n).id for n in (1, 2, 3)])
    act(world, lambda db, code: enqueue_reanchoring(db, version(db, code, 3)))
    act(world, lambda db, code: enqueue_later_reanchoring(db, version(db, code, 1)))
    assert waiting(world) == [ids[2], ids[1]]
