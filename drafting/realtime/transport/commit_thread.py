"""Where a commit waits for the disk: here, if the disk is quick; in a real thread, if all other
greenlets would wait with it.

SQLite waits inside C, so a slow disk would hold up the whole process; a thread costs more than a
quick disk's wait.
"""

import time
from collections.abc import Callable

import gevent

QUICK = 0.002  # seconds
WEIGHT = 0.1  # of the newest commit in the smoothed time


class CommitRunner:
    """Runs the commits of one process, and learns how long they take."""

    def __init__(self) -> None:
        self._took = 2 * QUICK  # until it is known: in a thread

    def __call__(self, commit: Callable[[], None]) -> None:
        begun = time.monotonic()
        if self._took < QUICK:
            commit()
        else:
            gevent.get_hub().threadpool.apply(commit)
        self._took += WEIGHT * (time.monotonic() - begun - self._took)
