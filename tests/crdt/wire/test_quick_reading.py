"""What is said of an update at a glance is what reading it in full says, or more."""

from hypothesis import given, settings

from drafting.crdt.wire.update_reader import (
    clients_of,
    deletes_something,
    may_bring_pairs,
    read_update,
)
from tests.crdt.conftest import Sample
from tests.crdt.editing import Session, moves


def agrees(update: bytes) -> None:
    reading = read_update(update)
    assert clients_of(update) == {brought.client for brought in reading.structs}
    assert deletes_something(update) == bool(reading.deletes)
    assert may_bring_pairs(update) or not reading.pairs


def test_it_agrees_with_the_reader_on_what_yjs_writes(samples: dict[str, Sample]) -> None:
    for name in ("stream", "two_clients", "emoji", "delete", "empty", "nothing"):
        for update in [*samples[name].updates, samples[name].whole or b"\0\0"]:
            agrees(update)


@given(moves)
@settings(max_examples=60, deadline=None)
def test_it_agrees_with_the_reader_on_what_people_send(
    moves: list[tuple[int, int, int, int]],
) -> None:
    session = Session().play(moves)
    session.meet_all()
    for sent in session.sent:
        agrees(sent.update)
    agrees(session.docs[0][0].get_update())


def test_plain_words_need_no_second_look(samples: dict[str, Sample]) -> None:
    assert [may_bring_pairs(update) for update in samples["emoji"].updates] == [True, False, False]
    assert not any(map(may_bring_pairs, samples["split"].updates))
