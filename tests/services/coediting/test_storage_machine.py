"""Whatever happens to a working draft, its store opens to exactly what was acknowledged: a
machine looks for exceptions.

The store, the committer, the replicas and the checkpoints are the real ones; a crash is an
exception that nothing catches, after which all of the process is thrown away. What was promised
is held against a text that nobody ever stored.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from drafting import clock
from drafting.crdt.authorship import author_runs
from drafting.crdt.shared_text import SharedText
from drafting.crdt.wire.update_reader import clients_of
from drafting.domain.roles import Role
from drafting.domain.words.text_diff import text_changes
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.coediting.admission import ReplicaState
from drafting.services.coediting.checkpoints import make_checkpoint
from drafting.services.coediting.committer import Committer
from drafting.services.coediting.history import authorship, moments_of, text_at
from drafting.services.coediting.records import Refusal, Result
from drafting.services.coediting.replica_cache import CachedReplica, ReplicaCache
from drafting.services.coediting.replicas import load_replica
from drafting.services.coediting.update_log import CommittedUpdate
from drafting.services.drafts.importing import record_forward_edit
from drafting.services.people.members import MembershipInput, change_member, member
from drafting.storage.unit_of_work import Database
from tests.services.coediting.typists import Typist
from tests.support.copies import copies_of
from tests.support.people import World

WORDS = ("a", "the ", "é", "😀", "a😀b", "漢字\n", "\u202e", "👩‍⚖️")
ROLES = (Role.CHAIR, Role.DRAFTER)
IN_COMMIT = (
    "after_insert_before_commit",
    "after_commit_before_apply",
    "after_apply_before_acknowledge",
    "after_relay",
)
IN_CHECKPOINT = ("after_checkpoint_before_delete", "after_delete_before_commit", "after_commit")
people = st.integers(0, 2)
places = st.integers(0, 200)


class CrashError(BaseException):
    """The process is no more."""


@dataclass
class Person(Typist):
    """A user with words that are not promised yet; two of the three have one account, on two
    devices.
    """

    role: Role
    unsent: list[bytes] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)

    def __init__(self, world: World, role: Role) -> None:
        super().__init__(world, role)
        self.role = role
        self.unsent, self.sent = [], []


class Storage(RuleBasedStateMachine):
    """One draft."""

    def __init__(self, new_world: Callable[[], World]) -> None:
        super().__init__()
        self.world = new_world()
        self.draft_id = self.world.draft_ids[0]
        self.people = [Person(self.world, role) for role in (*ROLES, Role.DRAFTER)]
        self.now, self.dies_at, self.has_died = datetime(2026, 11, 2, 9, tzinfo=UTC), "", False
        self.start()
        self.promised = SharedText([self.cached.shared.update_since(b"\0")])
        self.owners: dict[int, int | None] = dict(self.cached.owners)
        self.texts = {1: self.promised.text}
        self.other_drafts = ReplicaCache(self.world.database)
        self.other = self.other_drafts.acquire(self.draft_id)

    def start(self) -> None:
        """A new process."""
        self.world.database.dispose()
        self.world.database = Database(str(self.world.database.engine.url))
        self.drafts = ReplicaCache(self.world.database)
        self.committer = Committer(self.world.database, self.drafts, self.failpoint)
        self.cached: CachedReplica = self.drafts.acquire(self.draft_id)

    def failpoint(self, point: str) -> None:
        if point == self.dies_at:
            self.has_died = True
            raise CrashError

    @rule(who=people, place=places, word=st.sampled_from(WORDS))
    def type(self, who: int, place: int, word: str) -> None:
        person = self.people[who]
        person.unsent.append(person.type(word, at=place % (len(person.replica.text) + 1)))

    @rule(who=people, place=places, length=st.integers(1, 9))
    def delete(self, who: int, place: int, length: int) -> None:
        person = self.people[who]
        if text := person.replica.text:
            start = place % len(text)
            person.unsent.append(person.delete(start, min(start + length, len(text))))

    @rule(who=people)
    def send(self, who: int) -> None:
        person = self.people[who]
        while person.unsent:
            assert self.submit(person, person.unsent[0]), "refused, though nothing was missing"
            person.sent.append(person.unsent.pop(0))

    @rule(who=people, which=st.integers(0, 20))
    def send_again(self, who: int, which: int) -> None:
        person, seq = self.people[who], self.cached.seq
        if person.sent:
            assert self.submit(person, person.sent[which % len(person.sent)])
            assert self.cached.seq == seq

    @rule(who=people)
    def send_out_of_order(self, who: int) -> None:
        person = self.people[who]
        for update in reversed(person.unsent):
            self.submit(person, update)

    @rule(who=people)
    def meet(self, who: int) -> None:
        person = self.people[who]
        person.replica.apply(self.cached.shared.update_since(person.replica.state_vector))

    @precondition(lambda self: any(person.unsent for person in self.people))
    @rule()
    def lose_the_right_and_get_it_back(self) -> None:
        person = next(person for person in self.people if person.unsent)
        self.give(person, Role.OBSERVER)
        result = self.enqueue(person, person.unsent[0])
        is_known = (
            isinstance(result, CommittedUpdate) and not result.payload
        )  # from before a crash: acknowledged again
        assert is_known or result in {Refusal("not_permitted"), Refusal("missing")}
        self.give(person, person.role)

    def give(self, person: Person, role: Role) -> None:
        with self.world.database.transaction() as session:
            code = code_by_slug(session, OPERATOR, self.world.slug)
            membership = member(session, code, self.world.membership_ids[person.role])
            change_member(
                session,
                OPERATOR,
                code,
                membership,
                MembershipInput(role, working_group_ids=self.world.group_ids[:1]),
            )

    @rule(which=st.integers(0, 99))
    def put_an_earlier_text_back(self, which: int) -> None:
        text = self.texts[sorted(self.texts)[which % len(self.texts)]]
        with self.world.database.reading() as session:
            shared = load_replica(session.connection(), self.draft_id).shared
        if update := shared.edit(text_changes(shared.text, text)) if shared.text != text else None:
            self.now += timedelta(minutes=1)
            with (
                patch.object(clock, "now", lambda: self.now),
                self.world.database.transaction() as session,
            ):
                record_forward_edit(session, OPERATOR, draft_id=self.draft_id, update=update)
            self.drafts.catch_up(self.cached)
            self.note(None, update, self.cached.seq)

    @rule()
    def evict(self) -> None:
        self.drafts.release(self.cached)
        assert self.drafts.in_use() == []
        self.cached = self.drafts.acquire(self.draft_id)

    @rule()
    def checkpoint(self) -> None:
        make_checkpoint(self.world.database, {"draft_id": self.draft_id})

    @rule()
    def another_process_catches_up(self) -> None:
        self.other_drafts.catch_up(self.other)
        assert self.other.shared.digest() == self.promised.digest()

    @rule(point=st.sampled_from(IN_CHECKPOINT))
    def crash_in_checkpoint(self, point: str) -> None:
        self.dies_at = point
        try:
            make_checkpoint(self.world.database, {"draft_id": self.draft_id}, self.failpoint)
        except CrashError:
            self.start()
        self.dies_at = ""

    @precondition(lambda self: any(person.unsent for person in self.people))
    @rule(point=st.sampled_from(IN_COMMIT))
    def crash_in_commit(self, point: str) -> None:
        person = next(person for person in self.people if person.unsent)
        update, self.dies_at, self.has_died = person.unsent[0], point, False
        self.enqueue(person, update)  # a process that is no more tells nobody what became of it
        if self.has_died:
            if point != IN_COMMIT[0]:
                self.note(person, update, max(self.texts) + 1)
            self.start()
        self.dies_at = ""

    def submit(self, person: Person, update: bytes) -> bool:
        """Whether it was promised."""
        before = self.cached.seq
        result = self.enqueue(person, update)
        if isinstance(result, CommittedUpdate) and result.seq > before:
            self.note(person, update, result.seq)
        assert isinstance(result, CommittedUpdate) or result == Refusal("missing")
        return isinstance(result, CommittedUpdate)

    def enqueue(self, person: Person, update: bytes) -> Result:
        """Each commit is a moment of its own."""
        self.now += timedelta(minutes=1)
        with patch.object(clock, "now", lambda: self.now):  # for the committer's thread too
            return self.committer.submit(self.cached, person.sender, update)

    def note(self, person: Person | None, update: bytes, seq: int) -> None:
        """What a user was promised, or (None) what the operator put back."""
        self.promised.apply(update)
        for client in clients_of(update):
            self.owners.setdefault(client, person.sender.account_id if person else None)
        self.texts[seq] = self.promised.text

    @invariant()
    def the_store_opens_to_what_was_promised(self) -> None:
        with self.world.database.reading() as session:
            opened = load_replica(session.connection(), self.draft_id)
        digests = {one.shared.digest() for one in (opened, self.cached)}
        assert digests == {self.promised.digest()}
        assert (opened.seq, opened.owners) == (max(self.texts), self.owners)

    @invariant()
    def what_is_kept_for_the_next_flush_is_what_the_replica_knows(self) -> None:
        known = self.cached.known
        if isinstance(known, ReplicaState) and known.seq == self.cached.seq:
            assert (known.clocks, known.size) == (
                self.cached.shared.known(),
                self.cached.shared.size,
            )
            assert (known.owners, known.pairs.fresh, known.brought) == (
                self.cached.owners,
                set(),
                [],
            )

    def teardown(self) -> None:
        with self.world.database.reading() as session:
            seen = {
                one.seq: text_at(session, self.draft_id, one.seq)
                for one in moments_of(session, self.draft_id)
            }
            runs = authorship(session, self.draft_id)
        assert seen == self.texts
        assert runs == (self.promised.text, author_runs(self.promised, self.owners))
        for one in (self.world.database, self.other_drafts._database):
            one.dispose()


def test_the_store_always_opens_to_what_was_promised(world: World, tmp_path: Path) -> None:
    new_world = copies_of(world, tmp_path)
    run_state_machine_as_test(
        lambda: Storage(new_world),
        settings=settings(
            max_examples=60,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
