"""The committer: acknowledged means committed, applied and relayed once; one bad update disturbs
nobody.
"""

import sqlite3
from typing import Any

import pytest
from pycrdt import Doc, Text

from drafting.crdt.shared_text import SharedText
from drafting.domain.roles import Role
from drafting.services.coediting import committer
from drafting.services.coediting.record_updates import record_updates
from drafting.services.coediting.records import Refusal, Result
from drafting.services.coediting.update_log import CommittedUpdate, LogRow, append_rows
from drafting.storage import unit_of_work
from tests.services.coediting.rooms import Room, seqs
from tests.services.coediting.typists import Typist, own
from tests.support.people import TEXT, World


@pytest.fixture
def room(world: World) -> Room:
    return Room(world)


def test_an_acknowledged_word_is_in_the_log_in_the_replica_and_relayed(
    room: Room, world: World
) -> None:
    typist = Typist(world)
    assert seqs([room.submit(typist, typist.type("A word. "), origin="me")]) == [2]
    assert room.stored() == room.cached.shared.text == "A word. " + TEXT
    assert room.relayed == [(1, 2, "me")]


def test_an_update_sent_again_is_acknowledged_and_not_stored_twice(
    room: Room, world: World
) -> None:
    typist = Typist(world)
    update = typist.type("Once. ")
    assert seqs([room.submit(typist, update), room.submit(typist, update)]) == [2, 2]
    assert (room.rows(), len(room.relayed)) == (2, 1)
    deletion = typist.delete(0, 6)
    assert seqs([room.submit(typist, deletion), room.submit(typist, deletion)]) == [3, 3]
    assert (room.rows(), room.stored()) == (3, TEXT)


@pytest.mark.parametrize("payload", [b"", b"\x01", b"\xff" * 40, b"\0" * 3])
def test_A15_what_is_no_update_is_refused_and_never_stored(
    room: Room, world: World, payload: bytes
) -> None:
    assert room.submit(Typist(world), payload) == Refusal("malformed")
    assert (room.rows(), room.relayed) == (1, [])


def test_an_update_that_builds_on_another_that_never_came_is_refused(
    room: Room, world: World
) -> None:
    typist = Typist(world)
    lost, next_ = typist.type("Lost. "), typist.type("Next. ")
    assert room.submit(typist, next_) == Refusal("missing")
    assert seqs([room.submit(typist, lost), room.submit(typist, next_)]) == [2, 3]
    assert room.stored() == "Next. Lost. " + TEXT


def test_those_who_wait_are_committed_together_and_may_build_on_each_other(
    room: Room, world: World
) -> None:
    one, two = Typist(world), Typist(world, Role.CHAIR)
    items = [(one, one.type("a")), (one, one.type("b")), (two, two.type("c")), (one, one.type("d"))]
    assert seqs(room.in_one_flush(*items)) == [3, 4, 5, 6]
    assert room.relayed == [(1, 2, None), (2, 6, None)]  # one relay a flush
    assert room.stored() == room.cached.shared.text == room.screen.text
    assert sorted(room.stored()[:5]) == sorted("|abcd")


def test_a_malformed_update_does_not_disturb_the_others_of_its_flush(
    room: Room, world: World
) -> None:
    one, two = Typist(world), Typist(world, Role.CHAIR)
    results = room.in_one_flush((one, one.type("a")), (two, b"\xff\xff"), (two, two.type("b")))
    assert seqs(results) == [3, "malformed", 4]
    assert room.rows() == 4


def test_an_update_repeated_within_one_flush_does_no_harm(room: Room, world: World) -> None:
    typist = Typist(world)
    update = typist.type("Once. ")
    results = room.in_one_flush((typist, update), (typist, update))
    assert all(isinstance(result, CommittedUpdate) for result in results)
    assert room.stored().count("Once.") == 1


def test_a_client_id_that_is_somebody_elses_is_refused(room: Room, world: World) -> None:
    owner, thief = Typist(world), Typist(world, Role.CHAIR)
    room.submit(owner, owner.type("Mine. "))
    thief.replica = owner.replica
    forged = thief.type("Forged. ")
    assert room.submit(thief, forged) == Refusal("malformed")
    assert "Forged" not in room.stored()


def test_two_accounts_under_one_new_client_id_in_one_flush_are_not_both_told_saved(
    room: Room, world: World
) -> None:
    """The second one's words would be ignored by every replica: acknowledged and lost."""
    updates = []
    for words in ("First. ", "Other. "):
        doc: Doc[Text] = Doc(client_id=77)
        doc.get("body", type=Text).insert(0, words)
        updates.append(doc.get_update())
    people = Typist(world), Typist(world, Role.CHAIR)
    results = room.in_one_flush(*zip(people, updates, strict=True))
    saved = [
        words
        for words, result in zip(("First.", "Other."), results, strict=True)
        if isinstance(result, CommittedUpdate)
    ]
    assert [words for words in saved if words not in room.stored()] == []


def test_A25_other_words_under_the_same_clocks_are_refused_and_never_ignored_in_silence(
    room: Room, world: World
) -> None:
    typist = Typist(world)
    assert seqs([room.submit(typist, own("First. "))]) == [2]
    assert room.submit(typist, own("Other. ")) == Refusal("malformed")
    assert room.submit(typist, own("First, and more. ")) == Refusal("malformed")
    assert seqs([room.submit(typist, own("First. And more. "))]) == [
        3
    ]  # what is new in it is taken
    assert room.rows() == 3
    assert room.stored().count("First.") == 1


def test_A25_two_such_updates_in_one_flush_are_not_both_told_saved(
    room: Room, world: World
) -> None:
    typist = Typist(world)
    assert seqs(room.in_one_flush((typist, own("First. ")), (typist, own("Other. ")))) == [
        3,
        "malformed",
    ]
    assert "First." in room.stored()


def test_what_another_process_committed_is_applied_and_relayed_first(
    room: Room, world: World
) -> None:
    other, typist = Typist(world, Role.CHAIR), Typist(world)
    with world.database.transaction() as session:
        append_rows(
            session.connection(),
            typist.draft_id,
            1,
            [LogRow(other.sender.account_id, other.type("Other. "))],
        )
    assert seqs([room.submit(typist, typist.type("Mine. "), origin="me")]) == [3]
    assert room.relayed == [(1, 3, None)]  # to "me" as well, who has not heard of the other
    assert room.cached.shared.text == room.stored() == room.screen.text


def test_what_came_from_another_process_between_verdict_and_commit_may_be_built_upon(
    room: Room, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, typist = Typist(world, Role.CHAIR), Typist(world)

    def another_process_is_quicker(*given: Any) -> list[Result]:
        monkeypatch.undo()
        with world.database.transaction() as session:
            append_rows(
                session.connection(),
                typist.draft_id,
                1,
                [LogRow(other.sender.account_id, other.type("Other. "))],
            )
        room.drafts.catch_up(room.cached)  # as the watch does when it rings
        return record_updates(*given)

    monkeypatch.setattr(committer, "record_updates", another_process_is_quicker)
    assert seqs([room.submit(typist, typist.type("Mine. "))]) == [3]
    assert seqs([room.submit(other, other.type("And more. "))]) == [4]
    assert seqs([room.submit(typist, typist.type("So it goes on. "))]) == [5]
    assert room.cached.shared.text == room.stored()


def test_A16_a_panic_while_a_committed_update_is_applied_costs_this_replica_alone(
    room: Room, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Panic(BaseException):
        """As pyo3's, which is no Exception."""

    typist, other = Typist(world), Typist(world, Role.CHAIR, chapter=2)
    elsewhere, apply = room.drafts.acquire(other.draft_id), SharedText.apply

    def panic(shared: SharedText, update: bytes) -> None:
        if shared is room.cached.shared:
            raise Panic
        apply(shared, update)

    monkeypatch.setattr(SharedText, "apply", panic)
    assert seqs([room.submit(typist, typist.type("Kept. "))]) == [2]  # it is on the disk
    assert room.cached.is_invalid
    assert seqs([room.committer.submit(elsewhere, other.sender, other.type("Unmoved. "))]) == [2]
    monkeypatch.undo()
    assert room.drafts.acquire(typist.draft_id).shared.text == room.stored() == "Kept. " + TEXT
    assert elsewhere.shared.text == "Unmoved. " + TEXT


def test_A16_a_replica_that_panics_when_it_is_asked_costs_nobody_else_their_answer(
    room: Room, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Panic(BaseException):
        """As pyo3's, which is no Exception."""

    before, typist, other = (
        Typist(world, Role.CHAIR),
        Typist(world),
        Typist(world, Role.CHAIR, chapter=2),
    )
    elsewhere, update_of = room.drafts.acquire(other.draft_id), SharedText.update_of
    assert seqs([room.submit(typist, own("First. "))]) == [2]

    def panic(shared: SharedText, clocks: dict[int, int]) -> bytes:
        if shared is room.cached.shared:
            raise Panic
        return update_of(shared, clocks)

    monkeypatch.setattr(SharedText, "update_of", panic)
    room.to_queue = [
        (before, before.type("Kept. ")),
        (typist, own("First. And more. ")),
        (before, before.type("Lost. ")),
    ]
    assert seqs([room.committer.submit(elsewhere, other.sender, other.type("Unmoved. "))]) == [2]
    assert seqs([future.result(timeout=10) for future in room.queued]) == [
        3,
        "not_saved_yet",
        "not_saved_yet",
    ]
    assert room.cached.is_invalid
    assert room.submit(before, before.type("And now? ")) == Refusal(
        "not_saved_yet"
    )  # it must be loaded again
    assert seqs([room.committer.submit(elsewhere, other.sender, other.type("Still. "))]) == [3]
    monkeypatch.undo()
    assert room.drafts.acquire(typist.draft_id).shared.text == room.stored()


def test_a_busy_store_is_not_saved_yet_and_the_same_update_is_saved_later(
    room: Room, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit_of_work, "BUSY_TIMEOUT", 0.05)
    typist = Typist(world)
    update = typist.type("Later. ")
    other = sqlite3.connect(str(world.database.engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert room.submit(typist, update) == Refusal("not_saved_yet")
    assert (room.cached.shared.text, room.relayed) == (TEXT, [])
    other.execute("ROLLBACK")
    other.close()
    assert seqs([room.submit(typist, update)]) == [2]
    assert room.stored() == "Later. " + TEXT


def test_a_store_that_fails_is_not_saved_yet_and_the_process_goes_on(
    room: Room, world: World
) -> None:
    typist = Typist(world)
    update = typist.type("Later. ")
    with world.database.engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE draft_update RENAME TO away")
        connection.commit()
    assert room.submit(typist, update) == Refusal("not_saved_yet")
    with world.database.engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO draft_update")
        connection.commit()
    assert seqs([room.submit(typist, update)]) == [2]
