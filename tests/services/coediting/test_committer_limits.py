"""The committer refuses text and state over their limits, and weighs only what remains."""

import pytest

from drafting.domain.words.text_diff import TextEdit
from drafting.services.coediting import admission
from drafting.services.coediting.records import Refusal
from drafting.services.coediting.update_log import CommittedUpdate
from tests.services.coediting.rooms import Room, seqs
from tests.services.coediting.typists import Typist, own
from tests.support.people import TEXT, World


@pytest.fixture
def room(world: World) -> Room:
    return Room(world)


def test_a_text_that_would_pass_five_mebibytes_is_too_large_until_some_of_it_is_gone(
    room: Room, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "MAX_TEXT_BYTES", len(TEXT.encode()) + 9)
    typist = Typist(world)
    assert seqs([room.submit(typist, typist.type("éééé "))]) == [2]
    lost = typist.type("x")
    assert room.submit(typist, lost) == Refusal("too_large")
    typist = Typist(world)
    assert seqs(
        [room.submit(typist, typist.delete(0, 1)), room.submit(typist, typist.type("xy"))]
    ) == [3, 4]
    assert room.submit(typist, typist.type("z")) == Refusal("too_large")
    assert room.stored() == "xyééé " + TEXT


def test_at_the_limit_of_five_mebibytes_words_may_be_replaced_by_as_many(
    room: Room, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "MAX_TEXT_BYTES", len(TEXT.encode()))
    typist = Typist(world)
    length = len(typist.replica.text)
    assert seqs(
        [room.submit(typist, typist.replica.edit([TextEdit(0, length, "n" * len(TEXT.encode()))]))]
    ) == [2]
    assert seqs([room.submit(typist, typist.replica.edit([TextEdit(0, 2, "xy")]))]) == [3]
    assert room.submit(typist, typist.replica.edit([TextEdit(0, 2, "xyz")])) == Refusal("too_large")
    again = Typist(world)
    assert seqs([room.submit(again, again.replica.edit([TextEdit(0, 9, "less")]))]) == [4]
    assert room.stored() == again.replica.text


def test_A23_what_is_written_and_deleted_again_and_again_has_a_limit_and_deleting_does_not(
    room: Room, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(admission, "MAX_STATE_BYTES", 3000)
    typist = Typist(world)
    results = []
    for number in range(500):  # each under another client id, so that no two of them melt into one
        results.append(room.submit(typist, own("x", client=1000 + number)))
        state = room.cached.shared.update_since(b"\0")
        if results[-1] == Refusal("too_large"):
            break
    assert results[-1] == Refusal("too_large")
    assert len(state) < 3000 + 100
    assert "must be replaced by a new one" in caplog.text
    typist = Typist(world)
    assert isinstance(room.submit(typist, typist.delete(0, 5)), CommittedUpdate)
    assert room.submit(typist, typist.type("More.")) == Refusal("too_large")


def test_A23_a_million_operations_that_leave_nothing_weigh_nothing(
    room: Room, world: World
) -> None:
    typist = Typist(world)
    before = len(room.cached.shared.update_since(b"\0"))
    for _ in range(500):
        state = typist.replica.state_vector
        with typist.replica._doc.transaction():
            for _ in range(1_000):
                typist.replica._body.insert(0, "word ")
                del typist.replica._body[0:5]
        assert isinstance(room.submit(typist, typist.replica.update_since(state)), CommittedUpdate)
    assert len(room.cached.shared.update_since(b"\0")) < before + 100
    assert room.stored() == TEXT
