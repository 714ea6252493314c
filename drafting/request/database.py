"""The database session of a request: for reading, opened at its first use, or of a transaction.

A view calls `db()` and gets whichever is open. No read snapshot is open while a write transaction
waits for its lock, and none is older than what the request has written: `transaction()` ends it.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from flask import Flask, g

from drafting.request.app_context import app_context
from drafting.storage.unit_of_work import Session


def register_database(app: Flask) -> None:
    """End the reading session with its request."""
    app.teardown_request(lambda _error: end_reading())


def db() -> Session:
    """Return the session of the open transaction, else this request's session for reading."""
    if "db_session" not in g:
        reading = ExitStack()
        g.db_session = reading.enter_context(app_context().database.reading())
        g.reading = reading
    return g.db_session  # type: ignore[no-any-return]


def end_reading() -> None:
    """Give the reading session's connection back: before slow work that needs no database."""
    if reading := g.pop("reading", None):
        del g.db_session
        reading.close()


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit when the block ends, roll back when it raises; then `db()` reads what was written."""
    end_reading()
    with app_context().database.transaction() as session:
        g.db_session = session
        try:
            yield session
        finally:
            del g.db_session
