"""Polls twice a second, and when notified: relays updates committed by other processes and
disconnects sockets whose rights ended.

After a right is revoked the committer refuses by itself; this is only the notice. The database
answers, whatever caused the poll: a commit of this process, a broadcast, or the clock.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from flask import Flask

from drafting.realtime.drafts.connections import Connection, Joined
from drafting.realtime.drafts.joining import Rights, rights_in
from drafting.realtime.drafts.sockets import DraftSockets
from drafting.realtime.refusals import refusal
from drafting.realtime.thread_followers import ThreadFollowers
from drafting.request.app_context import AppContext
from drafting.services.coediting.queries import head_seqs
from drafting.services.coediting.records import merge_committed
from drafting.services.coediting.replica_cache import CachedReplica
from drafting.services.coediting.update_log import CommittedUpdate
from drafting.services.comments.feed_reader import TrailReader
from drafting.services.people.rights_epoch import rights_epoch

POLL_INTERVAL = 0.5  # seconds; sockets whose rights ended are promised to be gone after 2
REVIEW_INTERVAL = 60  # seconds between two reviews of every socket, for sign-ins that expired
log = logging.getLogger(__name__)
Subject = TypeVar("Subject")


class CommitAndRightsPoller:
    """One background loop for each process, from its first socket on."""

    def __init__(
        self,
        app: Flask,
        context: AppContext,
        sockets: DraftSockets,
        followers: ThreadFollowers,
        publish_head: Callable[[int, int], None],
    ) -> None:
        """`publish_head` tells other processes of a head that none of them has published."""
        self._app, self._context = app, context
        self._sockets, self._followers = sockets, followers
        self._publish_head = publish_head
        self._trail, self._notifying = TrailReader(), threading.Lock()
        self._is_running = False
        self._epoch = 0  # the rights epoch up to which every socket was reviewed
        self._reviewing = threading.Lock()
        self._notified = threading.Event()
        self._new_heads: dict[int, int] = {}  # published by others, not compared yet
        self._published_heads: dict[int, int] = {}  # published by others, compared or not
        self._has_other_commits = False  # of anything but updates, here or in another process

    def start(self, start_task: Callable[[Callable[[], None]], object]) -> None:
        """Start polling in a background task, unless it runs already."""
        if self._is_running:
            return
        with self._context.database.reading() as session:
            self._trail.begin(session)
        if not self._is_running:  # another socket may have connected during the query
            self._is_running = True
            start_task(self._run)

    def on_commit(self) -> None:
        """Poll at once: a transaction of this process was committed."""
        self.notify({}, is_other=True)

    def notify(self, heads: dict[int, int], *, is_other: bool) -> None:
        """Poll at once: updates of drafts up to these seqs were committed, or anything else."""
        self._new_heads |= heads
        self._published_heads |= heads
        self._has_other_commits |= is_other
        self._notified.set()

    def _run(self) -> None:
        next_poll, next_review = 0.0, time.monotonic() + REVIEW_INTERVAL
        while True:
            self._notified.wait(max(0.0, next_poll - time.monotonic()))
            self._notified.clear()
            now = time.monotonic()
            try:
                with self._app.app_context():
                    if now < next_poll and not self._has_other_commits:
                        self.poll_new_heads()
                        continue
                    next_poll = now + POLL_INTERVAL
                    self.poll(review_all=now >= next_review)
                    next_review = now + REVIEW_INTERVAL if now >= next_review else next_review
            except Exception:  # a busy database must not end the loop
                log.exception("polling rights and heads failed")

    def poll_new_heads(self) -> None:
        """Catch up with the heads that other processes published, and nothing else."""
        heads, self._new_heads = self._new_heads, {}
        self._catch_up_behind(self._context.replica_cache.in_use(), heads)

    def poll(self, *, review_all: bool = False) -> None:
        """Compare rights, heads and comments once with the database."""
        self._has_other_commits, self._new_heads = False, {}
        replicas = list(self._context.replica_cache.in_use())
        with self._context.database.reading() as session:
            epoch = rights_epoch(session)
            heads = head_seqs(session, [cached.draft_id for cached in replicas])
        if epoch < self._epoch:  # the database was replaced by an older one
            self._epoch = self._sockets.reviewed_epoch = 0
        self.review_up_to(epoch)
        if review_all:
            self._review_all()
        self._catch_up_behind(replicas, heads)
        self.notify_followers()
        self._disconnect_invalid()

    def _catch_up_behind(self, replicas: Iterable[CachedReplica], heads: dict[int, int]) -> None:
        for cached in replicas:
            if heads.get(cached.draft_id, 0) > cached.seq:
                self._each(self._catch_up, cached)

    def _disconnect_invalid(self) -> None:
        """Sockets on an invalid replica connect and join again, and get one from the log."""
        for connection in list(self._sockets.connections.values()):
            if connection.joined and connection.joined.cached.is_invalid:
                self._sockets.disconnect(connection)

    def review_up_to(self, epoch: int | None = None) -> None:
        """Called before relaying, with the rights epoch of the committed updates (None if unknown).

        Disconnects first every socket that may not receive them any more.
        """
        if epoch is None:
            try:
                with self._context.database.reading() as session:
                    epoch = rights_epoch(session)
            except Exception:
                log.exception("the rights epoch could not be read: every socket is reviewed")
                with self._reviewing, self._app.app_context():
                    self._review_all()
                return
        if epoch <= self._epoch:
            return
        with self._reviewing, self._app.app_context():
            if epoch > self._epoch:
                # first: a socket that joins under older rights during the review tries again
                self._sockets.reviewed_epoch = epoch
                self._review_all()
                self._epoch = epoch

    def notify_followers(self) -> None:
        """Notify those who follow now of every comment until now; who joins next needs none."""
        with self._notifying:
            with self._context.database.reading() as session:
                events = self._trail.news(session)
            for event in events:
                self._each(self._followers.notify, event)

    def relay_committed(self, cached: CachedReplica, updates: Sequence[CommittedUpdate]) -> None:
        """Relay what other processes committed, after a review of rights."""
        if updates:
            self.review_up_to()
            self._sockets.relay(cached, merge_committed(updates))

    @staticmethod
    def _each(act: Callable[[Subject], None], subject: Subject) -> None:
        """Log a failure at one socket or draft, so that the others have their turn."""
        try:
            act(subject)
        except Exception:
            log.exception("%s failed", act.__name__)

    def _catch_up(self, cached: CachedReplica) -> None:
        updates = self._context.replica_cache.catch_up(cached)
        self.relay_committed(cached, updates)
        # updates of this process, just committed, may be among them
        if updates and cached.seq > self._published_heads.get(cached.draft_id, 0):
            self._publish_head(cached.draft_id, cached.seq)

    def _review_all(self) -> None:
        for connection in list(self._sockets.connections.values()):
            try:
                self._review(connection)
            except Exception:
                log.exception("the rights of a socket could not be read again")
                self._sockets.leave(connection)
                # it connects again, and its rights are read then
                self._each(self._sockets.disconnect, connection)
        for follower in list(self._followers.by_sid.values()):
            self._each(self._followers.review, follower)

    def _review(self, connection: Connection) -> None:
        """Tell a socket what it may still do; disconnect it if it may not even read."""
        joined = connection.joined
        draft_id = joined.cached.draft_id if joined else 0
        sign_in_id = connection.identity.sign_in_id or 0
        rights = rights_in(self._context.database, sign_in_id, draft_id)
        if not rights.identity.is_signed_in or (joined and not rights.may_read):
            error = "not_found" if rights.identity.is_signed_in else "signed_out"
            self._sockets.emit("left", {**refusal(error), "draft": draft_id}, connection)
            self._sockets.leave(connection)
            self._sockets.disconnect(connection)
        elif joined and joined.may_write != rights.may_write:
            self._change_rights(connection, joined, rights)

    def _change_rights(self, connection: Connection, joined: Joined, rights: Rights) -> None:
        joined.may_write = rights.may_write
        # else an update that waits for the database would pass for one sent under the new rights
        if rights.may_write:
            joined.sender.epoch = rights.epoch
        message = "" if rights.may_write else refusal("not_permitted")["message"]
        fields = {
            "draft": joined.cached.draft_id,
            "may_write": rights.may_write,
            "message": message,
        }
        self._sockets.emit("rights", fields, connection)
