"""The namespace /threads: it only sends. A browser joins a version and may_receive which thread
changed, if it may see it.

What is sent is a doorbell; the words are fetched over HTTP, where the same permission map
answers again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from flask import request
from flask_socketio import ConnectionRefusedError as SocketRefusedError
from flask_socketio import Namespace

from drafting.domain.events.base import DomainEvent
from drafting.domain.limits import MAX_KEY
from drafting.policy.identity import Identity
from drafting.policy.permissions import Permission
from drafting.realtime.refusals import Answer, refusal, too_many_sockets
from drafting.realtime.transport.disconnecting import dismiss
from drafting.realtime.transport.handshake_gate import CROWDED, IDENTITY
from drafting.realtime.transport.rate_limit import JOIN, UPDATE, TokenBucket, bucket_of
from drafting.request.app_context import AppContext
from drafting.request.identity import asks
from drafting.services.comments.feed import (
    RoundEvent,
    ThreadEvent,
    ThreadNotification,
    latest_entry,
    latest_entry_on,
    may_follow,
    may_receive,
    notification_of,
    notifications_since,
    version_of_event,
)
from drafting.services.people.identities import identity_of_sign_in
from drafting.services.people.rights_epoch import rights_epoch

NAMESPACE = "/threads"
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Follower:
    """A socket and the version it follows (0: none yet)."""

    sid: str
    identity: Identity
    epoch: int  # of the rights that `identity` was read under
    pace: TokenBucket
    version_id: int = 0


class ThreadNamespace(Namespace):  # type: ignore[misc]
    """The sockets of this process that follow what is said about a version."""

    def __init__(self, parts: AppContext) -> None:
        super().__init__(NAMESPACE)
        self._parts = parts
        self.followers: dict[str, Follower] = {}
        self.when_connected: Callable[[], None] = lambda: None
        self.before_join: Callable[[], None] = lambda: None

    @asks(Permission.PUBLIC)  # the gate has asked already: only signed-in sockets come here
    def on_connect(self, auth: object = None) -> None:
        identity = request.environ.get(IDENTITY)
        with self._parts.database.reading() as session:
            epoch, fresh = (
                rights_epoch(session),
                identity_of_sign_in(session, identity.sign_in_id or 0 if identity else 0),
            )
        if not fresh.is_signed_in:
            raise SocketRefusedError("Sign in first.")
        if request.environ.get(CROWDED):
            raise SocketRefusedError(*too_many_sockets())
        self.when_connected()
        self.followers[_sid()] = Follower(_sid(), fresh, epoch, bucket_of(request.environ))

    @asks(Permission.PUBLIC)
    def on_disconnect(self, reason: object = None) -> None:
        self.followers.pop(_sid(), None)

    @asks(Permission.VERSION_READ)
    def on_join(self, message: object = None) -> Answer:
        follower = self.followers.get(_sid())
        if follower:
            follower.pace.keep(JOIN)
        version_id = message.get("version") if isinstance(message, dict) else None
        if (
            follower is None or type(version_id) is not int or not 0 < version_id <= MAX_KEY
        ):  # bool is an int too
            return refusal("malformed" if follower else "not_joined")
        self.before_join()
        with self._parts.database.reading() as session:
            follower.epoch = rights_epoch(
                session
            )  # first: a change that slips in between only makes it look old
            follower.identity = identity_of_sign_in(session, follower.identity.sign_in_id or 0)
            if not may_follow(session, follower.identity, version_id):
                return refusal("not_found")
        follower.version_id = version_id
        since = message.get("since") if isinstance(message, dict) else None
        return self._send_missed(follower, since) if isinstance(since, int) else {"ok": True}

    def _send_missed(self, follower: Follower, since: int) -> Answer:
        """What happened between the loading of the page, or the loss of the connection, and now;
        too much is only named.
        """
        with self._parts.database.reading() as session:
            notifications = notifications_since(
                session, follower.version_id, min(max(since, 0), MAX_KEY)
            )
            entry = latest_entry_on(session, follower.version_id)
        for notification in notifications or []:
            self._tell(follower, notification, entry)
        return (
            {"ok": True}
            if notifications is not None
            else {"ok": True, "stale": True, "since": entry}
        )

    @asks(Permission.PUBLIC)
    def on_comment(self, message: object = None) -> Answer:
        """Comments come by form or by the API, where a refusal can give the text back; here it
        is said, and nothing kept.
        """
        if follower := self.followers.get(_sid()):
            follower.pace.keep(UPDATE)
        return refusal("send_by_form")

    def hear(self, event: DomainEvent) -> None:
        """Something happened, here or in another process: ring at those who may see the thread."""
        if not isinstance(event, ThreadEvent | RoundEvent) or not self.followers:
            return
        with self._parts.database.reading() as session:
            version_id = version_of_event(session, event)
            here = [one for one in self.followers.values() if one.version_id == version_id]
            if not here:
                return
            epoch = rights_epoch(session)
            notification = notification_of(session, event)
            entry = latest_entry(session, event.code_id or 0)
            for follower in here:
                if follower.epoch != epoch:  # somebody's rights changed since: read this one's anew
                    follower.identity = identity_of_sign_in(
                        session, follower.identity.sign_in_id or 0
                    )
                    follower.epoch = epoch
        for follower in here:
            if notification is not None:
                self._tell(follower, notification, entry)

    def review(self, follower: Follower) -> None:
        """Somebody's rights changed: whoever is signed out, or may not read the version any
        more, is told and let go.
        """
        with self._parts.database.reading() as session:
            identity = identity_of_sign_in(session, follower.identity.sign_in_id or 0)
            may_stay = not follower.version_id or may_follow(session, identity, follower.version_id)
        if not identity.is_signed_in or not may_stay:
            error = "not_found" if identity.is_signed_in else "signed_out"
            told = {**refusal(error), "version": follower.version_id}
            self.socketio.emit("left", told, namespace=NAMESPACE, room=follower.sid)
            dismiss(self.socketio, NAMESPACE, follower.sid)

    def _tell(self, follower: Follower, notification: ThreadNotification, entry: int) -> None:
        if may_receive(follower.identity, notification):
            told = {
                "version": notification.version_id,
                "eid": notification.eid,
                "thread": notification.number,
                "what": notification.what,
                "since": entry,
            }
            self.socketio.emit("changed", told, namespace=NAMESPACE, room=follower.sid)

    def error(self, error: Exception) -> Answer:
        """Called by Flask-SocketIO when a method above raises: one socket's trouble stays its
        own.
        """
        if isinstance(error, SocketRefusedError):
            raise error
        log.error("an event of a socket failed", exc_info=error)
        return refusal("not_joined")


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]
