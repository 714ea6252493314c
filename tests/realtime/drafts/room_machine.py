"""A state machine of browsers, rooms and a network: all end with one text, every promise kept.

Rooms, committers, replicas, pollers, checkpoints and database are real, of two processes. The
network delays, cuts, drops, repeats and reorders; processes die at each failpoint.
"""

import contextlib
import json
from collections.abc import Callable
from queue import SimpleQueue

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)

from drafting.crdt.shared_text import SharedText
from drafting.domain.roles import Role
from drafting.domain.words.text_diff import TextEdit, text_changes
from drafting.policy.identity import OPERATOR
from drafting.realtime.drafts.connections import Connection
from drafting.realtime.drafts.messages import Join
from drafting.realtime.transport.outboxes import EncodedEvent
from drafting.services.coediting.checkpoints import make_checkpoint
from drafting.services.coediting.queries import draft_text
from drafting.services.coediting.records import Refusal, Result
from drafting.services.coediting.replicas import load_replica
from drafting.services.coediting.update_log import CommittedUpdate
from drafting.services.drafts.importing import record_forward_edit
from drafting.services.people.members import MembershipInput
from tests.realtime.drafts.tabs import (
    FIRST_WORD,
    IN_CHECKPOINT,
    IN_COMMIT,
    CrashError,
    Tab,
    Unsent,
    words_in,
)
from tests.realtime.process import PATIENCE, Line, Process
from tests.services.acting import make_part
from tests.support.people import TEXT, World

ROLES = (Role.CHAIR, Role.DRAFTER, Role.DRAFTER)
AROUND = ("", "a", "é ", "\n")
NOTHING = b"\0"
people = st.integers(0, len(ROLES) - 1)
processes = st.integers(0, 1)
places = st.integers(0, 300)
seldom = st.integers(0, 3).map(lambda number: number == 3)


class RoomMachine(RuleBasedStateMachine):
    """One draft in two processes, three tabs of two people."""

    def __init__(self, app: Flask, new_world: Callable[[], World]) -> None:
        super().__init__()
        self.app, self.world = app, new_world()
        self.draft_id = self.world.draft_ids[0]
        self.tabs = [Tab(role) for role in ROLES]
        self.words: list[str] = []
        self.promised: set[str] = set()
        self.gone: set[str] = (
            set()
        )  # a tab deleted it, or an earlier text was put back that had it not
        self.back: set[str] = set()  # it may be there again, or still
        self.given_up: set[str] = set()  # refused: it must never be there
        self.texts = [TEXT]
        self.readers: set[Role] = set()  # whose right to write is gone
        self.number, self.dies_at = 0, ""
        self.meanwhile: list[tuple[Tab, Unsent]] = []
        self.results: list[tuple[Tab, Unsent, SimpleQueue[Result]]] = []
        self.processes = [self.new_process(), self.new_process()]
        for who in range(len(self.tabs)):
            self.connect(who, who % 2)

    def new_process(self) -> Process:
        return Process(self.app, self.world, self.failpoint)

    def failpoint(self, point: str) -> None:
        if self.meanwhile and point == IN_COMMIT[0]:
            meanwhile, self.meanwhile = self.meanwhile, []
            self.results = [(tab, unsent, self.enqueue(tab, unsent)) for tab, unsent in meanwhile]
        elif point == self.dies_at:
            raise CrashError

    def stored(self) -> str:
        with self.world.database.reading() as session:
            return draft_text(session, self.draft_id)

    @rule(who=people, place=places, around=st.sampled_from(AROUND))
    def type(self, who: int, place: int, around: str) -> None:
        tab = self.tabs[who]
        if not tab.may_write:  # nothing is typed into a page that never loaded, or is read-only
            return
        word = chr(FIRST_WORD + len(self.words))
        self.words.append(word)
        tab.unpromised.add(word)
        at = place % (len(tab.replica.text) + 1)
        self.queue(tab, tab.replica.edit([TextEdit(at, at, around + word)]), {word})

    @rule(place=places)
    def all_type(self, place: int) -> None:
        for who in range(len(self.tabs)):
            self.type(who, place * (who + 1), AROUND[place % len(AROUND)])

    @rule(who=people, which=st.integers(0, 30))
    def delete(self, who: int, which: int) -> None:
        tab = self.tabs[who]
        words = sorted(words_in(tab.replica.text))
        if tab.may_write and words:
            word = words[which % len(words)]
            tab.deleted.add(word)
            self.gone.add(word)
            at = tab.replica.text.index(word)
            self.queue(tab, tab.replica.edit([TextEdit(at, at + 1, "")]), set())

    def queue(self, tab: Tab, update: bytes, words: set[str]) -> None:
        if tab.connection:
            tab.unsent.append(Unsent(update, frozenset(words)))

    @rule(who=people, where=processes)
    def connect(self, who: int, where: int) -> None:
        tab = self.tabs[who]
        if tab.connection is not None:
            return
        self.number += 1
        tab.line, tab.process = Line(), self.processes[where]
        tab.connection = Connection(f"s{self.number}", self.world.identity(tab.role), tab.line)
        tab.process.enter(tab.connection)
        self.join(tab)

    def join(self, tab: Tab) -> None:
        assert tab.connection
        assert tab.process
        tab.process.sockets.leave(tab.connection)
        tab.line.said.clear()  # what was said before the answer is in the answer
        request = Join(self.draft_id, tab.lineage, tab.replica.state_vector, self.number)
        answer = tab.process.namespace.enter(tab.connection, request)
        assert answer["ok"]
        tab.lineage, tab.seq, tab.unsent, tab.may_write = (
            answer["lineage"],
            answer["seq"],
            [],
            answer["may_write"],
        )
        tab.replica.apply(answer["update"])
        server = SharedText(
            [tab.process.context.replica_cache.in_use()[0].shared.update_since(NOTHING)]
        )
        if tab.replica.digest() == server.digest():
            self.is_promised(tab, tab.unpromised)
        elif tab.may_write:
            tab.unsent = [
                Unsent(tab.replica.update_since(answer["state_vector"]), frozenset(tab.unpromised))
            ]
        else:
            self.give_up(tab)

    @precondition(lambda self: any(tab.unsent for tab in self.tabs))
    @rule(is_lost=seldom)
    def send(self, *, is_lost: bool = False) -> None:
        tab = next(tab for tab in self.tabs if tab.unsent)
        unsent = tab.unsent.pop(0)
        result = self.enqueue(tab, unsent).get(timeout=PATIENCE)
        if is_lost:  # the answer, with the connection
            self.cut(tab)
        else:
            self.answered(tab, unsent, result)

    @precondition(lambda self: sum(bool(tab.unsent) for tab in self.tabs) > 1)
    @rule()
    def send_together(self) -> None:
        """While the first is being committed the others come: they share a flush, or meet at the
        store.
        """
        first, *others = [(tab, tab.unsent.pop(0)) for tab in self.tabs if tab.unsent]
        self.meanwhile = others
        answers = self.enqueue(*first)
        self.answered(*first, answers.get(timeout=PATIENCE))
        results, self.results = self.results, []
        late = [
            (tab, unsent, self.enqueue(tab, unsent)) for tab, unsent in self.meanwhile
        ]  # the first was not committed
        self.meanwhile = []
        for tab, unsent, waiting in results + late:
            self.answered(tab, unsent, waiting.get(timeout=PATIENCE))

    @rule(who=people)
    def send_again(self, who: int) -> None:
        tab = self.tabs[who]
        if tab.connection and tab.last and tab.may_write:
            self.answered(
                tab,
                Unsent(tab.last, frozenset()),
                self.enqueue(tab, Unsent(tab.last, frozenset())).get(),
            )

    def enqueue(self, tab: Tab, unsent: Unsent) -> SimpleQueue[Result]:
        assert tab.process
        assert tab.connection
        tab.last = unsent.update
        return tab.process.take(tab.connection, self.draft_id, tab.lineage, unsent.update)

    def answered(self, tab: Tab, unsent: Unsent, result: Result) -> None:
        if isinstance(result, CommittedUpdate):
            assert tab.role not in self.readers or not result.payload, (
                "taken, though the right was gone"
            )
            self.is_promised(tab, unsent.words)
        elif result == Refusal("not_permitted"):
            self.give_up(tab)
        else:
            raise AssertionError(result)

    def is_promised(self, tab: Tab, words: set[str] | frozenset[str]) -> None:
        self.promised |= words
        tab.unpromised = tab.unpromised - words

    def give_up(self, tab: Tab) -> None:
        """The right is gone: what was not stored by now stays with its author, and the page is
        loaded afresh.
        """
        self.cut(tab)
        self.given_up |= tab.unpromised - words_in(self.stored()) - self.gone
        self.back |= tab.deleted
        tab.forget()

    @rule(who=people, most=st.integers(1, 5))
    def hear(self, who: int, most: int) -> None:
        tab = self.tabs[who]
        for _ in range(most):
            if tab.connection and tab.line.said:
                tab.heard = [*tab.heard[-3:], tab.line.said.popleft()]
                self.take(tab, tab.heard[-1])

    @rule(who=people, trouble=st.sampled_from(("repeat", "overtake", "drop", "stick", "flow")))
    def mistreat(self, who: int, trouble: str) -> None:
        """What the network does to what is said to a tab."""
        tab = self.tabs[who]
        if trouble == "repeat" and tab.connection and tab.heard:
            self.take(tab, tab.heard[0])
        elif trouble == "overtake":
            tab.line.said.rotate()
        elif trouble == "drop" and tab.line.said:
            tab.line.said.popleft()
        elif trouble in {"stick", "flow"}:
            tab.line.is_stuck = trouble == "stick"

    def take(self, tab: Tab, said: EncodedEvent) -> None:
        head, *attachments = said._parts
        event, fields = json.loads(str(head)[str(head).index("[") :])
        if (
            event == "resync"
            or (event == "update" and fields["after"] > tab.seq)
            or (event == "head" and fields["seq"] > tab.seq)
        ):
            self.join(tab)
        elif event == "update":
            tab.replica.apply(bytes(attachments[0]))
            tab.seq = max(tab.seq, fields["seq"])
        elif event == "rights" and not fields["may_write"] and tab.may_write:
            self.give_up(tab)

    @rule(who=people)
    def lose_the_network(self, who: int) -> None:
        self.cut(self.tabs[who])

    def cut(self, tab: Tab) -> None:
        if tab.connection and tab.process:
            tab.process.cut(tab.connection)
        tab.connection, tab.process, tab.unsent = None, None, []

    @rule(which=st.integers(0, 2))
    def nobody_is_left_in(self, which: int) -> None:
        """One process restarts, or all sockets leave and the draft is evicted; all come back."""
        if which in range(len(self.processes)):
            self.start_a_process_anew(which)
        else:
            self.all_leave()
        for who in range(len(self.tabs)):
            self.connect(who, which % 2)

    def start_a_process_anew(self, which: int) -> None:
        for tab in self.tabs:
            if tab.process is self.processes[which]:
                self.cut(tab)
        self.processes[which] = self.new_process()

    def all_leave(self) -> None:
        for tab in self.tabs:
            self.cut(tab)
        assert [process.context.replica_cache.in_use() for process in self.processes] == [[], []]

    @precondition(lambda self: any(tab.unsent for tab in self.tabs))
    @rule(point=st.sampled_from(IN_COMMIT), is_shared=st.booleans())
    def crash_in_commit(self, point: str, *, is_shared: bool) -> None:
        """A process that is no more tells nobody what became of what they sent, in this flush or
        the one after it.
        """
        process = next(tab.process for tab in self.tabs if tab.unsent)
        there = [tab for tab in self.tabs if tab.unsent and tab.process is process]
        first, *self.meanwhile = [
            (tab, tab.unsent.pop(0)) for tab in (there if is_shared else there[:1])
        ]
        self.dies_at = point
        waiting = [self.enqueue(*first)]
        waiting[0].get(timeout=PATIENCE)
        waiting += [queue for _, _, queue in self.results]
        for queue in waiting[1:]:
            queue.get(timeout=PATIENCE)
        self.dies_at, self.meanwhile, self.results = "", [], []
        assert process
        self.start_a_process_anew(self.processes.index(process))

    @rule(point=st.sampled_from(("", *IN_CHECKPOINT)))
    def checkpoint(self, point: str) -> None:
        self.dies_at = point
        with contextlib.suppress(CrashError):  # the worker is a process of its own
            make_checkpoint(self.world.database, {"draft_id": self.draft_id}, self.failpoint)
        self.dies_at = ""

    @rule(which=st.integers(0, 99))
    def put_an_earlier_text_back(self, which: int) -> None:
        text = self.texts[which % len(self.texts)]
        with self.world.database.reading() as session:
            shared = load_replica(session.connection(), self.draft_id).shared
        self.texts.append(shared.text)
        self.gone |= words_in(shared.text) - words_in(text)
        self.back |= words_in(text)
        if shared.text != text:
            update = shared.edit(text_changes(shared.text, text))
            with self.world.database.transaction() as session:
                record_forward_edit(session, OPERATOR, draft_id=self.draft_id, update=update)

    @rule(role=st.sampled_from(ROLES), is_reader=st.booleans())
    def change_a_right(self, role: Role, *, is_reader: bool) -> None:
        """As chair of no group one reads every chapter and writes in none."""
        self.readers = self.readers | {role} if is_reader else self.readers - {role}
        groups = self.world.group_ids[:1]
        part = (
            MembershipInput(Role.CHAIR)
            if is_reader
            else MembershipInput(role, working_group_ids=groups)
        )
        make_part(self.world, role, part)

    @precondition(lambda self: any(tab.unsent for tab in self.tabs))
    @rule()
    def lose_the_right_with_words_on_the_way(self) -> None:
        self.change_a_right(next(tab.role for tab in self.tabs if tab.unsent), is_reader=True)
        self.send()

    @rule(which=processes)
    def look(self, which: int) -> None:
        """As the poller does, twice a second."""
        self.processes[which].poller.poll()

    @invariant()
    def what_was_promised_is_stored_once_and_what_was_refused_is_not(self) -> None:
        stored = self.stored()
        assert [word for word in self.words if stored.count(word) > 1] == []
        assert self.promised - self.gone <= words_in(stored)
        assert not self.given_up & words_in(stored)

    def settle(self) -> None:
        """All regain their rights, the network recovers; then all type without reconnecting."""
        for role in set(ROLES):
            self.change_a_right(role, is_reader=False)
        for who, tab in [*enumerate(self.tabs)] * 2:
            self.cut(tab)
            self.connect(who, who % 2)
            self.send_all()
        for who in range(len(self.tabs)):
            self.type(who, 7 * who, "é")
            self.send_all()
        for process in self.processes:
            process.poller.poll()
        for who, tab in enumerate(self.tabs):
            while tab.line.said:
                self.hear(who, 5)

    def send_all(self) -> None:
        while any(tab.unsent for tab in self.tabs):
            self.send()

    def teardown(self) -> None:
        self.settle()
        stored = self.stored()
        assert {tab.replica.text for tab in self.tabs} == {stored}
        there = words_in(stored)
        assert set(self.words) - self.gone - self.given_up <= there
        assert not (self.gone - self.back) & there
        self.all_leave()
        self.world.database.dispose()
