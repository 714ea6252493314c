"""Whatever happens between browsers and a room, all end with one text, every word in it once: a machine looks for exceptions.

Room, committer, replicas and store are the real ones. The network is the machine's: it delays, cuts, repeats, is slow to read.
"""

import json
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from drafting.crdt.shared_text import SharedText
from drafting.domain.roles import Role
from drafting.domain.text_diff import Change
from drafting.realtime.connections import Connection
from drafting.realtime.draft_namespace import DraftNamespace
from drafting.realtime.joining import join_draft
from drafting.realtime.messages import Join
from drafting.realtime.outlets import Said
from drafting.request.parts import Parts, parts
from drafting.services.committer import Committer
from drafting.services.draft_log import CommittedUpdate
from drafting.services.draft_queries import draft_text
from drafting.services.live_drafts import LiveDrafts
from drafting.services.record_updates import Result
from tests.support.copies import copies_of
from tests.support.people import TEXT, World
from tests.support.waiting import wait_until

ROLES = (Role.CHAIR, Role.DRAFTER, Role.DRAFTER)
NOTHING = b"\0"
people = st.integers(0, len(ROLES) - 1)


class Line:
    """The way out to one browser: what was said and not heard yet; `is_stuck` while it reads nothing."""

    def __init__(self) -> None:
        self.said: deque[Said] = deque()
        self.is_stuck = False

    @property
    def backlog(self) -> int:
        return int(self.is_stuck)

    def send(self, said: Said) -> bool:
        if not self.is_stuck:
            self.said.append(said)
        return not self.is_stuck


class Tasks:
    """What a namespace wants of its server."""

    def start_background_task(self, task: Callable[..., None], *given: object) -> None:
        Thread(target=task, args=given, daemon=True).start()

    def sleep(self, _seconds: float) -> None:
        wait_until(lambda: True)


@dataclass
class Browser:
    """One tab: its replica outlives its connections."""

    role: Role
    replica: SharedText = field(default_factory=SharedText)
    lineage: str | None = None
    seq: int = 0
    unsent: list[bytes] = field(default_factory=list)
    last: bytes = b""  # the update sent last
    line: Line = field(default_factory=Line)
    connection: Connection | None = None


class RoomMachine(RuleBasedStateMachine):
    """One draft, three tabs of two people."""

    def __init__(self, app: Flask, new_world: Callable[[], World]) -> None:
        super().__init__()
        self.app, self.world = app, new_world()
        self.draft_id = self.world.draft_ids[0]
        self.browsers = [Browser(role) for role in ROLES]
        self.words: list[str] = []
        self.start()

    def start(self) -> None:
        """A new process; nothing of the last one but its log is left."""
        for one in self.browsers:
            one.connection, one.unsent = None, []
        live_drafts = LiveDrafts(self.world.database)
        committer = Committer(self.world.database, live_drafts)
        self.parts: Parts = replace(parts(self.app), database=self.world.database, live_drafts=live_drafts, committer=committer)
        self.namespace = DraftNamespace(self.parts)
        self.namespace.socketio = Tasks()
        self.number = 0

    @rule(who=people, place=st.integers(0, 300))
    def type(self, who: int, place: int) -> None:
        one = self.browsers[who]
        if one.lineage is None:  # nothing is typed into a page that never loaded
            return
        self.words.append(f"⟦{len(self.words)}😀⟧")
        at = place % (len(one.replica.text) + 1)
        inside = next(
            (found.end() for found in re.finditer("⟦[^⟧]*⟧", one.replica.text) if found.start() < at < found.end()), at
        )
        update = one.replica.edit([Change(inside, inside, self.words[-1])])
        if one.connection:
            one.unsent.append(update)

    @rule(who=people)
    def connect(self, who: int) -> None:
        one = self.browsers[who]
        if one.connection is not None:
            return
        self.number += 1
        one.line = Line()
        one.connection = Connection(f"s{self.number}", self.world.identity(one.role), one.line, {})
        self.join(one)

    def join(self, one: Browser) -> None:
        assert one.connection
        self.namespace.leave(one.connection)
        one.line.said.clear()  # what was said before the answer is in the answer
        request = Join(self.draft_id, one.lineage, one.replica.state_vector, self.number)
        answer = join_draft(self.parts, one.connection, request, self.namespace.relay)
        assert answer["ok"]
        self.namespace.rooms.enter(self.draft_id, one.connection)
        one.lineage, one.seq, one.unsent = answer["lineage"], answer["seq"], []
        one.replica.apply(answer["update"])
        if one.replica.digest() != SharedText([self.parts.live_drafts.held()[0].shared.update_since(NOTHING)]).digest():
            one.unsent = [one.replica.update_since(answer["state_vector"])]

    @precondition(lambda self: any(one.unsent for one in self.browsers))
    @rule(is_heard=st.booleans())
    def send(self, *, is_heard: bool) -> None:
        one = next(one for one in self.browsers if one.unsent)
        one.last = one.unsent.pop(0)
        result = self.hand_in(one, one.last)
        if is_heard:
            assert isinstance(result, CommittedUpdate)
        else:  # the answer is lost with the connection
            self.cut(one)

    @rule(who=people)
    def send_again(self, who: int) -> None:
        one = self.browsers[who]
        if one.connection and one.last:
            assert isinstance(self.hand_in(one, one.last), CommittedUpdate)

    def hand_in(self, one: Browser, update: bytes) -> Result:
        answers: SimpleQueue[Result] = SimpleQueue()
        self.namespace.take_update(one.connection, self.draft_id, one.lineage, update, answers.put)
        return answers.get(timeout=10)

    @rule(who=people, most=st.integers(1, 5))
    def hear(self, who: int, most: int) -> None:
        one = self.browsers[who]
        for _ in range(most):
            if one.connection and one.line.said:
                self.take(one, one.line.said.popleft())

    def take(self, one: Browser, said: Said) -> None:
        head, *attachments = said._parts
        event, fields = json.loads(str(head)[str(head).index("[") :])
        if event == "resync" or (event == "update" and fields["after"] > one.seq):
            self.join(one)
        elif event == "update":
            one.replica.apply(bytes(attachments[0]))
            one.seq = max(one.seq, fields["seq"])

    @rule(who=people)
    def lose_the_network(self, who: int) -> None:
        self.cut(self.browsers[who])

    def cut(self, one: Browser) -> None:
        if one.connection:
            one.connection.is_gone = True
            self.namespace.leave(one.connection)
        one.connection, one.unsent = None, []

    @rule(who=people, is_stuck=st.booleans())
    def read_slowly_or_on(self, who: int, *, is_stuck: bool) -> None:
        self.browsers[who].line.is_stuck = is_stuck

    @rule()
    def start_the_server_anew(self) -> None:
        for one in self.browsers:
            self.cut(one)
        self.start()

    def settle(self) -> None:
        """The network is well again, for long enough; then something is typed without any reconnection."""
        for who, one in [*enumerate(self.browsers)] * 2:
            self.cut(one)
            self.connect(who)
            self.send_all()
        for who in range(len(self.browsers)):
            self.type(who, 7 * who)
            self.send_all()
        for who, one in enumerate(self.browsers):
            while one.line.said:
                self.hear(who, 5)

    def send_all(self) -> None:
        while any(one.unsent for one in self.browsers):
            self.send(is_heard=True)

    def teardown(self) -> None:
        self.settle()
        with self.world.database.reading() as session:
            stored = draft_text(session, self.draft_id)
        assert {one.replica.text for one in self.browsers} == {stored}
        assert [word for word in self.words if stored.count(word) != 1] == []
        assert len(stored) == len(TEXT) + sum(map(len, self.words))
        for one in self.browsers:
            self.cut(one)
        assert self.parts.live_drafts.held() == []
        self.world.database.dispose()


def test_all_end_with_one_text_and_every_word_in_it_once(app: Flask, world: World, tmp_path: Path) -> None:
    new_world = copies_of(world, tmp_path)
    with app.test_request_context():
        run_state_machine_as_test(
            lambda: RoomMachine(app, new_world),
            settings=settings(
                max_examples=40, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck), database=None
            ),
        )
