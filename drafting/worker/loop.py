"""The worker's loop: do what waits, then look again a moment later. It stops between two jobs,
never inside one.
"""

import logging
import threading
import time

from drafting.services.coediting.checkpoints import ask_for_checkpoints
from drafting.services.operations.job_registry import do_next
from drafting.storage.unit_of_work import Database

PAUSE = 0.25  # seconds between two looks at an empty queue; a look is one indexed read
LOOK_AT_LOGS = 10.0  # seconds between two looks at how long the logs have grown
PAUSE_AFTER_TROUBLE = 2.0  # seconds, when the store itself did not answer
log = logging.getLogger(__name__)


def work_until(stopped: threading.Event, database: Database) -> None:
    """Do jobs until `stopped` is set."""
    next_look = 0.0
    while not stopped.is_set():
        try:
            if time.monotonic() >= next_look:
                next_look = time.monotonic() + LOOK_AT_LOGS
                ask_for_checkpoints(database)
            is_idle = not do_next(database)
        except Exception:  # a busy store must not end the worker
            log.exception("the worker could not look for jobs")
            stopped.wait(PAUSE_AFTER_TROUBLE)
        else:
            if is_idle:
                stopped.wait(PAUSE)
