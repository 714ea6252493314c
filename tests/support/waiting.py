"""Waiting on a condition, never for a while: looks again until it holds, fails with the last
answer when it does not.
"""

import time
from collections.abc import Callable
from typing import TypeVar

from tests.support.server import select_pause

Answer = TypeVar("Answer")


def wait_until(look: Callable[[], Answer], patience: float = 10.0) -> Answer:
    """The first truthy answer of `look`."""
    deadline = time.monotonic() + patience
    while not (answer := look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"still {answer!r} after {patience} s")
        select_pause()
    return answer
