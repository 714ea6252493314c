"""The one place that reads the clock. All instants are UTC and aware; tests replace `now` by a
fixed one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The present instant, UTC."""
    return _frozen.get() or datetime.now(UTC)


def rfc3339(moment: datetime, timespec: str = "auto") -> str:
    """2026-09-30T18:00:00Z (RFC 3339, in UTC); `timespec` is that of datetime.isoformat()."""
    return moment.astimezone(UTC).isoformat(timespec=timespec).replace("+00:00", "Z")


@contextmanager
def frozen_at(moment: datetime) -> Iterator[None]:
    """Inside the block it is `moment`: for loading a history, such as the sample's, as it would
    have happened.
    """
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)
