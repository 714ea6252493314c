"""Where the log of a draft stands, said once it has been quiet: whoever missed the last words
hears of it though none follow.

TCP loses nothing, but a proxy may; what is lost before others is seen by the gap in the numbers.
"""

import time
from collections.abc import Callable

from flask_socketio import SocketIO

QUIET = 2.0  # seconds without an update
LOOK_EVERY = 1.0  # seconds


class HeadNotices:
    """The heads to be told, of all drafts of one namespace."""

    def __init__(self, tell: Callable[[int, int], None], socketio: Callable[[], SocketIO]) -> None:
        self._tell, self._socketio = tell, socketio
        self._moved: dict[int, tuple[int, float]] = {}  # by draft: seq, and when
        self._is_running = False

    def moved(self, draft_id: int, seq: int) -> None:
        """Updates up to `seq` were relayed."""
        self._moved[draft_id] = (seq, time.monotonic())
        if not self._is_running:
            self._is_running = True
            self._socketio().start_background_task(self._run)

    def _run(self) -> None:
        try:
            while self._moved:
                self._socketio().sleep(LOOK_EVERY)
                before = time.monotonic() - QUIET
                for draft_id in [
                    draft_id for draft_id, (_, at) in self._moved.items() if at <= before
                ]:
                    seq, _ = self._moved.pop(draft_id)
                    self._tell(draft_id, seq)
        finally:
            self._is_running = False
