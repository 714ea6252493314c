"""One transaction for one use-case: all or nothing, told afterwards, and never a wait without
end.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from drafting.domain.events.people import AccountCreated
from drafting.errors import ConflictError, StoreBusyError
from drafting.policy.identity import OPERATOR
from drafting.services.people.accounts import create_account
from drafting.services.recording import record
from drafting.storage import unit_of_work
from drafting.storage.models import Account, ActivityEntry
from drafting.storage.unit_of_work import Database


def add(database: Database, email: str = "ada@example.org") -> None:
    with database.transaction() as session:
        create_account(session, OPERATOR, email=email, name="Ada", password_hash=None)


def accounts(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count(Account.id))) or 0


@contextmanager
def writing_elsewhere(database: Database) -> Iterator[sqlite3.Connection]:
    """Another process in the middle of a write."""
    other = sqlite3.connect(str(database.engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        other.close()


def test_on_commit_is_called_after_the_commit(database: Database) -> None:
    heard: list[int] = []
    database.on_commit.append(lambda: heard.append(accounts(database)))
    with database.transaction() as session:
        create_account(session, OPERATOR, email="ada@example.org", name="Ada", password_hash=None)
        assert heard == []
    assert heard == [1]


def test_what_was_rolled_back_was_never_said_and_never_stored(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as session:
            create_account(
                session, OPERATOR, email="ada@example.org", name="Ada", password_hash=None
            )
            raise RuntimeError

    heard: list[bool] = []
    database.on_commit.append(lambda: heard.append(True))
    with pytest.raises(RuntimeError):
        fail()
    add(database, "bram@example.org")
    assert (len(heard), accounts(database)) == (1, 1)


def test_the_trail_and_the_fact_are_one_transaction(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as session:
            record(session, OPERATOR, AccountCreated(code_id=None, account_id=1))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.reading() as session:
        assert session.scalars(select(ActivityEntry)).all() == []


def test_a_broken_constraint_is_a_conflict_and_the_next_transaction_is_fine(
    database: Database,
) -> None:
    add(database)
    with database.reading() as session:
        row = session.scalars(select(Account)).one()
    heard: list[bool] = []
    database.on_commit.append(lambda: heard.append(True))
    with pytest.raises(ConflictError), database.transaction() as session:
        session.add(
            Account(
                email=row.email,
                name="Second",
                is_administrator=False,
                is_disabled=False,
                created_at=row.created_at,
            )
        )
    assert heard == []
    add(database, "bram@example.org")
    assert accounts(database) == 2


def test_a_foreign_key_that_leads_nowhere_is_a_conflict(database: Database) -> None:
    with pytest.raises(ConflictError), database.transaction() as session:
        record(session, OPERATOR, AccountCreated(code_id=9_999, account_id=1))


def test_another_process_that_writes_makes_the_store_busy_in_bounded_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit_of_work, "BUSY_TIMEOUT", 0.2)
    with writing_elsewhere(database):
        began = time.monotonic()
        with pytest.raises(StoreBusyError):
            add(database)
        assert 0.2 <= time.monotonic() - began < 2
        assert accounts(database) == 0  # reading is not disturbed
    add(database)
    assert accounts(database) == 1


def test_a_writer_waits_for_another_process_that_ends_in_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[float] = []
    with writing_elsewhere(database) as other:

        def end_at_the_third_try(pause: float) -> None:
            tries.append(pause)
            if len(tries) == 3:
                other.execute("ROLLBACK")

        # Of this module alone: threads of other tests may be asleep.
        monkeypatch.setattr(
            unit_of_work,
            "time",
            SimpleNamespace(monotonic=time.monotonic, sleep=end_at_the_third_try),
        )
        add(database)
    assert (len(tries), accounts(database)) == (3, 1)


def test_a_reader_sees_one_moment(database: Database) -> None:
    with database.reading() as session:
        assert session.scalar(select(func.count(Account.id))) == 0
        add(database)
        assert session.scalar(select(func.count(Account.id))) == 0
    assert accounts(database) == 1


def test_what_is_added_while_reading_is_never_stored(database: Database) -> None:
    with database.reading() as session:
        create_account(session, OPERATOR, email="ada@example.org", name="Ada", password_hash=None)
    assert accounts(database) == 0


def test_a_connection_that_is_not_committed_keeps_nothing(database: Database) -> None:
    with database.writing_connection() as connection:
        connection.exec_driver_sql("UPDATE rights_epoch SET epoch = 99")
    with database.reading() as session:
        assert (
            session.connection().exec_driver_sql("SELECT epoch FROM rights_epoch").scalar_one()
            != 99
        )
