"""What a kill left on the disk: the database is copied with its write-ahead log, as it lies
there, and opened afresh.

A copy, so that the server finds its files untouched and has to recover them itself. Nothing is
asked of any process.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from drafting.crdt.shared_text import SharedText
from drafting.crdt.wire.update_reader import read_state_vector
from drafting.services.coediting.queries import draft_text, head_seqs
from drafting.services.coediting.update_log import rows_after
from drafting.storage.unit_of_work import Database
from tests.chaos.ledger import BrokenPromiseError, Ledger

NAME = "drafting.sqlite3"


def examine(instance: Path, draft_ids: list[int], ledger: Ledger) -> dict[int, str]:
    """The stored texts; raises if the store is damaged, the log has a gap, or a promise is
    broken.
    """
    with TemporaryDirectory(dir=instance) as folder:
        for name in (NAME, f"{NAME}-wal"):
            if (instance / name).exists():
                shutil.copy(instance / name, folder)
        database = Database(f"sqlite:///{folder}/{NAME}")
        try:
            _is_sound(database)
            return {draft_id: _promised_text(database, draft_id, ledger) for draft_id in draft_ids}
        finally:
            database.dispose()


def _is_sound(database: Database) -> None:
    with database.engine.connect() as connection:
        report = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        assert report == ["ok"], report
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        assert orphans == [], orphans


def _promised_text(database: Database, draft_id: int, ledger: Ledger) -> str:
    with database.reading() as session:
        rows = rows_after(
            session.connection(), draft_id, 0
        )  # each checksum and each step of seq is checked
        head = head_seqs(session, [draft_id])[draft_id]
        assert [row.seq for row in rows] == list(range(1, head + 1)), (
            f"draft {draft_id}: {len(rows)} updates, head {head}"
        )
        text = draft_text(session, draft_id)
    if findings := ledger.judge(draft_id, text):
        raise BrokenPromiseError(findings, f"draft {draft_id} on the disk")
    return text


def stored_state(database: Database, draft_id: int) -> dict[int, int]:
    """The state vector of a replica loaded from the log."""
    with database.reading() as session:
        return read_state_vector(
            SharedText(
                row.payload for row in rows_after(session.connection(), draft_id, 0)
            ).state_vector
        )
