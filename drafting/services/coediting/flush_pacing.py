"""Decides how long to wait between two flushes: not after a pause, longer the more a flush costs.

A user who types alone is answered at once; when many type, updates within the delay share one
commit and one relay. The delay stays too short to be felt.
"""

MAX_FLUSH_DELAY = 0.040  # seconds; a screen at 25 Hz
# so that flushes take at most a thirteenth of a processor, and what many type melts together
CPU_DELAY_FACTOR = 12.0
# so that a slow disk, for which the whole process waits, holds it up at most half of the time
ELAPSED_DELAY_FACTOR = 1.0
WEIGHT = 0.15  # of the newest flush in the smoothed cost


class FlushPacer:
    """The pace of one committer. Times are seconds of a monotonic clock, and of CPU time."""

    def __init__(self) -> None:
        self._cpu_seconds = 0.0
        self._elapsed = 0.0
        self._next = 0.0

    def delay(self, now: float) -> float:
        """How long the next flush must still wait."""
        return max(0.0, self._next - now)

    def record_flush(self, cpu_seconds: float, elapsed: float, now: float) -> None:
        """Learn from a flush that has just ended."""
        self._cpu_seconds += WEIGHT * (cpu_seconds - self._cpu_seconds)
        self._elapsed += WEIGHT * (elapsed - self._elapsed)
        self._next = now + min(
            MAX_FLUSH_DELAY,
            max(CPU_DELAY_FACTOR * self._cpu_seconds, ELAPSED_DELAY_FACTOR * self._elapsed),
        )
