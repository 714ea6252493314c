"""What the tests of pages share: a rate limiter that knows nothing of the test before."""

from collections.abc import Iterator

import pytest
from flask import Flask

from drafting.web.sign_in import limiter


@pytest.fixture(autouse=True)
def _fresh_limits(app: Flask) -> Iterator[None]:
    limiter.reset()
    yield
    limiter.reset()
