"""What does not look like typing is tried on a copy of the replica first, and not so often that
others would feel it.
"""

from typing import Any

import pytest

from drafting.crdt import integration, trial_copy
from drafting.crdt.errors import MalformedUpdateError
from drafting.domain.roles import Role
from drafting.services.coediting import admission, committer
from drafting.services.coediting.record_updates import record_updates
from drafting.services.coediting.records import Refusal
from drafting.services.coediting.update_log import CommittedUpdate
from drafting.services.people.identities import identity_of_sign_in
from drafting.services.people.sign_ins import end_sign_in
from tests.crdt.forged import forged
from tests.services.coediting.rooms import Room, seqs
from tests.services.coediting.typists import Typist
from tests.support.people import TEXT, World


@pytest.fixture
def room(world: World) -> Room:
    return Room(world)


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What went onto a copy, state and all; `poison` among it makes yrs panic."""
    seen: list[bytes] = []

    def integrate(doc: Any, update: bytes) -> None:
        seen.append(update)
        if b"poison" in update:
            raise MalformedUpdateError(reason="a panic")
        integration.integrate(doc, update)

    monkeypatch.setattr(trial_copy, "integrate", integrate)
    return seen


def offline(typist: Typist, words: str) -> bytes:
    """All that was written and deleted without a connection: no server has seen it in this
    shape.
    """
    before = typist.replica.state_vector
    typist.type(f"{words} and more ")
    typist.delete(len(words), len(words) + 4)
    return typist.replica.update_since(before)


def test_typing_is_not_tried_on_a_copy_and_offline_work_is(
    room: Room, world: World, tried: list[bytes]
) -> None:
    typist = Typist(world)
    assert seqs(
        [
            room.submit(typist, typist.type("Word by word. ")),
            room.submit(typist, typist.delete(0, 5)),
        ]
    ) == [2, 3]
    assert tried == []
    work = offline(typist, "Offline")
    assert seqs([room.submit(typist, work)]) == [4]
    assert tried[-1] == work
    assert room.stored() == typist.replica.text


def test_A16_what_makes_yrs_panic_only_where_it_belongs_never_enters_the_log(
    room: Room, world: World, tried: list[bytes]
) -> None:
    typist, other = Typist(world), Typist(world, Role.CHAIR)
    assert room.submit(typist, offline(typist, "poison")) == Refusal("malformed")
    assert (room.rows(), room.stored(), room.cached.is_invalid) == (1, TEXT, False)
    assert seqs([room.submit(other, other.type("Unmoved. "))]) == [2]
    assert seqs([room.submit(other, offline(other, "Taken"))]) == [3]


def test_within_a_flush_one_copy_is_made_and_all_that_follows_is_tried_on_it(
    room: Room, world: World, tried: list[bytes]
) -> None:
    one, two = Typist(world), Typist(world, Role.CHAIR)
    before, first, between, bad, last = (
        two.type("Before. "),
        offline(one, "First"),
        two.type("Between. "),
        two.type("poison"),
        offline(one, "Last"),
    )
    results = room.in_one_flush(
        (two, before), (one, first), (two, between), (two, bad), (one, last)
    )
    assert seqs(results) == [3, 4, 5, "malformed", 6]
    assert tried[1:] == [before, first, between, bad, *tried[5:]]
    assert tried[6:] == [before, first, between, last]  # again: after a panic a copy is in doubt
    assert "poison" not in room.stored()


def test_a_draft_is_not_copied_again_at_once_and_typing_goes_on_meanwhile(
    room: Room, world: World, tried: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "COOLDOWN_FACTOR", 1e9)
    one, two = Typist(world), Typist(world, Role.CHAIR)
    assert seqs([room.submit(one, offline(one, "First"))]) == [2]
    tried.clear()
    later = offline(one, "Later")
    assert room.submit(one, later) == Refusal("not_saved_yet")
    assert room.submit(two, b"\xff") == Refusal("malformed")
    assert room.submit(one, later) == Refusal("not_saved_yet")
    assert seqs([room.submit(two, two.type("Typed. "))]) == [3]
    assert tried == []
    assert seqs([room.submit(two, offline(two, "Theirs"))]) == [
        4
    ]  # an account that asked for too much kept no other waiting
    room.committer._trial_limiter._due.clear()  # time goes by
    assert isinstance(room.submit(one, later), CommittedUpdate)
    once_more = offline(one, "Once more")
    assert room.submit(one, once_more) == Refusal("not_saved_yet")
    room.drafts.release(room.cached)
    room.cached = room.drafts.acquire(one.draft_id)  # another replica
    assert room.submit(one, once_more) == Refusal("not_saved_yet")
    assert one.sender.cpu_seconds > 0


def test_one_draft_of_which_all_is_refused_does_not_lose_what_is_known_of_it(
    room: Room, world: World
) -> None:
    typist, other = Typist(world), Typist(world, Role.CHAIR, chapter=2)
    assert seqs([room.submit(typist, typist.type("Typed. "))]) == [2]
    known = room.cached.known
    assert known is not None
    elsewhere = room.drafts.acquire(other.draft_id)
    room.to_queue = [(typist, b"\xff")]
    assert seqs([room.committer.submit(elsewhere, other.sender, other.type("Here. "))]) == [2]
    assert room.queued[0].result(timeout=10) == Refusal("malformed")
    assert room.cached.known is known


def test_so_many_client_ids_a_draft_may_have_and_an_account(
    room: Room, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chains of a hundred thousand end the process that integrates them."""
    monkeypatch.setattr(admission, "MAX_CLIENTS_PER_ACCOUNT", 3)
    typist, other = Typist(world), Typist(world, Role.CHAIR)
    chain = [forged(n, 0, [((n - 1, 0) if n > 100 else None, None, "x")]) for n in range(100, 104)]
    assert seqs([room.submit(typist, one) for one in chain]) == [2, 3, 4, "too_large"]
    assert seqs([room.submit(typist, forged(102, 1, [((102, 0), None, "y")]))]) == [
        5
    ]  # under those that are there
    assert seqs([room.submit(other, forged(200, 0, [(None, None, "z")]))]) == [6]
    monkeypatch.setattr(admission, "MAX_CLIENTS_PER_DRAFT", 5)  # with that of the first text
    assert seqs([room.submit(other, forged(201, 0, [(None, None, "z")]))]) == ["too_large"]


def test_what_is_said_again_is_compared_no_more_often_than_others_can_bear(
    room: Room, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[bytes] = []
    monkeypatch.setattr(admission, "contradicts", lambda payload, known: compared.append(payload))
    typist = Typist(world)
    update = typist.type("Once. ")
    assert seqs([room.submit(typist, update), room.submit(typist, update)]) == [2, 2]
    room.committer._trial_limiter.spend(typist.sender.account_id, 0.0, 1e9)  # all of it, and more
    assert seqs([room.submit(typist, update)]) == ["not_saved_yet"]
    assert len(compared) == 1


def test_a_second_unusual_update_of_an_account_in_one_flush_needs_an_allowance_of_its_own(
    room: Room, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "BURST_SECONDS", 0.0)
    typist, other = Typist(world), Typist(world, Role.CHAIR)
    first, second, plain = offline(typist, "One"), offline(typist, "Two"), other.type("Typed. ")
    assert seqs(room.in_one_flush((typist, first), (typist, second), (other, plain))) == [
        3,
        "not_saved_yet",
        4,
    ]


def test_what_was_verified_upon_a_word_that_was_then_refused_is_not_acknowledged(
    room: Room, world: World
) -> None:
    """One account, two sign-ins, one of them just ended: the second half of a word has no first."""
    ended, living, other = Typist(world), Typist(world), Typist(world, Role.CHAIR)
    with world.database.transaction() as session:
        end_sign_in(session, identity_of_sign_in(session, ended.sender.sign_in_id))
    first, second = forged(99, 0, [(None, None, "lost-")]), forged(99, 5, [((99, 4), None, "kept")])
    results = room.in_one_flush(
        (ended, first), (living, second), (other, other.type("Not theirs. "))
    )
    assert seqs(results) == ["signed_out", "not_saved_yet", 3]
    assert seqs([room.submit(living, second)]) == ["missing"]
    assert seqs([room.submit(living, first), room.submit(living, second)]) == [4, 5]
    assert "lost-kept" in room.stored()
    assert room.screen.text == room.cached.shared.text == room.stored()


def test_a_flush_that_takes_long_to_try_leaves_the_rest_to_the_next_in_their_order(
    room: Room, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committer, "MAX_ADMISSION_SECONDS", -1.0)
    typist = Typist(world)
    words = [typist.type(f"{n} ") for n in range(4)]
    assert seqs(room.in_one_flush(*((typist, word) for word in words))) == [3, 4, 5, 6]
    assert [after for after, _, _ in room.relayed] == [1, 2, 3, 4, 5]


def test_a_foreign_word_is_not_hidden_by_a_replica_that_fails_in_the_same_flush(
    room: Room, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What others committed is relayed only after a look at the rights of now: the epoch of the
    flush is not its own.
    """
    here, there = Typist(world), Typist(world, Role.SECRETARIAT, chapter=2)
    failing = room.drafts.acquire(world.draft_ids[1])

    def record(*given: Any) -> list[Any]:
        elsewhere = Typist(world, Role.CHAIR)
        assert isinstance(
            record_updates(world.database, [elsewhere.verified(room.cached.lineage_id, "!")])[0],
            CommittedUpdate,
        )
        results = record_updates(*given)
        failing.is_invalid = True
        return results

    monkeypatch.setattr(committer, "record_updates", record)
    epochs: list[int | None] = []
    room.committer._before_relay = epochs.append
    room.committer._flush([
        committer.PendingUpdate(cached, typist.sender, typist.type("x"), None, lambda result: None)
        for cached, typist in ((room.cached, here), (failing, there))
    ])  # fmt: skip
    assert epochs == [None]
    assert [(after, seq) for after, seq, _ in room.relayed] == [(1, 3)]
