"""Joining a working draft: rights read at the door, in one snapshot with the epoch that the committer will compare."""

from dataclasses import dataclass

from drafting.policy.identity import Identity
from drafting.policy.permission_map import may
from drafting.policy.permissions import Permission
from drafting.services.code_queries import chapter_of_draft, context_of
from drafting.services.errors import DraftNotFoundError
from drafting.services.identities import identity_of_sign_in
from drafting.services.rights import rights_epoch
from drafting.storage.unit_of_work import Database


@dataclass(frozen=True, slots=True)
class Rights:
    """What an identity may do in one working draft, as of `epoch`."""

    identity: Identity
    may_read: bool
    may_write: bool
    epoch: int


def rights_in(database: Database, sign_in_id: int, draft_id: int) -> Rights:
    """Read afresh who is signed in and what they may do; a draft that does not exist may not be read."""
    with database.reading() as session:
        epoch = rights_epoch(session)  # first: a change that slips in between only makes the epoch look old
        identity = identity_of_sign_in(session, sign_in_id)
        try:
            context = context_of(chapter_of_draft(session, draft_id))
        except DraftNotFoundError:
            return Rights(identity, may_read=False, may_write=False, epoch=epoch)
        return Rights(
            identity,
            may(identity, Permission.DRAFT_READ, context),
            may(identity, Permission.DRAFT_WRITE, context),
            epoch,
        )
