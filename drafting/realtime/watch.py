"""Once a second, while sockets are open: has anybody's right changed, has another process written?

The committer refuses by itself from the commit of a demotion on; this is only the notice, and the ear for other processes.
"""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from flask import Flask

from drafting.domain.events import DomainEvent, DraftReplaced
from drafting.realtime.connections import Connection
from drafting.realtime.draft_namespace import DraftNamespace
from drafting.realtime.joining import rights_in
from drafting.realtime.refusals import refusal
from drafting.request.parts import parts
from drafting.services.draft_queries import heads_of
from drafting.services.live_drafts import LiveDraft
from drafting.services.rights import rights_epoch

PAUSE = 1.0  # seconds
GRACE = 1.0  # seconds for a browser to hang up by itself
EXPIRY_LOOKS = 60  # looks between two checks of every connection, for sign-ins that ran out
log = logging.getLogger(__name__)
Subject = TypeVar("Subject")


class Watch:
    """One background loop for each process."""

    def __init__(self, app: Flask, namespace: DraftNamespace) -> None:
        self._app = app
        self._parts = parts(app)
        self._namespace = namespace
        self._is_running = False
        self._epoch = 0

    def start(self) -> None:
        """Begin to look, unless it is looking already."""
        if not self._is_running:
            self._is_running = True
            self._namespace.socketio.start_background_task(self._run)

    def _run(self) -> None:
        looks = 0
        while self._namespace.connections:
            time.sleep(PAUSE)
            looks += 1
            try:
                with self._app.app_context():
                    self.look(everybody=looks % EXPIRY_LOOKS == 0)
            except Exception:  # a busy store must not end the watch
                log.exception("a look at rights and heads failed")
        self._is_running = False

    def hear(self, event: DomainEvent) -> None:
        """After a commit of this process: a text replaced by an import reaches those who are in it at once."""
        if isinstance(event, DraftReplaced):
            for live in self._parts.live_drafts.held():
                if live.draft_id == event.draft_id:
                    self._catch_up(live)

    def look(self, *, everybody: bool = False) -> None:
        """Compare once."""
        held = {live.draft_id: live for live in self._parts.live_drafts.held()}
        with self._parts.database.reading() as session:
            epoch = rights_epoch(session)
            heads = heads_of(session, list(held))
        if epoch != self._epoch or everybody:
            for connection in list(self._namespace.connections.values()):
                self._each(self._review, connection)
            self._epoch = epoch
        for draft_id, live in held.items():
            if heads.get(draft_id, 0) > live.seq:
                self._each(self._catch_up, live)
        for connection in list(self._namespace.connections.values()):
            if connection.joined and connection.joined.live.is_dropped:
                self._close(connection)  # it connects and joins again, and gets a replica from the log

    @staticmethod
    def _each(act: Callable[[Subject], None], subject: Subject) -> None:
        """One socket's or one draft's trouble must not keep the others from their turn."""
        try:
            act(subject)
        except Exception:
            log.exception("%s failed", act.__name__)

    def _catch_up(self, live: LiveDraft) -> None:
        for update in self._parts.live_drafts.catch_up(live):
            self._namespace.relay(live, update, None)

    def _review(self, connection: Connection) -> None:
        """Tell a socket what it may still do; close it if it may not even read."""
        joined = connection.joined
        rights = rights_in(self._parts.database, connection.identity.sign_in_id or 0, joined.live.draft_id if joined else 0)
        if not rights.identity.is_signed_in or (joined and not rights.may_read):
            self._dismiss(connection, "not_found" if rights.identity.is_signed_in else "signed_out")
        elif joined and joined.may_write != rights.may_write:
            joined.may_write = rights.may_write
            if rights.may_write:  # else an update that waits for the store would pass for one seen under the new rights
                joined.sender.epoch = rights.epoch
            message = "" if rights.may_write else refusal("not_permitted")["message"]
            told = {"draft": joined.live.draft_id, "may_write": rights.may_write, "message": message}
            self._emit("rights", told, connection)

    def _dismiss(self, connection: Connection, error: str) -> None:
        joined = connection.joined
        self._emit("left", {**refusal(error), "draft": joined.live.draft_id if joined else 0}, connection)
        self._namespace.leave(connection)
        self._close(connection)

    def _close(self, connection: Connection) -> None:
        """End the namespace at once, and a moment later the WebSocket itself, if the browser did not by then."""
        server = self._namespace.socketio.server
        engine_sid = server.manager.eio_sid_from_sid(connection.sid, self._namespace.namespace)
        server.disconnect(connection.sid, namespace=self._namespace.namespace)
        self._namespace.socketio.start_background_task(self._hang_up, engine_sid)

    def _hang_up(self, engine_sid: str) -> None:
        time.sleep(GRACE)
        self._namespace.socketio.server.eio.disconnect(engine_sid)

    def _emit(self, event: str, message: dict[str, object], connection: Connection) -> None:
        self._namespace.socketio.emit(event, message, namespace=self._namespace.namespace, room=connection.sid)
