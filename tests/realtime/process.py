"""A serving process without a network: its room, committer, replicas and watch are the real
ones, its grants the test's.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from queue import SimpleQueue
from threading import Thread
from typing import Any

from flask import Flask

from drafting.realtime.drafts.connections import Connection
from drafting.realtime.drafts.namespace import DraftNamespace
from drafting.realtime.rights_watch import CommitAndRightsPoller
from drafting.realtime.thread_namespace import ThreadNamespace
from drafting.realtime.transport.outboxes import EncodedEvent
from drafting.request.app_context import AppContext, app_context
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
    """What the room and the watch want of their server."""

    def __init__(self) -> None:
        self.namespace: DraftNamespace | None = None

    def start_background_task(self, task: Callable[..., None], *given: object) -> None:
        Thread(target=task, args=given, daemon=True).start()

    def sleep(self, _seconds: float) -> None:
        select_pause()

    def emit(self, event: str, message: dict[str, Any], *, namespace: str, room: str) -> None:
        assert self.namespace
        if connection := self.namespace.connections.get(room):
            connection.outlet.send(EncodedEvent(namespace, event, message))


class Process:
    """One life. What kills it is an exception that nothing catches; nothing of it is used
    afterwards.
    """

    def __init__(self, app: Flask, world: World, probe: Failpoint) -> None:
        replica_cache = ReplicaCache(world.database)
        committer = Committer(world.database, replica_cache, probe)
        self.parts: AppContext = replace(
            app_context(app),
            database=world.database,
            replica_cache=replica_cache,
            committer=committer,
        )
        self.namespace = DraftNamespace(self.parts)
        self.namespace.socketio = tasks = Tasks()
        tasks.namespace = self.namespace
        self.watch = CommitAndRightsPoller(app, self.namespace, ThreadNamespace(self.parts))
        self.watch._parts = self.parts
        committer.before_relay = self.watch.review_up_to
        self.namespace.before_relay = self.watch.review_up_to
        with world.database.reading() as session:
            self.watch._trail.begin(session)

    def enter(self, connection: Connection) -> None:
        self.namespace.connections[connection.sid] = connection

    def cut(self, connection: Connection) -> None:
        """As the namespace does when a socket is gone."""
        connection.is_gone = True
        self.namespace.connections.pop(connection.sid, None)
        self.namespace.leave(connection)

    def take(
        self, connection: Connection, draft_id: int, lineage: str | None, update: bytes
    ) -> SimpleQueue[Result]:
        """Hand an update in; the queue will have its result."""
        answers: SimpleQueue[Result] = SimpleQueue()
        self.namespace.take_update(connection, draft_id, lineage, update, answers.put)
        return answers
