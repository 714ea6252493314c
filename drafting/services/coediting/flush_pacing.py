"""How long to wait between two flushes: not at all after a rest, longer the more a flush costs,
never long enough to be felt.

Whoever types alone is answered at once; when many type, what comes within the pause shares one
commit and one relay.
"""

LONGEST_PAUSE = 0.040  # seconds; a screen at 25 Hz
# so that flushes take at most a thirteenth of a processor, and what many type melts together
PAUSE_FOR_WORK = 12.0
# so that a slow disk, for which the whole process waits, holds it up at most half of the time
PAUSE_FOR_TIME = 1.0
WEIGHT = 0.15  # of the newest flush in the smoothed cost


class Rhythm:
    """The pace of one committer. Times are seconds: on a monotonic clock, and of a processor's
    work.
    """

    def __init__(self) -> None:
        self._work = 0.0
        self._time = 0.0
        self._next = 0.0

    def wait(self, now: float) -> float:
        """How long the next flush must still wait."""
        return max(0.0, self._next - now)

    def flushed(self, work: float, took: float, now: float) -> None:
        """Learn from a flush that has just ended."""
        self._work += WEIGHT * (work - self._work)
        self._time += WEIGHT * (took - self._time)
        self._next = now + min(
            LONGEST_PAUSE, max(PAUSE_FOR_WORK * self._work, PAUSE_FOR_TIME * self._time)
        )
