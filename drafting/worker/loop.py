"""The worker's loop: do what waits, then look again a moment later. It stops between two jobs,
never inside one.
"""

import logging
import threading
import time

from drafting.services.coediting.checkpoints import enqueue_checkpoints
from drafting.services.operations.job_registry import run_next_job
from drafting.storage.unit_of_work import Database

PAUSE = 0.25  # seconds between two looks at an empty queue; a look is one indexed read
CHECKPOINT_INTERVAL = 10.0  # seconds between two looks at how long the logs have grown
PAUSE_AFTER_TROUBLE = 2.0  # seconds, when the store itself did not answer
log = logging.getLogger(__name__)


def run_worker(stopped: threading.Event, database: Database) -> None:
    """Do jobs until `stopped` is set."""
    next_look = 0.0
    while not stopped.is_set():
        try:
            if time.monotonic() >= next_look:
                next_look = time.monotonic() + CHECKPOINT_INTERVAL
                enqueue_checkpoints(database)
            is_idle = not run_next_job(database)
        except Exception:  # a busy store must not end the worker
            log.exception("the worker could not look for jobs")
            stopped.wait(PAUSE_AFTER_TROUBLE)
        else:
            if is_idle:
                stopped.wait(PAUSE)
