"""A serving process without a network: rooms, committer, replicas and poller are the real ones."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from queue import SimpleQueue
from threading import Thread
from typing import Any

from flask import Flask

from drafting.realtime.commit_and_rights_poller import CommitAndRightsPoller
from drafting.realtime.drafts.connections import Connection
from drafting.realtime.drafts.namespace import DraftNamespace
from drafting.realtime.drafts.sockets import DraftSockets
from drafting.realtime.drafts.update_handler import UpdateHandler
from drafting.realtime.thread_followers import ThreadFollowers
from drafting.realtime.transport.outboxes import EncodedEvent
from drafting.request.app_context import app_context
from drafting.services.coediting.committer import Committer
from drafting.services.coediting.records import Failpoint, Result
from drafting.services.coediting.replica_cache import ReplicaCache
from tests.support.people import World
from tests.support.server import select_pause

PATIENCE = 10  # seconds


class Line:
    """The way out to one browser: what was said and not heard yet; `is_stuck` while it reads
    nothing.
    """

    def __init__(self) -> None:
        self.said: deque[EncodedEvent] = deque()
        self.is_stuck = False

    @property
    def backlog(self) -> int:
        return int(self.is_stuck)

    def send(self, said: EncodedEvent) -> bool:
        if not self.is_stuck:
            self.said.append(said)
        return not self.is_stuck


class Tasks:
    """Stands for the Socket.IO server: runs tasks in threads, sends to Lines."""

    def __init__(self) -> None:
        self.sockets: DraftSockets | None = None

    def start_background_task(self, task: Callable[..., None], *given: object) -> None:
        Thread(target=task, args=given, daemon=True).start()

    def sleep(self, _seconds: float) -> None:
        select_pause()

    def emit(self, event: str, message: dict[str, Any], *, namespace: str, room: str) -> None:
        assert self.sockets
        if connection := self.sockets.connections.get(room):
            connection.outbox.send(EncodedEvent(namespace, event, message))


class Process:
    """One life. What kills it is an exception that nothing catches; nothing of it is used
    afterwards.
    """

    def __init__(self, app: Flask, world: World, failpoint: Failpoint) -> None:
        replica_cache, tasks = ReplicaCache(world.database), Tasks()
        self.context = replace(
            app_context(app), database=world.database, replica_cache=replica_cache
        )
        self.sockets = tasks.sockets = DraftSockets(tasks, replica_cache, lambda presence: None)
        followers = ThreadFollowers(tasks, world.database)
        self.poller = CommitAndRightsPoller(
            app, self.context, self.sockets, followers, lambda draft_id, seq: None
        )
        self.updates = UpdateHandler(
            Committer(
                world.database,
                replica_cache,
                failpoint,
                relay=self.sockets.relay,
                before_relay=self.poller.review_up_to,
            ),
            self.sockets,
        )
        self.namespace = DraftNamespace(
            self.context,
            self.sockets,
            self.updates,
            self.poller,
            remote_states=lambda draft_id: (),
            on_connect=lambda: None,
        )
        with world.database.reading() as session:
            self.poller._trail.begin(session)

    def enter(self, connection: Connection) -> None:
        self.sockets.connections[connection.sid] = connection

    def cut(self, connection: Connection) -> None:
        """As the namespace does when a socket is gone."""
        connection.is_gone = True
        self.sockets.connections.pop(connection.sid, None)
        self.sockets.leave(connection)

    def take(
        self, connection: Connection, draft_id: int, lineage: str | None, update: bytes
    ) -> SimpleQueue[Result]:
        """Hand an update in; the queue will have its result."""
        answers: SimpleQueue[Result] = SimpleQueue()
        self.updates.submit_update(connection, draft_id, lineage, update, answers.put)
        return answers
