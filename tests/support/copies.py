"""Worlds for a state machine: each of its runs begins with the same one, in a file of its own."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from drafting.storage.unit_of_work import Database
from tests.support.people import World


def copies_of(world: World, folder: Path) -> Callable[[], World]:
    """Makes one copy after the other of a world as it is now (SQLite)."""
    with world.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    whole, made = Path(str(world.database.engine.url.database)).read_bytes(), iter(range(1_000_000))

    def new_world() -> World:
        path = folder / f"{next(made)}.sqlite3"
        path.write_bytes(whole)
        return replace(world, database=Database(f"sqlite:///{path}"))

    return new_world
