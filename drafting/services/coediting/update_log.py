"""The append-only log of a working draft: writing rows inside a transaction, reading them back,
checking them.

The driver's own cursor on purpose: SQLAlchemy's costs three times as much here, and this is the
hottest write there is. A row is small on purpose too: one key typed is 22 bytes of update, and
everything else about it is less than that again.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPICursor

from drafting import clock
from drafting.errors import DraftingError

INSERT = (
    "INSERT INTO draft_update (working_draft_id, seq, account_id, at, payload, checksum) "
    "VALUES (?, ?, ?, ?, ?, ?)"
)
MOVE_HEAD = "UPDATE working_draft SET head_seq = ? WHERE id = ?"
HEAD = "SELECT head_seq FROM working_draft WHERE id = ?"
READ = (
    "SELECT seq, account_id, at, payload, checksum FROM draft_update WHERE working_draft_id = "
    "? AND seq > ? ORDER BY seq"
)


_CHECKSUM = 4  # bytes: one of 4 thousand million rotten flushes passes; rows written before had 8


class LogDamagedError(DraftingError):
    """A row of the log is missing, or its bytes are not those that were committed."""


@dataclass(frozen=True, slots=True)
class LogRow:
    """One update to append, and who sent it (None for the operator)."""

    account_id: int | None
    payload: bytes


@dataclass(frozen=True, slots=True)
class CommittedUpdate:
    """One update as the log holds it. `at` is ms since 1970, UTC."""

    seq: int
    account_id: int | None
    at: int
    payload: bytes


@dataclass(frozen=True, slots=True)
class Flush:
    """What is appended to one draft, at least one row, after `head_seq`, which the caller has
    read under lock.
    """

    draft_id: int
    head_seq: int
    rows: Sequence[LogRow]


def append_rows(
    connection: Connection, draft_id: int, head_seq: int, rows: Sequence[LogRow]
) -> list[CommittedUpdate]:
    """Append `rows` after `head_seq`, which the caller has read under lock in this transaction,
    and move the head.
    """
    [updates] = append_flushes(connection, [Flush(draft_id, head_seq, rows)])
    return updates


def append_flushes(connection: Connection, flushes: Sequence[Flush]) -> list[list[CommittedUpdate]]:
    """The same for several drafts, in two statements for all of them."""
    at = int(clock.now().timestamp() * 1000)
    appended = [
        [
            CommittedUpdate(seq, row.account_id, at, row.payload)
            for seq, row in enumerate(flush.rows, flush.head_seq + 1)
        ]
        for flush in flushes
    ]
    by_draft = list(zip((flush.draft_id for flush in flushes), appended, strict=True))
    rows = [row for draft_id, updates in by_draft for row in _stored(draft_id, updates)]
    cursor = cursor_of(connection)
    cursor.executemany(_marked(connection, INSERT), rows)
    cursor.executemany(
        _marked(connection, MOVE_HEAD),
        [(updates[-1].seq, draft_id) for draft_id, updates in by_draft],
    )
    return appended


def cursor_of(connection: Connection) -> DBAPICursor:
    """The driver's own cursor, in the transaction of the connection."""
    return connection.connection.cursor()


def _stored(
    draft_id: int, updates: Sequence[CommittedUpdate]
) -> Iterator[tuple[int, int, int | None, int, bytes, bytes | None]]:
    """As rows of the table; the last of a flush carries the checksum of all of it."""
    checksum = _checksum((one.seq, one.payload) for one in updates)[:_CHECKSUM]
    for one in updates:
        yield (
            draft_id,
            one.seq,
            one.account_id,
            one.at,
            one.payload,
            checksum if one is updates[-1] else None,
        )


def rows_after(connection: Connection, draft_id: int, seq: int) -> list[CommittedUpdate]:
    """The updates past `seq` in order, each flush checked; raises LogDamagedError naming the
    place.
    """
    # The head first: what is committed between the two reads only adds rows.
    head = connection.exec_driver_sql(_marked(connection, HEAD), (draft_id,)).scalar_one()
    result = connection.exec_driver_sql(_marked(connection, READ), (draft_id, seq))
    rows = list(_checked(draft_id, seq, ((r[0], r[1], r[2], bytes(r[3]), r[4]) for r in result)))
    if (rows[-1].seq if rows else seq) < head:
        raise LogDamagedError(draft_id=draft_id, seq=head)
    return rows


def _marked(connection: Connection, statement: str) -> str:
    """The statement with the parameter marks of the driver (PEP 249, paramstyle)."""
    return statement if connection.dialect.paramstyle == "qmark" else statement.replace("?", "%s")


Row = tuple[int, int | None, int, bytes, bytes | None]


def _checked(draft_id: int, seq: int, rows: Iterable[Row]) -> Iterator[CommittedUpdate]:
    flush: list[tuple[int, bytes]] = []
    for row_seq, account_id, at, payload, checksum in rows:
        seq += 1
        flush.append((row_seq, payload))
        if row_seq != seq or (checksum is not None and not _is_sound(flush, bytes(checksum))):
            raise LogDamagedError(draft_id=draft_id, seq=row_seq)
        if checksum is not None:
            flush.clear()
        yield CommittedUpdate(row_seq, account_id, at, payload)
    if flush:  # the last row of every flush carries a checksum
        raise LogDamagedError(draft_id=draft_id, seq=seq)


def _is_sound(flush: Iterable[tuple[int, bytes]], checksum: bytes) -> bool:
    return len(checksum) >= _CHECKSUM and _checksum(flush)[: len(checksum)] == checksum


def _checksum(rows: Iterable[tuple[int, bytes]]) -> bytes:
    digest = hashlib.blake2b(digest_size=8)
    for seq, payload in rows:
        digest.update(seq.to_bytes(8, "big") + len(payload).to_bytes(4, "big") + payload)
    return digest.digest()
