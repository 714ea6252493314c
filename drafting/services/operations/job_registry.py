"""Maps each kind of job to its handler, and runs the jobs that are due.

Knows no subject: what a permanent failure means for it is decided by its own failure handler.
"""

import logging

from drafting.services.anchors.reanchoring import reanchor_into_version
from drafting.services.coediting.checkpoints import CHECKPOINT, make_checkpoint
from drafting.services.comparison.comparisons import compare_versions
from drafting.services.comparison.draft_comparisons import COMPARE_DRAFT, compare_draft
from drafting.services.comparison.rereading import read_version_again
from drafting.services.comparison.version_reading import mark_unreadable, read_version
from drafting.services.jobs import MAX_ATTEMPTS, FailureHandler, Handler, claim, run
from drafting.services.versions.version_jobs import COMPARE, READ_AGAIN, READ_VERSION, REANCHOR
from drafting.storage.unit_of_work import Database

HANDLERS: dict[str, Handler] = {
    REANCHOR: reanchor_into_version,
    CHECKPOINT: make_checkpoint,
    COMPARE: compare_versions,
    COMPARE_DRAFT: compare_draft,
    READ_VERSION: read_version,
    READ_AGAIN: read_version_again,
}
# Called with the failure's name once a job has failed permanently.
FAILURE_HANDLERS: dict[str, FailureHandler] = {READ_VERSION: mark_unreadable}
log = logging.getLogger(__name__)


def run_next_job(database: Database) -> bool:
    """Runs the oldest job that is due; False when there is none. Stores and logs a failure."""
    job = claim(database)
    if job is None:
        return False
    try:
        failure = run(database, HANDLERS, job)
    except Exception as error:
        log.exception("job %d (%s) failed at its try %d", job.id, job.kind, job.tries)
        failure = type(error).__name__ if job.tries >= MAX_ATTEMPTS else None
    else:
        log.info("job %d (%s): %s", job.id, job.kind, failure or "done")
    if failure is not None and job.kind in FAILURE_HANDLERS:
        FAILURE_HANDLERS[job.kind](database, job.details, failure)
    return True


def run_all_jobs(database: Database) -> None:
    """Runs every job that is due, in this process: for commands without a worker beside them."""
    while run_next_job(database):
        pass
