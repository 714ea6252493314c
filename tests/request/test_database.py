"""The session of a request: one snapshot while it reads, and what it wrote is seen afterwards."""

from collections.abc import Iterator

import pytest
from flask import Flask, g
from sqlalchemy import select

from drafting.request.database import db, end_reading, transaction
from drafting.storage.models import CodeOfPractice
from tests.support.people import World


@pytest.fixture
def request_of(app: Flask, world: World) -> Iterator[Flask]:
    """A request on a platform with one code of practice."""
    with app.test_request_context():
        yield app


def title() -> str:
    """The title as the session of the request reads it."""
    return db().scalars(select(CodeOfPractice.title)).one()


def write(title: str) -> None:
    """Change the title inside the open transaction."""
    db().scalars(select(CodeOfPractice)).one().title = title


def write_in_vain() -> None:
    """Change the title in a transaction that raises LookupError."""
    with transaction():
        write("Changed")
        raise LookupError


def write_elsewhere(world: World, title: str) -> None:
    """Change the title as another request does."""
    with world.database.transaction() as session:
        session.scalars(select(CodeOfPractice)).one().title = title


def test_a_request_reads_one_snapshot_in_one_session(request_of: Flask, world: World) -> None:
    first, before = db(), title()
    write_elsewhere(world, "Changed elsewhere")
    assert db() is first
    assert title() == before


def test_inside_a_transaction_its_session_is_the_session(request_of: Flask) -> None:
    with transaction() as session:
        assert db() is session
        write("Changed")
        assert title() == "Changed"


def test_a_transaction_ends_the_snapshot_so_that_its_writing_is_seen(
    request_of: Flask, world: World
) -> None:
    before = db()
    title()
    with transaction():
        write("Changed")
    assert db() is not before
    assert title() == "Changed"


def test_a_transaction_that_raises_writes_nothing(request_of: Flask, world: World) -> None:
    before = title()
    with pytest.raises(LookupError):
        write_in_vain()
    assert title() == before


def test_no_connection_is_held_after_reading_ended_and_after_the_request(
    app: Flask, world: World
) -> None:
    pool = world.database.engine.pool
    with app.test_request_context():
        title()
        assert pool.checkedout() == 1  # type: ignore[attr-defined]
        end_reading()
        assert pool.checkedout() == 0  # type: ignore[attr-defined]
        end_reading()
        title()
    assert pool.checkedout() == 0  # type: ignore[attr-defined]


def test_no_connection_is_held_while_a_transaction_waits(app: Flask, world: World) -> None:
    pool = world.database.engine.pool
    with app.test_request_context():
        title()
        with transaction():
            assert pool.checkedout() == 1  # type: ignore[attr-defined]
        assert "db_session" not in g
