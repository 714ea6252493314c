"""The sockets of this process that follow the comments on a version, and what is sent to them.

A notification carries no text: the browser fetches the thread over HTTP, where the permission map
answers again.
"""

import logging
from dataclasses import dataclass
from typing import Any

from drafting.domain.events.base import DomainEvent
from drafting.policy.identity import Identity
from drafting.realtime.refusals import refusal
from drafting.realtime.transport.disconnecting import disconnect_socket
from drafting.realtime.transport.rate_limit import TokenBucket
from drafting.services.comments.feed import (
    RoundEvent,
    ThreadEvent,
    ThreadNotification,
    latest_entry,
    may_follow,
    may_receive,
    notification_of,
    version_of_event,
)
from drafting.services.people.identities import identity_of_sign_in
from drafting.services.people.rights_epoch import rights_epoch
from drafting.storage.unit_of_work import Database, Session

NAMESPACE = "/threads"
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Follower:
    """A socket and the version it follows (0: none yet)."""

    sid: str
    identity: Identity
    epoch: int  # of the rights that `identity` was read under
    bucket: TokenBucket
    version_id: int = 0


class ThreadFollowers:
    """Followers by sid. `server` is the SocketIO server."""

    def __init__(self, server: Any, database: Database) -> None:
        self._server = server
        self._database = database
        self.by_sid: dict[str, Follower] = {}

    def notify(self, event: DomainEvent) -> None:
        """Notify the followers who may see the thread of `event`, of whichever process."""
        if not isinstance(event, ThreadEvent | RoundEvent) or not self.by_sid:
            return
        with self._database.reading() as session:
            version_id = version_of_event(session, event)
            followers = [one for one in self.by_sid.values() if one.version_id == version_id]
            if not followers:
                return
            notification = notification_of(session, event)
            entry = latest_entry(session, event.code_id or 0)
            self._reload_identities(session, followers)
        for follower in followers:
            if notification is not None:
                self.send(follower, notification, entry)

    @staticmethod
    def _reload_identities(session: Session, followers: list[Follower]) -> None:
        """Read identities again whose rights may have changed since they were read."""
        epoch = rights_epoch(session)
        for follower in followers:
            if follower.epoch != epoch:
                sign_in_id = follower.identity.sign_in_id or 0
                follower.identity = identity_of_sign_in(session, sign_in_id)
                follower.epoch = epoch

    def send(self, follower: Follower, notification: ThreadNotification, entry: int) -> None:
        """Send a notification to one follower, if it may receive it."""
        if may_receive(follower.identity, notification):
            message = {
                "version": notification.version_id,
                "eid": notification.eid,
                "thread": notification.number,
                "what": notification.what,
                "since": entry,
            }
            self._server.emit("changed", message, namespace=NAMESPACE, room=follower.sid)

    def review(self, follower: Follower) -> None:
        """Disconnect a follower who is signed out or may not read the version any more."""
        with self._database.reading() as session:
            identity = identity_of_sign_in(session, follower.identity.sign_in_id or 0)
            may_stay = not follower.version_id or may_follow(session, identity, follower.version_id)
        if not identity.is_signed_in or not may_stay:
            error = "not_found" if identity.is_signed_in else "signed_out"
            message = {**refusal(error), "version": follower.version_id}
            self._server.emit("left", message, namespace=NAMESPACE, room=follower.sid)
            disconnect_socket(self._server, NAMESPACE, follower.sid)
