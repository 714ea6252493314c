"""What the worker can do, by the kind of the job."""

import logging

from drafting.services.anchors.reanchoring import reanchor_into_version
from drafting.services.coediting.checkpoints import CHECKPOINT, make_checkpoint
from drafting.services.comparison.comparisons import COMPARE, compare_versions
from drafting.services.comparison.draft_comparisons import COMPARE_DRAFT, compare_draft
from drafting.services.comparison.version_reading import mark_unreadable, read_version
from drafting.services.jobs import MAX_ATTEMPTS, Handler, claim, run
from drafting.services.versions.publishing import READ_VERSION
from drafting.services.versions.reanchoring_jobs import REANCHOR
from drafting.storage.unit_of_work import Database

HANDLERS: dict[str, Handler] = {
    REANCHOR: reanchor_into_version,
    CHECKPOINT: make_checkpoint,
    COMPARE: compare_versions,
    COMPARE_DRAFT: compare_draft,
    READ_VERSION: read_version,
}
log = logging.getLogger(__name__)


def run_next_job(database: Database) -> bool:
    """Do the oldest job that waits; False when there is none. A job that fails is written down
    and logged.
    """
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
    if failure is not None and job.kind == READ_VERSION:
        mark_unreadable(database, job.details, failure)
    return True


def run_all_jobs(database: Database) -> None:
    """Do whatever waits, here and now: for commands, which have no worker beside them."""
    while run_next_job(database):
        pass
