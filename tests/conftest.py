"""Fixtures that all tests share: a migrated store, the application on it, people in it, and a
real server process.

Nothing is mocked: the store is a file, argon2 is only made cheap, the server is `drafting serve`
in its own process.
"""

import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from drafting.app import create_app
from drafting.cli.store import migrate
from drafting.domain.roles import Role
from drafting.services.people import passwords
from drafting.settings import Settings
from drafting.storage.unit_of_work import Database
from tests.support.browser_text import PageClient
from tests.support.people import World, make_world
from tests.support.postgresql import postgresql_server
from tests.support.published import Published, make_published
from tests.support.server import Server
from tests.support.settings import environ_for


@pytest.fixture(scope="session", autouse=True)
def _cheap_argon2() -> None:
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords.nobodys_hash.cache_clear()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An empty, migrated SQLite database as bytes: copied, not migrated again, for each test."""
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path.read_bytes()


@pytest.fixture
def settings(tmp_path: Path, migrated: bytes) -> Settings:
    """Settings of an instance in the test's own folder, its database migrated and empty."""
    settings = Settings.from_environ(environ_for(tmp_path / "instance"))
    settings.instance.mkdir()
    (settings.instance / "drafting.sqlite3").write_bytes(migrated)
    return settings


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.testing = True
    app.test_client_class = PageClient
    app.config["WTF_CSRF_ENABLED"] = False  # its own tests switch it on
    yield app
    app.extensions["drafting"].database.dispose()


@pytest.fixture
def database(app: Flask) -> Database:
    database: Database = app.extensions["drafting"].database
    return database


@pytest.fixture(scope="session")
def _first_world(tmp_path_factory: pytest.TempPathFactory, migrated: bytes) -> World:
    path = tmp_path_factory.mktemp("world") / "world.sqlite3"
    path.write_bytes(migrated)
    return make_world(Database(f"sqlite:///{path}"))


@pytest.fixture
def world(database: Database, _first_world: World) -> World:
    """A code of practice with chapters, working groups and one member of each role: a copy, made
    once a session.
    """
    _copy(_first_world.database, database)
    return replace(_first_world, database=database)


def _copy(source: Database, target: Database) -> None:
    names = [str(one.engine.url.database) for one in (source, target)]
    with closing(sqlite3.connect(names[0])) as made, closing(sqlite3.connect(names[1])) as empty:
        made.backup(empty)


@pytest.fixture(scope="session")
def _first_published(tmp_path_factory: pytest.TempPathFactory, _first_world: World) -> Published:
    path = tmp_path_factory.mktemp("published") / "published.sqlite3"
    copied = replace(_first_world, database=Database(f"sqlite:///{path}"))
    _copy(_first_world.database, copied.database)
    return make_published(copied)


@pytest.fixture
def published(world: World, _first_published: Published) -> Published:
    """The world with a published version, an open round and threads in every state: `world` is
    then that world.
    """
    _copy(_first_published.world.database, world.database)
    return replace(_first_published, world=world)


@pytest.fixture
def client_of(app: Flask, world: World) -> Callable[[Role | None], FlaskClient]:
    """A browser signed in as the member of a role; None for nobody."""

    def make(role: Role | None) -> FlaskClient:
        client = app.test_client()
        if role is not None:
            with client.session_transaction() as session:
                session["token"] = world.token(role)
        return client

    return make


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server, started once."""
    with postgresql_server() as address:
        yield address


@pytest.fixture
def own_server(tmp_path: Path, migrated: bytes) -> Iterator[Server]:
    """A server process of the test's own, with a world in its database: for tests that kill it."""
    with Server.fresh(tmp_path / "instance", migrated) as server:
        yield server


@pytest.fixture
def server(own_server: Server) -> Server:
    return own_server


@pytest.fixture(scope="session")
def _one_server(tmp_path_factory: pytest.TempPathFactory, migrated: bytes) -> Iterator[Server]:
    with Server.fresh(tmp_path_factory.mktemp("shared") / "instance", migrated) as server:
        yield server


@pytest.fixture
def shared_server(_one_server: Server) -> Server:
    """The server process that many tests share, with a new world of the test's own in its
    database.
    """
    _one_server.world = make_world(_one_server.world.database, f"-{secrets.token_hex(4)}")
    return _one_server
