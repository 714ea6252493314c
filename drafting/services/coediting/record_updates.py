"""The transaction of text updates: rights, lineage and order are decided in it, and it commits.

The one exception to "services never commit". What it refuses was never stored; what it returns
is on the disk. The driver's own cursor on purpose, as in draft_log: this runs up to a hundred
times a second; a Session costs a millisecond.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from drafting.crdt.wire.update_reader import read_update
from drafting.policy.permission_map import may
from drafting.policy.permissions import Permission
from drafting.services.codes.queries import facts_of_draft
from drafting.services.coediting.records import Failpoint, Refusal, Result, Sender, no_failpoint
from drafting.services.coediting.update_log import (
    Flush,
    LogRow,
    append_flushes,
    cursor_of,
)
from drafting.services.people.identities import identity_of_sign_in
from drafting.storage.unit_of_work import Database

HEADS = "SELECT id, lineage_id, head_seq FROM working_draft WHERE id IN ({ids}) ORDER BY id"
EPOCH = "SELECT epoch FROM rights_epoch WHERE id = 1"


@dataclass(frozen=True, slots=True)
class VerifiedUpdate:
    """An update that fits the replica, on its way into the log."""

    draft_id: int
    lineage_id: str
    sender: Sender
    payload: bytes


def record_updates(
    database: Database, updates: Sequence[VerifiedUpdate], failpoint: Failpoint = no_failpoint
) -> list[Result]:
    """Commit all updates that may be committed, in one transaction; one result for each, in the
    order given.
    """
    with database.writing_connection() as connection:
        results = _record(connection, updates)
        failpoint("after_insert_before_commit")
        database.run_commit(connection.commit)
    failpoint("after_commit_before_apply")
    return results


def _record(connection: Connection, updates: Sequence[VerifiedUpdate]) -> list[Result]:
    heads = _locked_heads(connection, sorted({update.draft_id for update in updates}))
    refused = _refused(connection, updates, heads)
    results: list[Result] = [refused.get(i, Refusal("not_found")) for i in range(len(updates))]
    taken: dict[int, list[int]] = {}  # by draft, which of the updates go into it
    for i, update in enumerate(updates):
        if i not in refused:
            taken.setdefault(update.draft_id, []).append(i)
    flushes = [
        Flush(
            draft_id,
            heads[draft_id][1],
            [LogRow(updates[i].sender.account_id, updates[i].payload) for i in which],
        )
        for draft_id, which in taken.items()
    ]
    appended = append_flushes(connection, flushes) if flushes else []
    for which, committed in zip(taken.values(), appended, strict=True):
        for i, one in zip(which, committed, strict=True):
            results[i] = one
    return results


def _locked_heads(connection: Connection, draft_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
    """(lineage, head_seq) of each draft; on PostgreSQL the rows are locked in the order of their
    ids, so no deadlock.
    """
    query = HEADS.format(ids=", ".join(str(int(draft_id)) for draft_id in draft_ids))
    cursor = cursor_of(connection)
    cursor.execute(query + _lock(connection, " FOR UPDATE"))
    return {
        draft_id: (lineage_id, head_seq) for draft_id, lineage_id, head_seq in cursor.fetchall()
    }


def _lock(connection: Connection, clause: str) -> str:
    """SQLite locks the whole database when the transaction begins, and has no such clause."""
    return "" if connection.dialect.name == "sqlite" else clause


def _refused(
    connection: Connection, updates: Sequence[VerifiedUpdate], heads: dict[int, tuple[str, int]]
) -> dict[int, Refusal]:
    # A change of rights must wait until this transaction ends.
    cursor = cursor_of(connection)
    cursor.execute(EPOCH + _lock(connection, " FOR SHARE"))
    [(epoch,)] = cursor.fetchall()
    rights: dict[tuple[int, int], Refusal | None] = {}
    refused: dict[int, Refusal] = {}
    in_doubt: dict[int, set[int]] = {}  # by draft: the client ids of which something was refused
    for i, update in enumerate(updates):
        if update.draft_id not in heads:
            refused[i] = Refusal("not_found")
        elif heads[update.draft_id][0] != update.lineage_id:
            refused[i] = Refusal("lineage")
        elif update.sender.epoch != epoch and (
            refusal := _without_right(connection, update, rights)
        ):
            refused[i] = refusal
        elif _builds_on(update, in_doubt.get(update.draft_id)):
            refused[i] = Refusal("not_saved_yet")
        else:
            update.sender.epoch = epoch
        if i in refused:
            in_doubt.setdefault(update.draft_id, set()).update(
                one.client for one in read_update(update.payload).structs
            )
    return refused


def _builds_on(update: VerifiedUpdate, clients: set[int] | None) -> bool:
    """Whether it was verified on top of refused updates of these client ids: its predecessor would
    be missing.
    """
    if not clients:
        return False
    reading = read_update(update.payload)
    touched = {one.client for one in (*reading.structs, *reading.deletes)} | {
        client for client, _ in reading.needs
    }
    return not touched.isdisjoint(clients)


def _without_right(
    connection: Connection, update: VerifiedUpdate, known: dict[tuple[int, int], Refusal | None]
) -> Refusal | None:
    key = (update.sender.sign_in_id, update.draft_id)
    if key not in known:
        with Session(connection, expire_on_commit=False) as session:
            identity = identity_of_sign_in(session, update.sender.sign_in_id)
            context = facts_of_draft(session, update.draft_id).context
        if may(identity, Permission.DRAFT_WRITE, context):
            known[key] = None
        else:
            known[key] = Refusal("not_permitted" if identity.is_signed_in else "signed_out")
    return known[key]
