"""Sends the head of a draft's log once the draft has been quiet for QUIET seconds.

A browser that missed the last updates learns of it though no update follows. TCP loses nothing,
but a proxy may; an update lost before others shows as a gap in the numbers.
"""

import time
from collections.abc import Callable
from typing import Any

QUIET = 2.0  # seconds without an update
POLL_INTERVAL = 1.0  # seconds


class HeadNotices:
    """The notices that are due, for all drafts of one namespace. `server` runs the loop."""

    def __init__(self, send: Callable[[int, int], None], server: Any) -> None:
        """`send` is called with a draft's id and its head."""
        self._send, self._server = send, server
        self._moved: dict[int, tuple[int, float]] = {}  # by draft: seq, and when
        self._is_running = False

    def moved(self, draft_id: int, seq: int) -> None:
        """Note that updates up to `seq` were relayed."""
        self._moved[draft_id] = (seq, time.monotonic())
        if not self._is_running:
            self._is_running = True
            self._server.start_background_task(self._run)

    def _run(self) -> None:
        try:
            while self._moved:
                self._server.sleep(POLL_INTERVAL)
                self._send_due(time.monotonic() - QUIET)
        finally:
            self._is_running = False

    def _send_due(self, before: float) -> None:
        for draft_id in [one for one, (_, at) in self._moved.items() if at <= before]:
            seq, _ = self._moved.pop(draft_id)
            self._send(draft_id, seq)
