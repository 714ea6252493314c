"""Two replicas of one draft in one flush stay whole, and a released one leaves the memory."""

import gc
import weakref
from functools import partial
from threading import Event

import pytest

from drafting.domain.roles import Role
from drafting.services.coediting.records import Result
from drafting.services.people.sign_ins import end_all_sign_ins
from tests.services.coediting.rooms import Room, seqs
from tests.services.coediting.typists import Typist
from tests.support.people import World
from tests.support.waiting import wait_until


@pytest.fixture
def room(world: World) -> Room:
    return Room(world)


def shared_with_one_let_go(room: Room, *updates: tuple[str, Typist, bytes]) -> list[Result]:
    """The results of one flush in which two replicas of the draft are: the "orphan", released
    before, and the "new" one.
    """
    room.drafts.release(room.cached)
    orphan, room.cached = room.cached, room.drafts.acquire(room.cached.draft_id)
    assert orphan is not room.cached
    opener, results = Typist(room.world, Role.SECRETARIAT, chapter=2), dict[int, Result]()
    is_open = Event()

    def hand_in_all(point: str) -> None:
        if point == "after_insert_before_commit" and not is_open.is_set():
            is_open.set()
            for number, (which, typist, update) in enumerate(updates):
                cached = orphan if which == "orphan" else room.cached
                room.committer.enqueue(
                    cached, typist.sender, update, partial(results.__setitem__, number)
                )

    room.committer._failpoint = hand_in_all
    room.committer.submit(room.drafts.acquire(opener.draft_id), opener.sender, opener.type("|"))
    wait_until(lambda: len(results) == len(updates))
    return [results[number] for number in range(len(updates))]


def test_what_was_refused_from_a_replica_let_go_is_not_taken_for_known_by_the_next(
    room: Room, world: World
) -> None:
    one, other, drafter = Typist(world), Typist(world, Role.CHAIR), world.identity(Role.DRAFTER)
    with world.database.transaction() as session:
        end_all_sign_ins(session, drafter)
    typed = one.type("Typed before. ")
    results = shared_with_one_let_go(
        room, ("new", other, other.type("Other. ")), ("orphan", one, typed)
    )
    assert seqs(results) == [2, "signed_out"]
    again = Typist(world)
    assert seqs([room.submit(again, typed)]) == [3]
    assert "Typed before." in room.stored()


def test_a_replica_that_shares_a_flush_with_one_let_go_has_no_hole(
    room: Room, world: World
) -> None:
    one, other = Typist(world), Typist(world, Role.CHAIR)
    first, second = other.type("First. "), other.type("Second. ")
    results = shared_with_one_let_go(
        room, ("new", other, first), ("orphan", one, one.type("Between. ")), ("new", other, second)
    )
    assert seqs(results) == [2, 3, 4]
    assert (room.cached.seq, room.cached.shared.text) == (4, room.stored())


def test_a_replica_that_nobody_holds_leaves_the_memory_at_once(room: Room, world: World) -> None:
    typist = Typist(world, chapter=2)
    cached = room.drafts.acquire(typist.draft_id)
    assert seqs([room.committer.submit(cached, typist.sender, typist.type("A word. "))]) == [2]
    shared = weakref.ref(cached.shared)
    room.drafts.release(cached)
    del cached
    gc.disable()
    try:
        wait_until(lambda: shared() is None)
    finally:
        gc.enable()
