"""What does not look like typing is tried on a copy of the replica first, and not so often that others would feel it."""

from typing import Any

import pytest

from drafting.crdt import integration, rehearsal
from drafting.crdt.errors import MalformedUpdateError
from drafting.domain.roles import Role
from drafting.services import verdicts
from drafting.services.draft_log import CommittedUpdate
from drafting.services.record_updates import Refusal
from tests.services.rooms import Room, seqs
from tests.services.typists import Typist
from tests.support.people import TEXT, World


@pytest.fixture
def room(world: World) -> Room:
    return Room(world)


@pytest.fixture
def rehearsed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What went onto a copy, state and all; `poison` among it makes yrs panic."""
    seen: list[bytes] = []

    def integrate(doc: Any, update: bytes) -> None:
        seen.append(update)
        if b"poison" in update:
            raise MalformedUpdateError(reason="a panic")
        integration.integrate(doc, update)

    monkeypatch.setattr(rehearsal, "integrate", integrate)
    return seen


def offline(typist: Typist, words: str) -> bytes:
    """All that was written and deleted without a connection: no server has seen it in this shape."""
    before = typist.replica.state_vector
    typist.type(f"{words} and more ")
    typist.delete(len(words), len(words) + 4)
    return typist.replica.update_since(before)


def test_typing_is_not_rehearsed_and_offline_work_is(room: Room, world: World, rehearsed: list[bytes]) -> None:
    typist = Typist(world)
    assert seqs([room.submit(typist, typist.type("Word by word. ")), room.submit(typist, typist.delete(0, 5))]) == [2, 3]
    assert rehearsed == []
    work = offline(typist, "Offline")
    assert seqs([room.submit(typist, work)]) == [4]
    assert rehearsed[-1] == work
    assert room.stored() == typist.replica.text


def test_A16_what_makes_yrs_panic_only_where_it_belongs_never_enters_the_log(
    room: Room, world: World, rehearsed: list[bytes]
) -> None:
    typist, other = Typist(world), Typist(world, Role.CHAIR)
    assert room.submit(typist, offline(typist, "poison")) == Refusal("malformed")
    assert (room.rows(), room.stored(), room.live.is_dropped) == (1, TEXT, False)
    assert seqs([room.submit(other, other.type("Unmoved. "))]) == [2]
    assert seqs([room.submit(other, offline(other, "Taken"))]) == [3]


def test_within_a_flush_one_copy_is_made_and_all_that_follows_is_tried_on_it(
    room: Room, world: World, rehearsed: list[bytes]
) -> None:
    one, two = Typist(world), Typist(world, Role.CHAIR)
    before, first, between, bad, last = (
        two.type("Before. "),
        offline(one, "First"),
        two.type("Between. "),
        two.type("poison"),
        offline(one, "Last"),
    )
    results = room.in_one_flush((two, before), (one, first), (two, between), (two, bad), (one, last))
    assert seqs(results) == [3, 4, 5, "malformed", 6]
    assert rehearsed[1:] == [before, first, between, bad, *rehearsed[5:]]
    assert rehearsed[6:] == [before, first, between, last]  # anew: after a panic a copy is in doubt
    assert "poison" not in room.stored()


def test_a_draft_is_not_copied_again_at_once_and_typing_goes_on_meanwhile(
    room: Room, world: World, rehearsed: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdicts, "REST", 1e9)
    one, two = Typist(world), Typist(world, Role.CHAIR)
    assert seqs([room.submit(one, offline(one, "First"))]) == [2]
    rehearsed.clear()
    later = offline(one, "Later")
    assert room.submit(one, later) == Refusal("not_saved_yet")
    assert room.submit(two, b"\xff") == Refusal("malformed")
    assert room.submit(one, later) == Refusal("not_saved_yet")
    assert seqs([room.submit(two, two.type("Typed. "))]) == [3]
    assert rehearsed == []
    assert seqs([room.submit(two, offline(two, "Theirs"))]) == [4]  # whoever asked for too much kept nobody else waiting
    room.committer._allowances._due.clear()  # time goes by
    assert isinstance(room.submit(one, later), CommittedUpdate)
    once_more = offline(one, "Once more")
    assert room.submit(one, once_more) == Refusal("not_saved_yet")
    room.drafts.let_go(room.live)
    room.live = room.drafts.hold(one.draft_id)  # another replica
    assert room.submit(one, once_more) == Refusal("not_saved_yet")
    assert one.sender.work > 0


def test_one_draft_of_which_all_is_refused_does_not_lose_what_is_known_of_it(room: Room, world: World) -> None:
    typist, other = Typist(world), Typist(world, Role.CHAIR, chapter=2)
    assert seqs([room.submit(typist, typist.type("Typed. "))]) == [2]
    known = room.live.known
    assert known is not None
    elsewhere = room.drafts.hold(other.draft_id)
    room.to_queue = [(typist, b"\xff")]
    assert seqs([room.committer.submit(elsewhere, other.sender, other.type("Here. "))]) == [2]
    assert room.queued[0].result(timeout=10) == Refusal("malformed")
    assert room.live.known is known
