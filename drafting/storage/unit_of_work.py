"""One transaction for one use-case. Services never commit: this does, then calls `on_commit`.

Every writer of the process takes one cooperative lock before BEGIN IMMEDIATE: a greenlet that
switched inside a write transaction while another waited in C for SQLite's lock would freeze the
whole process for the busy timeout.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from drafting.errors import ConflictError, DraftingError, StoreBusyError
from drafting.storage.engine import make_engine

__all__ = [
    "Database",
    "Session",
    "StoreAddressError",
    "StoreUnreachableError",
]  # doors name the session in their signatures, and import it from here

RunCommit = Callable[
    [Callable[[], None]], None
]  # runs what it is given and returns when it is done
# the key in Session.info that says that something was recorded in the activity trail
HAS_EVENTS = "has_events"
BUSY_TIMEOUT = 5.0  # seconds that a writer waits for another process
BUSY_RETRY_DELAY = 0.01  # seconds between two tries


class StoreAddressError(DraftingError):
    """The database's address cannot be read, or names a kind that is not supported."""


class StoreUnreachableError(DraftingError):
    """There is no database at the address, or it does not answer."""


class Database:
    """The engine, the writers' lock and the commit callbacks of one process."""

    def __init__(self, database_url: str) -> None:
        try:
            self.engine: Engine = make_engine(database_url)
        except (ArgumentError, ImportError) as error:
            raise StoreAddressError from error
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._driver_error: type[Exception] = self.engine.dialect.loaded_dbapi.Error
        self._writers = threading.Lock()
        # called after the commit of each transaction that recorded an event
        self.on_commit: list[Callable[[], None]] = []
        self.run_commit: RunCommit = lambda commit: (
            commit()
        )  # a server whose greenlets share one thread puts another in place

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for queries only: one consistent snapshot, rolled back at the end."""
        with Session(self.engine, autoflush=False, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that commits when the block ends well; calls `on_commit` if it recorded
        events.
        """
        has_events = False
        try:
            with (
                self.writing_connection() as connection,
                Session(connection, expire_on_commit=False) as session,
            ):
                yield session
                session.flush()
                has_events = HAS_EVENTS in session.info
                connection.commit()
        except IntegrityError as error:  # two at once, and the other was first
            raise ConflictError from error
        if has_events:
            for callback in self.on_commit:
                callback()

    @contextmanager
    def writing_connection(self) -> Iterator[Connection]:
        """A connection inside a write transaction; the caller commits, anything else rolls back.

        What goes wrong at the driver is a DBAPIError, also where the driver's own cursor was used.
        """
        with self._writers, self.engine.connect().execution_options(writes=True) as connection:
            self._begin(connection)
            try:
                yield connection
            except self._driver_error as error:
                raise DBAPIError.instance(None, None, error, self._driver_error) from error

    def _begin(self, connection: Connection) -> None:
        deadline = time.monotonic() + BUSY_TIMEOUT
        while True:
            try:
                connection.begin()
            except OperationalError as error:
                if "locked" not in str(error) and "busy" not in str(error):
                    raise
                if time.monotonic() > deadline:
                    raise StoreBusyError from error
                time.sleep(BUSY_RETRY_DELAY)
            else:
                return

    def revision(self) -> str | None:
        """The migration that the schema is at, None for an empty database; raises
        StoreUnreachableError.
        """
        try:
            with self.engine.connect() as connection:
                return MigrationContext.configure(connection).get_current_revision()
        except DBAPIError as error:
            raise StoreUnreachableError from error

    def dispose(self) -> None:
        """Close the pooled connections."""
        self.engine.dispose()
