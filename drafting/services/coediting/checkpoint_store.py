"""Stores checkpoints: two for each draft, and with them all rows since the older one.

A corrupt checkpoint loses nothing: the one before it and the rows after that hold the same. Each
half begins with a checksum that also covers its draft and its place. Knows how to read and replace,
not when.
"""

import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.orm import InstrumentedAttribute

from drafting import clock
from drafting.crdt.checkpoint import OpeningState, read_history, read_opening
from drafting.crdt.errors import MalformedUpdateError
from drafting.crdt.history import EditHistory
from drafting.services.coediting.update_log import LogDamagedError
from drafting.storage.models import DraftCheckpoint, DraftUpdate, WorkingDraft

_CHECKSUM = 16  # bytes
Half = TypeVar("Half")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NewCheckpoint:
    """Replaces the rows up to `seq`; `follows` is the newest checkpoint it was made after, 0 for
    none.
    """

    seq: int
    follows: int
    opening: bytes
    history: bytes


def newest_seq(connection: Connection, draft_id: int) -> int:
    """The place of the newest checkpoint, good or corrupt; 0 without any."""
    query = select(DraftCheckpoint.seq).where(DraftCheckpoint.working_draft_id == draft_id)
    return connection.execute(query.order_by(DraftCheckpoint.seq.desc()).limit(1)).scalar() or 0


def newest_opening(
    connection: Connection, draft_id: int, *, after: int
) -> tuple[int, OpeningState] | None:
    """The newest good opening past `after`, and its seq."""
    return next(_good(connection, draft_id, after, DraftCheckpoint.opening, read_opening), None)


def newest_history(connection: Connection, draft_id: int) -> EditHistory:
    """The newest good history; an empty one if there is none, to be filled from the log's first
    row.
    """
    found = next(_good(connection, draft_id, 0, DraftCheckpoint.history, read_history), None)
    return found[1] if found else EditHistory()


def replace_rows(
    connection: Connection, draft_id: int, new: NewCheckpoint, failpoint: Callable[[str], None]
) -> None:
    """Store a checkpoint, and delete what the one before it replaces, inside a write transaction.

    Does nothing if another worker was first. The row of the draft is locked as by those who append
    to the log.
    """
    head = select(WorkingDraft.head_seq).where(WorkingDraft.id == draft_id).with_for_update()
    if connection.execute(head).scalar_one() < new.seq:
        raise LogDamagedError(draft_id=draft_id, seq=new.seq)
    if newest_seq(connection, draft_id) != new.follows:
        return
    _insert(connection, draft_id, new)
    failpoint("after_checkpoint_before_delete")
    for table in (DraftUpdate, DraftCheckpoint):
        limit = table.seq <= new.follows if table is DraftUpdate else table.seq < new.follows
        connection.execute(delete(table).where(table.working_draft_id == draft_id, limit))
    failpoint("after_delete_before_commit")


def _insert(connection: Connection, draft_id: int, new: NewCheckpoint) -> None:
    halves = {
        "opening": _seal(draft_id, new.seq, new.opening),
        "history": _seal(draft_id, new.seq, new.history),
    }
    row = {"working_draft_id": draft_id, "seq": new.seq, "made_at": clock.now(), **halves}
    connection.execute(insert(DraftCheckpoint), [row])
    columns = select(DraftCheckpoint.opening, DraftCheckpoint.history)
    found = connection.execute(
        columns.where(DraftCheckpoint.working_draft_id == draft_id, DraftCheckpoint.seq == new.seq)
    )
    if [bytes(half) for half in found.one()] != list(halves.values()):
        raise LogDamagedError(draft_id=draft_id, seq=new.seq)


def _good(
    connection: Connection,
    draft_id: int,
    after: int,
    half: InstrumentedAttribute[bytes],
    read: Callable[[bytes], Half],
) -> Iterator[tuple[int, Half]]:
    """The halves whose checksum is right, newest first; the others are logged for the operator."""
    query = select(DraftCheckpoint.seq, half).where(
        DraftCheckpoint.working_draft_id == draft_id, DraftCheckpoint.seq > after
    )
    for seq, sealed in connection.execute(query.order_by(DraftCheckpoint.seq.desc())):
        body = bytes(sealed)[_CHECKSUM:]
        try:
            if _seal(draft_id, seq, body) == bytes(sealed):
                yield seq, read(body)
                continue
        except (
            MalformedUpdateError
        ):  # sound, but written by a program that this one does not understand
            log.exception(
                "draft %d: the %s of its checkpoint %d cannot be read", draft_id, half.key, seq
            )
        log.error(
            "draft %d: the %s of its checkpoint %d is damaged; going on without it",
            draft_id,
            half.key,
            seq,
        )


def _seal(draft_id: int, seq: int, body: bytes) -> bytes:
    place = draft_id.to_bytes(8, "big") + seq.to_bytes(8, "big")
    return hashlib.blake2b(place + body, digest_size=_CHECKSUM).digest() + body
