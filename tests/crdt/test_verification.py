"""What may enter the log: plain text that builds on what is known, and nothing that a replica
cannot survive.
"""

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting.crdt.errors import MalformedUpdateError, MissingPredecessorsError, UpdateTooLargeError
from drafting.crdt.verification import (
    MAX_BLOCKS,
    MAX_CONTENTION,
    MAX_UPDATE_BYTES,
    advance,
    has_news,
    verify,
)
from drafting.crdt.wire.clock_set import ClockSet
from drafting.crdt.wire.update_reader import ClockRange, read_state_vector, read_update
from tests.crdt.conftest import Sample
from tests.crdt.editing import Session, document, moves

HELLO = b"\x01\x01\x07\x00\x04\x01\x04body\x05hello\x00"
EMOJI = b"\x01\x01\x07\x00\x04\x01\x04body\x04\xf0\x9f\x98\x80\x00"
NEXT = (
    b"\x02\x01\x08\x00\xc4\x07\x01\x07\x02\x01X\x01\x07\x05\x84\x07\x04\x03end\x01\x07\x01\x00\x02"
)


def test_a_stream_from_yjs_is_taken_and_gives_the_same_text(samples: dict[str, Sample]) -> None:
    doc, body = document(1)
    known: dict[int, int] = {}
    pairs: frozenset[tuple[int, int]] = frozenset()
    for update in samples["stream"].updates:
        reading = verify(update, known, pairs)
        doc.apply_update(update)
        known, pairs = advance(known, reading), pairs | reading.pairs
        assert read_state_vector(doc.get_state()) == known
    assert str(body) == samples["stream"].text
    whole = samples["stream"].whole or b""
    assert set(read_update(doc.get_update()).deletes) == set(read_update(whole).deletes)


@given(moves)
@settings(max_examples=60, deadline=None)
def test_what_pycrdt_clients_send_is_taken_and_leaves_nothing_pending(
    moves: list[tuple[int, int, int, int]],
) -> None:
    session = Session().play(moves)
    doc, body = document(1)
    known: dict[int, int] = {}
    pairs: frozenset[tuple[int, int]] = frozenset()
    deletes: tuple[ClockRange, ...] = ()
    for sent in session.sent:
        reading = verify(sent.update, known, pairs)
        doc.apply_update(sent.update)
        known, pairs = advance(known, reading), pairs | reading.pairs
        assert read_state_vector(doc.get_state()) == known
        deletes += reading.deletes
        assert not has_news(reading, known, partial(ClockSet, deletes))
    session.meet_all()
    assert str(body) == str(session.docs[0][1])


def test_a_whole_document_is_taken_by_one_that_has_half_of_it(samples: dict[str, Sample]) -> None:
    whole = samples["stream"].whole or b""
    half = advance({}, verify(samples["stream"].updates[0], {}))
    assert advance(half, verify(whole, half)) == {
        one.client: one.end for one in read_update(whole).structs
    }


@pytest.mark.parametrize(
    "name",
    [
        "format",
        "attribute",
        "embed",
        "map_root",
        "other_text",
        "nested_type",
        "binary",
        "subdocument",
        "xml",
    ],
)
def test_anything_but_text_in_the_body_is_refused(samples: dict[str, Sample], name: str) -> None:
    sample = samples[name]
    with pytest.raises(MalformedUpdateError):
        verify(sample.whole or b"", {})
    with pytest.raises(MalformedUpdateError):
        verify(sample.updates[-1], {7: 100})


@pytest.mark.parametrize(
    ("case", "payload"),
    [
        ("text under a key", b"\x01\x01\x07\x00\x24\x01\x04body\x01k\x01x\x00"),
        ("text under the key of a neighbour", b"\x01\x01\x08\x00\xa4\x07\x00\x01x\x00"),
        ("a child of a text", b"\x01\x01\x08\x00\x04\x00\x07\x00\x01x\x00"),
        ("a root without a name", b"\x01\x01\x08\x00\x04\x01\x00\x01x\x00"),
        ("clocks that yrs would wrap", b"\x01\x01\x08\x00\x00\xff\xff\xff\xff\x1f\x00"),
    ],
)
def test_content_hidden_beside_the_text_is_refused(case: str, payload: bytes) -> None:
    with pytest.raises(MalformedUpdateError):
        verify(payload, {7: 5})


def test_a_gap_inside_is_missing_predecessors(samples: dict[str, Sample]) -> None:
    with pytest.raises(MissingPredecessorsError):
        verify(samples["gap"].updates[0], {})


@pytest.mark.parametrize(
    ("case", "payload", "known"),
    [
        ("its own predecessors", b"\x01\x01\x07\x05\x84\x07\x04\x01x\x00", {7: 4}),
        ("its left neighbour", b"\x01\x01\x08\x00\x84\x07\x05\x01x\x00", {7: 5}),
        ("its right neighbour", b"\x01\x01\x08\x00\x44\x07\x05\x01x\x00", {7: 5}),
        ("what it deletes", b"\x00\x01\x07\x01\x03\x03", {7: 5}),
        ("all it deletes", b"\x00\x01\x09\x01\x00\x01", {7: 5}),
    ],
)
def test_an_update_whose_predecessors_never_came_is_refused(
    case: str, payload: bytes, known: dict[int, int]
) -> None:
    with pytest.raises(MissingPredecessorsError):
        verify(payload, known)
    verify(payload, {7: 6, 9: 1})


def test_an_update_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(UpdateTooLargeError):
        verify(b"\xff" * (MAX_UPDATE_BYTES + 1), {})
    with pytest.raises(MalformedUpdateError):
        verify(b"\xff" * MAX_UPDATE_BYTES, {})


def test_an_update_in_too_many_pieces_is_refused() -> None:
    count = MAX_BLOCKS + 1
    pieces = bytes([count & 0x7F | 0x80, count >> 7 & 0x7F | 0x80, count >> 14])
    with pytest.raises(UpdateTooLargeError):
        verify(b"\x01" + pieces + b"\x07\x00" + b"\x00\x01" * count + b"\x00", {})


@pytest.mark.parametrize("name", ["half_a_pair", "inside_a_pair"])
def test_half_a_character_is_refused(samples: dict[str, Sample], name: str) -> None:
    """yrs would split the pair into a whole and an empty block, and its clocks would part from
    those of Yjs.
    """
    first = verify(samples[name].updates[0], {})
    with pytest.raises(MalformedUpdateError):
        verify(samples[name].updates[1], advance({}, first), first.pairs)


def test_half_a_character_is_refused_within_one_update_and_at_the_edge_of_what_is_known() -> None:
    with pytest.raises(MalformedUpdateError):
        verify(EMOJI[:-1] + b"\x01\x07\x01\x01\x01", {})
    with pytest.raises(MalformedUpdateError):
        verify(EMOJI, {7: 1})


def test_A16_an_update_after_which_yrs_cannot_write_any_more_is_a_malformed_update(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Panic(BaseException):
        pass

    def panic(*_: object) -> bytes:
        raise Panic

    monkeypatch.setattr("pycrdt.Doc.get_update", panic)
    with pytest.raises(MalformedUpdateError):
        verify(HELLO, {})


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_an_interruption_is_no_malformed_update(
    monkeypatch: pytest.MonkeyPatch, interruption: type[BaseException]
) -> None:
    def interrupt(*_: object) -> None:
        raise interruption

    monkeypatch.setattr("pycrdt.Doc.apply_update", interrupt)
    with pytest.raises(interruption):
        verify(HELLO, {})


def test_what_is_known_already_is_no_news() -> None:
    reading = read_update(HELLO)
    assert has_news(reading, {}, ClockSet)
    assert has_news(reading, {7: 4}, ClockSet)
    assert not has_news(reading, {7: 5}, ClockSet)


@pytest.mark.parametrize(
    ("known", "news"),
    [
        ([], True),
        ([ClockRange(8, 0, 9)], True),
        ([ClockRange(7, 0, 3)], True),
        ([ClockRange(7, 2, 4)], True),
        ([ClockRange(7, 1, 4)], False),
        ([ClockRange(7, 3, 9), ClockRange(7, 0, 3)], False),
    ],
)
def test_a_deletion_alone_is_news_until_all_of_it_is_known(
    known: list[ClockRange], news: bool
) -> None:
    assert (
        has_news(read_update(b"\x00\x01\x07\x01\x01\x03"), {7: 5}, lambda: ClockSet(known)) is news
    )


def test_an_update_of_nothing_is_no_news(samples: dict[str, Sample]) -> None:
    assert not has_news(verify(samples["empty"].updates[0], {}), {}, ClockSet)


@given(
    st.lists(st.tuples(st.integers(0, len(NEXT) - 1), st.integers(0, 255)), max_size=4),
    st.sampled_from([HELLO, EMOJI]),
    st.booleans(),
)
@settings(max_examples=600, deadline=None)
def test_changed_bytes_are_refused_in_words_or_leave_nothing_pending(
    changes: list[tuple[int, int]], base: bytes, is_second: bool
) -> None:
    payload = bytearray(NEXT if is_second else base)
    for place, byte in changes:
        payload[place % len(payload)] = byte
    doc, _ = document(1)
    doc.apply_update(base)
    known = verify(base, {})
    try:
        reading = verify(bytes(payload), advance({}, known), known.pairs)
    except (MalformedUpdateError, MissingPredecessorsError, UpdateTooLargeError):
        return
    doc.apply_update(bytes(payload))
    after = advance(advance({}, known), reading)
    assert read_state_vector(doc.get_state()) == after
    assert {one.client: one.end for one in read_update(doc.get_update()).structs} == after


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_random_bytes_are_refused_in_words(payload: bytes) -> None:
    try:
        verify(payload, {})
    except (MalformedUpdateError, MissingPredecessorsError, UpdateTooLargeError):
        return


def test_A23_blocks_that_all_claim_one_place_are_too_much() -> None:
    """Two such updates of 100 KB took yrs eleven seconds, at every opening of the draft."""
    blocks = b"".join(
        bytes([1, client, 0, 0x04, 1, 4]) + b"body" + b"\x01x"
        for client in range(MAX_CONTENTION + 1, 0, -1)
    )
    with pytest.raises(UpdateTooLargeError):
        verify(bytes([MAX_CONTENTION + 1]) + blocks + b"\x00", {})
