"""The ear of a process: what others committed is relayed, whose right is gone is told. Twice a
second, and when it rings.

The committer refuses by itself from the commit of a demotion on; this is only the notice. The
database is asked, whoever rang: a commit of this process, another process through the doorbell,
or the clock.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from flask import Flask

from drafting.domain.events.base import DomainEvent
from drafting.realtime.drafts.connections import Connection
from drafting.realtime.drafts.joining import rights_in
from drafting.realtime.drafts.namespace import DraftNamespace
from drafting.realtime.refusals import refusal
from drafting.realtime.thread_namespace import ThreadNamespace
from drafting.realtime.transport.disconnecting import dismiss
from drafting.request.app_context import app_context
from drafting.services.coediting.queries import head_seqs
from drafting.services.coediting.replica_cache import CachedReplica
from drafting.services.comments.feed_reader import TrailReader
from drafting.services.people.rights_epoch import rights_epoch

PAUSE = 0.5  # seconds; 2 are promised until somebody whose right is gone is told and let go
EXPIRY_LOOKS = 60  # seconds between two checks of every connection, for sign-ins that ran out
log = logging.getLogger(__name__)
Subject = TypeVar("Subject")


class CommitAndRightsPoller:
    """One background loop for each process, from its first socket on."""

    def __init__(self, app: Flask, drafts: DraftNamespace, threads: ThreadNamespace) -> None:
        self._app = app
        self._parts = app_context(app)
        self._drafts, self._threads = drafts, threads
        self._trail, self._telling = TrailReader(), threading.Lock()
        self._is_running = False
        self._epoch, self._reviewing = (
            0,
            threading.Lock(),
        )  # the rights epoch up to which everybody was looked at
        self._rung = threading.Event()
        self._heads: dict[int, int] = {}  # what others say they committed, not looked at yet
        self._told: dict[int, int] = {}  # the same, looked at or not
        self.when_found: Callable[[int, int], None] = lambda draft_id, seq: (
            None
        )  # nobody had rung for it
        self._is_news = False  # something else was committed, here or elsewhere

    def start(self) -> None:
        """Begin to look, unless it is looking already."""
        if self._is_running:
            return
        with self._parts.database.reading() as session:
            self._trail.begin(session)
        if not self._is_running:  # another socket may have come while the database was asked
            self._is_running = True
            self._drafts.socketio.start_background_task(self._run)

    def hear(self, _event: DomainEvent) -> None:
        """Something was committed in this process: look at once."""
        self.ring({}, is_news=True)

    def ring(self, heads: dict[int, int], *, is_news: bool) -> None:
        """Something was committed: updates of drafts up to these seqs, or anything else."""
        self._heads |= heads
        self._told |= heads
        self._is_news |= is_news
        self._rung.set()

    def _run(self) -> None:
        next_look, next_review = 0.0, time.monotonic() + EXPIRY_LOOKS
        while True:
            self._rung.wait(max(0.0, next_look - time.monotonic()))
            self._rung.clear()
            now = time.monotonic()
            try:
                with self._app.app_context():
                    if now < next_look and not self._is_news:
                        self._look_where_it_rang()
                        continue
                    next_look = now + PAUSE
                    self.look(everybody=now >= next_review)
                    next_review = now + EXPIRY_LOOKS if now >= next_review else next_review
            except Exception:  # a busy store must not end the watch
                log.exception("a look at rights and heads failed")

    def _look_where_it_rang(self) -> None:
        heads, self._heads = self._heads, {}
        for live in self._parts.replica_cache.in_use():
            if heads.get(live.draft_id, 0) > live.seq:
                self._each(self._catch_up, live)

    def look(self, *, everybody: bool = False) -> None:
        """Compare once."""
        self._is_news, self._heads = False, {}
        held = {live.draft_id: live for live in self._parts.replica_cache.in_use()}
        with self._parts.database.reading() as session:
            epoch = rights_epoch(session)
            heads = head_seqs(session, list(held))
        if epoch < self._epoch:  # an older store was put in its place
            self._epoch = self._drafts.reviewed_epoch = 0
        self.review_up_to(epoch)
        if everybody:
            self._review_all()
        for draft_id, live in held.items():
            if heads.get(draft_id, 0) > live.seq:
                self._each(self._catch_up, live)
        self.tell_threads()
        for connection in list(self._drafts.connections.values()):
            if connection.joined and connection.joined.live.is_invalid:
                self._close(
                    connection
                )  # it connects and joins again, and gets a replica from the log

    def review_up_to(self, epoch: int | None = None) -> None:
        """Called before anything is said of what was committed at this rights epoch (None: until
        now): whoever may not hear it any more is let go first.
        """
        if epoch is None:
            try:
                with self._parts.database.reading() as session:
                    epoch = rights_epoch(session)
            except Exception:
                log.exception("the rights epoch could not be read: everybody is looked at")
                with self._reviewing, self._app.app_context():
                    self._review_all()
                return
        if epoch <= self._epoch:
            return
        with self._reviewing, self._app.app_context():
            if epoch > self._epoch:
                # first: who joins under older rights meanwhile asks again
                self._drafts.reviewed_epoch = epoch
                self._review_all()
                self._epoch = epoch

    def tell_threads(self) -> None:
        """Whatever happened until now is told to those who follow now; whoever joins next need
        not hear it.
        """
        with self._telling:
            with self._parts.database.reading() as session:
                news = self._trail.news(session)
            for event in news:
                self._each(self._threads.hear, event)

    @staticmethod
    def _each(act: Callable[[Subject], None], subject: Subject) -> None:
        """One socket's or one draft's trouble must not keep the others from their turn."""
        try:
            act(subject)
        except Exception:
            log.exception("%s failed", act.__name__)

    def _catch_up(self, live: CachedReplica) -> None:
        updates = self._parts.replica_cache.catch_up(live)
        self._drafts.relay(live, updates)
        if updates and live.seq > self._told.get(
            live.draft_id, 0
        ):  # ours, just committed, may be among them
            self.when_found(live.draft_id, live.seq)

    def _review_all(self) -> None:
        for connection in list(self._drafts.connections.values()):
            try:
                self._review(connection)
            except Exception:
                log.exception("somebody's rights could not be read again")
                self._drafts.leave(connection)
                self._each(self._close, connection)  # it comes back, and is asked then
        for follower in list(self._threads.followers.values()):
            self._each(self._threads.review, follower)

    def _review(self, connection: Connection) -> None:
        """Tell a socket what it may still do; close it if it may not even read."""
        joined = connection.joined
        rights = rights_in(
            self._parts.database,
            connection.identity.sign_in_id or 0,
            joined.live.draft_id if joined else 0,
        )
        if not rights.identity.is_signed_in or (joined and not rights.may_read):
            self._dismiss(connection, "not_found" if rights.identity.is_signed_in else "signed_out")
        elif joined and joined.may_write != rights.may_write:
            joined.may_write = rights.may_write
            # else an update that waits for the store would pass for one seen under the new rights
            if rights.may_write:
                joined.sender.epoch = rights.epoch
            message = "" if rights.may_write else refusal("not_permitted")["message"]
            told = {
                "draft": joined.live.draft_id,
                "may_write": rights.may_write,
                "message": message,
            }
            self._emit("rights", told, connection)

    def _dismiss(self, connection: Connection, error: str) -> None:
        joined = connection.joined
        self._emit(
            "left", {**refusal(error), "draft": joined.live.draft_id if joined else 0}, connection
        )
        self._drafts.leave(connection)
        self._close(connection)

    def _close(self, connection: Connection) -> None:
        dismiss(self._drafts.socketio, self._drafts.namespace, connection.sid)

    def _emit(self, event: str, message: dict[str, object], connection: Connection) -> None:
        self._drafts.socketio.emit(
            event, message, namespace=self._drafts.namespace, room=connection.sid
        )
