"""An empty database of each kind: SQLite in a file, PostgreSQL in a server of its own, started
once.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from drafting.storage.unit_of_work import Database
from tests.support.postgresql import new_database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without any table."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    else:
        address = new_database(request.getfixturevalue("postgresql"))
    database = Database(address)
    yield database
    database.dispose()
