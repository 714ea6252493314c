"""The pragmas on which "Saved" rests, on every connection of the pool."""

import sqlite3
import time
from contextlib import closing
from types import SimpleNamespace

import pytest

from drafting.settings import Settings
from drafting.storage.engine import BUSY_TIMEOUT_MS, make_engine
from drafting.storage.unit_of_work import Database, StoreUnreachableError


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", BUSY_TIMEOUT_MS),
    ],
)
def test_every_connection_is_prepared(database: Database, pragma: str, value: object) -> None:
    with database.engine.connect() as one, database.engine.connect() as other:
        for connection in (one, other):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


def test_the_busy_timeout_is_too_short_to_freeze_the_process() -> None:
    assert BUSY_TIMEOUT_MS <= 20


def test_a_writer_holds_the_lock_from_its_beginning_and_a_reader_does_not(
    database: Database,
) -> None:
    with database.engine.connect().execution_options(writes=True) as writer:
        writer.begin()
        with database.engine.connect() as reader:
            assert reader.exec_driver_sql("SELECT epoch FROM rights_epoch").scalar_one() >= 0
        with (
            database.engine.connect().execution_options(writes=True) as second,
            pytest.raises(Exception, match="locked"),
        ):
            second.begin()


def test_postgresql_gets_a_pool_that_notices_dead_connections() -> None:
    engine = make_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert engine.dialect.name == "postgresql"
    assert engine.pool._pre_ping


def test_a_new_connection_waits_while_another_process_holds_the_file_alone(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = settings.instance / "drafting.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        of_this_module = SimpleNamespace(
            monotonic=time.monotonic, sleep=lambda _seconds: other.close()
        )
        monkeypatch.setattr("drafting.storage.engine.time", of_this_module)
        database = Database(settings.database_url)
        assert database.revision()
        database.dispose()


def test_a_file_that_is_held_for_ever_is_an_error_in_bounded_time(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drafting.storage.engine.OPEN_TIMEOUT", 0.05)
    with closing(
        sqlite3.connect(settings.instance / "drafting.sqlite3", isolation_level=None)
    ) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        database = Database(settings.database_url)
        with pytest.raises(StoreUnreachableError):
            database.revision()
        database.dispose()
