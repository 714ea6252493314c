"""Joining a working draft: rights read at the door, in one snapshot with the epoch that the
committer will compare.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from drafting.crdt.errors import MalformedUpdateError
from drafting.crdt.wire.update_reader import read_state_vector
from drafting.policy.identity import Identity
from drafting.policy.permission_map import may
from drafting.policy.permissions import Permission
from drafting.realtime.drafts.connections import Connection, Joined, user_of
from drafting.realtime.drafts.messages import Join
from drafting.realtime.refusals import Answer, refusal
from drafting.realtime.transport.rate_limit import MAX_CHARGED_SECONDS
from drafting.request.app_context import AppContext
from drafting.services.codes.errors import DraftNotFoundError
from drafting.services.codes.queries import facts_of_draft
from drafting.services.coediting.records import Sender
from drafting.services.coediting.replica_cache import CachedReplica
from drafting.services.coediting.update_log import CommittedUpdate, LogDamagedError
from drafting.services.people.identities import identity_of_sign_in
from drafting.services.people.rights_epoch import rights_epoch
from drafting.storage.unit_of_work import Database

Relay = Callable[[CachedReplica, Sequence[CommittedUpdate]], None]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rights:
    """What an identity may do in one working draft, as of `epoch`, when its log ended at
    `head_seq`.
    """

    identity: Identity
    may_read: bool
    may_write: bool
    epoch: int
    head_seq: int = 0


def rights_in(database: Database, sign_in_id: int, draft_id: int) -> Rights:
    """Read afresh who is signed in and what they may do; a draft that does not exist may not be
    read.
    """
    with database.reading() as session:
        # first: a change that slips in between only makes the epoch look old
        epoch = rights_epoch(session)
        identity = identity_of_sign_in(session, sign_in_id)
        try:
            facts = facts_of_draft(session, draft_id)
        except DraftNotFoundError:
            return Rights(identity, may_read=False, may_write=False, epoch=epoch)
    may_read = may(identity, Permission.DRAFT_READ, facts.context)
    may_write = may(identity, Permission.DRAFT_WRITE, facts.context)
    return Rights(identity, may_read, may_write, epoch, facts.head_seq)


def join_draft(context: AppContext, connection: Connection, join: Join, relay: Relay) -> Answer:
    """The answer to a `join`; when it is good, the connection is in the draft. `relay` tells
    those who are in it already.
    """
    rights = rights_in(context.database, connection.identity.sign_in_id or 0, join.draft_id)
    if not rights.may_read:
        return refusal("not_found" if rights.identity.is_signed_in else "signed_out")
    connection.identity = rights.identity
    try:
        begun = time.perf_counter()
        cached = context.replica_cache.acquire(join.draft_id)
        try:
            if refused := _refused(cached, join):
                return refused
            if (
                cached.seq < rights.head_seq
            ):  # another process committed a moment ago; what it commits from now on, it tells
                relay(cached, context.replica_cache.catch_up(cached))
            answer = _welcome(
                cached, cached.shared.update_since(join.state_vector), may_write=rights.may_write
            )
            sender = Sender(
                rights.identity.account_id or 0, rights.identity.sign_in_id or 0, rights.epoch
            )
            connection.joined = Joined(
                cached, join.client_id, sender, rights.may_write, user_of(rights.identity)
            )
            return answer
        finally:
            connection.uncharged_seconds += min(time.perf_counter() - begun, MAX_CHARGED_SECONDS)
            if connection.joined is None:  # else leave() releases it
                context.replica_cache.release(cached)
    except DraftNotFoundError:
        return refusal("not_found")
    except LogDamagedError:
        log.exception("draft %d cannot be opened", join.draft_id)
        return refusal("damaged")


def _refused(cached: CachedReplica, join: Join) -> Answer | None:
    if join.lineage not in {None, cached.lineage_id}:
        return refusal("lineage", lineage=cached.lineage_id)
    try:
        read_state_vector(join.state_vector)
    except MalformedUpdateError:
        return refusal("malformed")
    return None


def _welcome(cached: CachedReplica, update: bytes, *, may_write: bool) -> Answer:
    return {
        "ok": True,
        "lineage": cached.lineage_id,
        "seq": cached.seq,
        "may_write": may_write,
        "update": update,
        "state_vector": cached.shared.state_vector,
    }
