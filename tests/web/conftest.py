"""What the tests of pages share: a rate limiter that knows nothing of the test before."""

from collections.abc import Iterator

import pytest
from flask import Flask
from limits.storage import MemoryStorage

from drafting.web.rate_limits import limiter


@pytest.fixture(autouse=True)
def _fresh_limits(app: Flask) -> Iterator[None]:
    forget_all_tries()
    yield
    forget_all_tries()


def forget_all_tries() -> None:
    """A thread of the storage clears up; `reset` throws its locks away, and in the middle of
    that new tries would be lost.
    """
    assert isinstance(limiter.storage, MemoryStorage)
    limiter.storage.timer.join()
    limiter.reset()
