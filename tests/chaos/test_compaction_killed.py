"""F32: a checkpoint in the making is cut off. What is left on the disk is the old or the new,
and both say the same.

SIGKILL at each named point; and, as a power cut leaves it, a write-ahead log of which only the
beginning arrived.
"""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from drafting.services.coediting.checkpoints import make_checkpoint
from drafting.services.coediting.replicas import load_replica
from drafting.services.coediting.update_log import LogRow, append_rows
from drafting.settings import PROJECT_ROOT
from drafting.storage.models import DraftCheckpoint, DraftUpdate
from drafting.storage.unit_of_work import Database
from tests.services.coediting.typists import Typist
from tests.support.people import World

POINTS = {  # and how many checkpoints there are afterwards, how many rows
    "after_checkpoint_before_delete": (1, 61),
    "after_delete_before_commit": (1, 61),
    "after_commit": (2, 30),
}


class Disk:
    """A draft with one checkpoint, on its way to the second."""

    def __init__(self, world: World) -> None:
        self.database, self.draft_id = world.database, world.draft_ids[0]
        self.path = Path(str(world.database.engine.url.database))
        self.typist, self.head = Typist(world), 1
        self.grow()
        make_checkpoint(self.database, {"draft_id": self.draft_id})
        self.grow()

    def grow(self) -> None:
        rows = [
            LogRow(self.typist.sender.account_id, self.typist.type(f"{n} é😀 ", at=n))
            for n in range(30)
        ]
        with self.database.transaction() as session:
            append_rows(session.connection(), self.draft_id, self.head, rows)
        self.head += len(rows)

    def found(self, database: Database) -> tuple[bytes, int, int]:
        """What opens, and from how many checkpoints and rows."""
        with database.reading() as session:
            digest = load_replica(session.connection(), self.draft_id).shared.digest()
            counts = [
                len(
                    list(
                        session.scalars(
                            select(table.seq).where(table.working_draft_id == self.draft_id)
                        )
                    )
                )
                for table in (DraftCheckpoint, DraftUpdate)
            ]
        return digest, counts[0], counts[1]


@pytest.fixture
def disk(world: World) -> Iterator[Disk]:
    disk = Disk(world)
    yield disk
    disk.database.dispose()


@pytest.mark.parametrize("point", POINTS)
def test_F32_killed_at_a_point_the_old_or_the_new_is_there(disk: Disk, point: str) -> None:
    command = [
        sys.executable,
        "-m",
        "tests.chaos.compaction",
        f"sqlite:///{disk.path}",
        str(disk.draft_id),
        point,
    ]
    ended = subprocess.run(command, cwd=PROJECT_ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert disk.found(disk.database) == (disk.typist.replica.digest(), *POINTS[point])
    make_checkpoint(disk.database, {"draft_id": disk.draft_id})
    assert disk.found(disk.database) == (disk.typist.replica.digest(), *POINTS["after_commit"])


def test_F32_whatever_part_of_it_reached_the_disk_says_the_same(disk: Disk, tmp_path: Path) -> None:
    with (
        disk.database.engine.connect() as connection
    ):  # held, so that nothing is moved out of the write-ahead log
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        make_checkpoint(disk.database, {"draft_id": disk.draft_id})
        wal = disk.path.with_name(disk.path.name + "-wal").read_bytes()
        main = disk.path.read_bytes()
    seen = set()
    for length in [*range(0, len(wal), max(1, len(wal) // 40)), len(wal)]:
        folder = tmp_path / str(length)
        folder.mkdir()
        (folder / "cut.sqlite3").write_bytes(main)
        (folder / "cut.sqlite3-wal").write_bytes(wal[:length])
        cut = Database(f"sqlite:///{folder / 'cut.sqlite3'}")
        digest, *counts = disk.found(cut)
        cut.dispose()
        shutil.rmtree(folder)
        assert digest == disk.typist.replica.digest()
        seen.add(tuple(counts))
    assert seen == {POINTS["after_delete_before_commit"], POINTS["after_commit"]}
