"""The Socket.IO namespace /threads: a browser joins a version and is notified of its comments.

It only sends. Comments are posted over HTTP, where a refusal can give the text back.
"""

import logging
from collections.abc import Callable

from flask import request
from flask_socketio import ConnectionRefusedError as SocketRefusedError
from flask_socketio import Namespace

from drafting.domain.limits import MAX_KEY
from drafting.policy.permissions import Permission
from drafting.realtime.refusals import Answer, refusal, too_many_sockets
from drafting.realtime.thread_followers import NAMESPACE, Follower, ThreadFollowers
from drafting.realtime.transport.connection_state import connection_state
from drafting.realtime.transport.rate_limit import JOIN, UPDATE
from drafting.request.identity import asks
from drafting.services.comments.feed import latest_entry_on, may_follow, notifications_since
from drafting.services.people.identities import identity_of_sign_in
from drafting.services.people.rights_epoch import rights_epoch
from drafting.storage.unit_of_work import Database

log = logging.getLogger(__name__)


class ThreadNamespace(Namespace):  # type: ignore[misc]
    """Handles the events of sockets that follow comments."""

    def __init__(
        self,
        database: Database,
        followers: ThreadFollowers,
        before_join: Callable[[], None],
        on_connect: Callable[[], None],
    ) -> None:
        """`before_join` sends what is due to those who follow already. `on_connect` is called at
        each connection; the first one of a process starts its background loops.
        """
        super().__init__(NAMESPACE)
        self._database = database
        self._followers = followers
        self._before_join = before_join
        self._when_connected = on_connect

    @asks(Permission.PUBLIC)  # the gate has asked already: only signed-in sockets come here
    def on_connect(self, auth: object = None) -> None:
        state = connection_state(request.environ)
        with self._database.reading() as session:
            epoch = rights_epoch(session)
            identity = identity_of_sign_in(session, state.identity.sign_in_id or 0)
        if not identity.is_signed_in:
            raise SocketRefusedError("Sign in first.")
        if state.is_over_limit:
            raise SocketRefusedError(*too_many_sockets())
        self._when_connected()
        self._followers.by_sid[_sid()] = Follower(_sid(), identity, epoch, state.bucket)

    @asks(Permission.PUBLIC)
    def on_disconnect(self, reason: object = None) -> None:
        self._followers.by_sid.pop(_sid(), None)

    @asks(Permission.VERSION_READ)
    def on_join(self, message: object = None) -> Answer:
        follower = self._followers.by_sid.get(_sid())
        if follower is None:
            return refusal("not_joined")
        follower.bucket.wait(JOIN)
        fields = message if isinstance(message, dict) else {}
        version_id, since = fields.get("version"), fields.get("since")
        if type(version_id) is not int or not 0 < version_id <= MAX_KEY:  # bool is an int too
            return refusal("malformed")
        self._before_join()
        if not self._may_join(follower, version_id):
            return refusal("not_found")
        follower.version_id = version_id
        return self._send_missed(follower, since) if isinstance(since, int) else {"ok": True}

    def _may_join(self, follower: Follower, version_id: int) -> bool:
        with self._database.reading() as session:
            # first: a change that slips in between only makes the epoch look old
            follower.epoch = rights_epoch(session)
            sign_in_id = follower.identity.sign_in_id or 0
            follower.identity = identity_of_sign_in(session, sign_in_id)
            return may_follow(session, follower.identity, version_id)

    def _send_missed(self, follower: Follower, since: int) -> Answer:
        """Send what was missed since the page was loaded or the connection was lost.

        If that is too much, the answer only says so ("stale").
        """
        with self._database.reading() as session:
            entry = min(max(since, 0), MAX_KEY)
            notifications = notifications_since(session, follower.version_id, entry)
            latest = latest_entry_on(session, follower.version_id)
        for notification in notifications or []:
            self._followers.send(follower, notification, latest)
        is_complete = notifications is not None
        return {"ok": True} if is_complete else {"ok": True, "stale": True, "since": latest}

    @asks(Permission.PUBLIC)
    def on_comment(self, message: object = None) -> Answer:
        """Refuse: comments come by form or by the API."""
        if follower := self._followers.by_sid.get(_sid()):
            follower.bucket.wait(UPDATE)
        return refusal("send_by_form")

    def error(self, error: Exception) -> Answer:
        """Called by Flask-SocketIO when a handler raises: other sockets are not affected."""
        if isinstance(error, SocketRefusedError):
            raise error
        log.error("an event of a socket failed", exc_info=error)
        return refusal("not_joined")


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]
