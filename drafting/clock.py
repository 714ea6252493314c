"""The one place that reads the clock. All instants are UTC and aware; tests replace `now` by a fixed one."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, UTC."""
    return datetime.now(UTC)
