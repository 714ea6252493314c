"""A command line on an instance with a world in it, and one on nothing yet."""

from pathlib import Path

import pytest

from drafting.storage.unit_of_work import Database
from tests.cli.running import CommandLine
from tests.support.people import World, make_world


@pytest.fixture
def bare(tmp_path: Path) -> CommandLine:
    """Settings in the environment, and nothing on the disk."""
    return CommandLine(tmp_path)


@pytest.fixture
def line(bare: CommandLine, migrated: bytes) -> CommandLine:
    """A migrated, empty database."""
    bare.instance.mkdir()
    (bare.instance / "drafting.sqlite3").write_bytes(migrated)
    return bare


@pytest.fixture
def lived_in(line: CommandLine) -> World:
    """The world in the database of `line`."""
    world = make_world(Database(f"sqlite:///{line.instance / 'drafting.sqlite3'}"))
    world.database.dispose()
    return world
