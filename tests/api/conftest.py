"""What tests of the API share: a world in which much is said, made once a session, and programs
with tokens.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest
from flask import Flask

from drafting.domain.roles import Role
from drafting.storage.unit_of_work import Database
from tests.support.people import World, make_world
from tests.support.programs import Program, token_for
from tests.support.published import make_public
from tests.support.spoken import Spoken, make_spoken

ProgramOf = Callable[..., Program]


@pytest.fixture(scope="session")
def _first_spoken(tmp_path_factory: pytest.TempPathFactory, migrated: bytes) -> Spoken:
    path = tmp_path_factory.mktemp("spoken") / "spoken.sqlite3"
    path.write_bytes(migrated)
    return make_spoken(make_world(Database(f"sqlite:///{path}")))


@pytest.fixture
def spoken(database: Database, _first_spoken: Spoken) -> Spoken:
    """The world of tests/support/spoken.py in the database of `app`."""
    source, target = _first_spoken.world.database.engine.url.database, database.engine.url.database
    with (
        closing(sqlite3.connect(str(source))) as made,
        closing(sqlite3.connect(str(target))) as empty,
    ):
        made.backup(empty)
    world: World = replace(_first_spoken.world, database=database)
    return replace(_first_spoken, published=replace(_first_spoken.published, world=world))


@pytest.fixture
def public(spoken: Spoken) -> Spoken:
    """The same, readable by everybody."""
    make_public(spoken.world)
    return spoken


@pytest.fixture
def program_of(app: Flask, spoken: Spoken) -> ProgramOf:
    """A program with the token of the member of a role, or of the stranger ("stranger"), or of
    nobody (None).
    """

    def make(who: Role | str | None, *, may_write: bool = False) -> Program:
        if who is None:
            return Program(app)
        account_id = spoken.world.account_ids[who] if isinstance(who, Role) else spoken.stranger_id
        return Program(app, token_for(spoken.world.database, account_id, may_write=may_write))

    return make
