"""The engine for SQLite or PostgreSQL, tuned so that a committed word survives a power cut and
no write stalls the hub.

SQLite: WAL with synchronous=FULL (sqlite.org/pragma.html#pragma_synchronous), BEGIN issued by us
because the driver's own legacy transaction control begins too late, and a busy timeout short
enough to retry cooperatively (unit_of_work.py).
"""

import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

BUSY_TIMEOUT_MS = 20  # longer would freeze every greenlet: sqlite3 waits inside C
# seconds that a new connection waits while another process opens or closes the same file
OPEN_TIMEOUT = 5.0
OPEN_RETRY_DELAY = 0.01  # seconds between two tries


def make_engine(database_url: str) -> Engine:
    """An engine whose connections are safe to share between greenlets, one at a time."""
    if make_url(database_url).get_backend_name() == "sqlite":
        return _sqlite_engine(database_url)
    # PostgreSQL takes 100 connections as it comes: enough for four serving processes and their
    # worker.
    return create_engine(
        database_url, hide_parameters=True, pool_size=5, max_overflow=13, pool_pre_ping=True
    )


def _sqlite_engine(database_url: str) -> Engine:
    engine = create_engine(
        database_url,
        hide_parameters=True,
        pool_size=10,
        max_overflow=20,
        connect_args={"check_same_thread": False, "timeout": 0},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    _use_wal(cursor)
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _use_wal(cursor: Any) -> None:
    # The first process to open the file and the last to close it hold it alone for a moment
    # (sqlite.org/wal.html §4).
    deadline = time.monotonic() + OPEN_TIMEOUT
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(OPEN_RETRY_DELAY)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that turns to writing fails at once with BUSY_SNAPSHOT; writers say so
    # from the start.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
