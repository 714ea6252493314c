"""Real updates of Yjs and pycrdt are read to what they bring; every other byte string is
refused.
"""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting.crdt.errors import MalformedUpdateError
from drafting.crdt.wire.update_reader import (
    ClockRange,
    ContentKind,
    UpdateReading,
    read_state_vector,
    read_update,
)
from tests.crdt.conftest import Sample
from tests.crdt.editing import Session, moves

BODY = b"\x04\x01\x04body"  # a string without origins in the root body
X = BODY + b"\x01x"
STREAM = base64.b64decode("AQQHAAQBBGJvZHkCaGWEBwEDbGxvxAcBBwICWFlEBwABPgEHAQED")


def units(ranges: tuple[ClockRange, ...]) -> set[tuple[int, int]]:
    return {(one.client, clock) for one in ranges for clock in range(one.start, one.end)}


def read_all(sample: Sample) -> list[UpdateReading]:
    return [read_update(update) for update in sample.updates]


def test_an_insertion_brings_its_clocks_its_root_and_its_length(samples: dict[str, Sample]) -> None:
    (reading,) = read_all(samples["insert"])
    assert reading.structs == (ClockRange(7, 0, 5),)
    assert reading.roots == {"body"}
    assert reading.kinds == {ContentKind.STRING}
    assert (reading.deletes, reading.needs) == ((), ())
    assert (reading.inserted_utf16, reading.inserted_text_utf8) == (5, 5)
    assert not reading.nested
    assert not reading.keyed


def test_later_insertions_need_what_they_stand_between(samples: dict[str, Sample]) -> None:
    _, middle, front = read_all(samples["split"])
    assert (middle.structs, middle.needs, middle.roots) == (
        (ClockRange(7, 5, 7),),
        ((7, 4),),
        frozenset(),
    )
    assert middle.cuts == {(7, 2)}
    assert front.needs == ((7, 6),)


def test_a_deletion_brings_no_clocks(samples: dict[str, Sample]) -> None:
    reading = read_all(samples["delete"])[1]
    assert (reading.structs, reading.deletes) == ((), (ClockRange(7, 1, 4),))
    assert reading.cuts == {(7, 1), (7, 4)}


@pytest.mark.parametrize(("name", "kept"), [("delete", 2), ("delete_without_gc", 5)])
def test_a_whole_document_tells_what_was_deleted(
    samples: dict[str, Sample], name: str, kept: int
) -> None:
    reading = read_update(samples[name].whole or b"")
    assert (reading.structs, reading.deletes) == ((ClockRange(7, 0, 5),), (ClockRange(7, 1, 4),))
    assert reading.inserted_utf16 == kept


def test_lengths_count_utf_16_units_and_utf_8_bytes(samples: dict[str, Sample]) -> None:
    first, second, third = read_all(samples["emoji"])
    assert (first.inserted_utf16, first.inserted_text_utf8) == (4, 6)
    assert first.pairs == {(7, 2)}
    assert (second.inserted_utf16, second.inserted_text_utf8, second.pairs) == (2, 5, frozenset())
    assert third.deletes == (ClockRange(7, 1, 3),)


def test_cutting_a_pair_shows(samples: dict[str, Sample]) -> None:
    for name in ("half_a_pair", "inside_a_pair"):
        first, second = read_all(samples[name])
        assert first.pairs & second.cuts


def test_yjs_replaces_lone_surrogates_before_they_travel(samples: dict[str, Sample]) -> None:
    first, second = read_all(samples["half_a_pair_inserted"])
    assert first.inserted_utf16 == second.inserted_utf16 == 2
    assert not first.pairs | second.pairs


def test_unusual_characters_and_the_largest_client_are_read(samples: dict[str, Sample]) -> None:
    assert read_all(samples["byte_order_mark"])[0].inserted_utf16 == 4
    assert read_all(samples["largest_client"])[0].structs == (ClockRange(2**53 - 1, 0, 1),)


@pytest.mark.parametrize(
    "name",
    ["format", "embed", "attribute", "map_root", "nested_type", "binary", "subdocument", "xml"],
)
def test_content_other_than_text_is_refused_at_its_tag(
    samples: dict[str, Sample], name: str
) -> None:
    with pytest.raises(MalformedUpdateError, match="content other than text"):
        read_all(samples[name])


def test_another_root_is_named(samples: dict[str, Sample]) -> None:
    (reading,) = read_all(samples["other_text"])
    assert (reading.kinds, reading.roots) == ({ContentKind.STRING}, {"other"})


def test_keys_and_children_show() -> None:
    keyed = read_update(b"\x01\x01\x07\x00\x24\x01\x04body\x01k\x01x\x00")
    nested = read_update(b"\x01\x01\x07\x00\x04\x00\x08\x05\x01x\x00")
    assert (keyed.keyed, keyed.nested) == (True, False)
    assert (nested.keyed, nested.nested, nested.needs) == (False, True, ((8, 5),))


def test_collected_blocks_count_as_brought(samples: dict[str, Sample]) -> None:
    reading = read_update(samples["collected"].whole or b"")
    assert ContentKind.GC in reading.kinds
    assert reading.structs == (ClockRange(7, 0, 7),)
    assert units(reading.deletes) == units(reading.structs)


def test_an_update_of_nothing_is_an_update(samples: dict[str, Sample]) -> None:
    (reading,) = read_all(samples["empty"])
    assert (reading.structs, reading.deletes, reading.kinds, reading.pieces) == (
        (),
        (),
        frozenset(),
        0,
    )


def test_a_gap_inside_is_left_out_and_its_end_is_needed(samples: dict[str, Sample]) -> None:
    (reading,) = read_all(samples["gap"])
    assert ContentKind.SKIP in reading.kinds
    assert reading.structs == (ClockRange(7, 0, 4), ClockRange(7, 8, 14))
    assert reading.needs == ((7, 7),)


def test_merged_updates_are_joined(samples: dict[str, Sample]) -> None:
    (reading,) = read_all(samples["merged"])
    assert (reading.structs, reading.needs, reading.pieces) == ((ClockRange(7, 0, 14),), (), 3)


def test_a_difference_needs_its_predecessor(samples: dict[str, Sample]) -> None:
    (reading,) = read_all(samples["difference"])
    assert (reading.structs, reading.needs) == ((ClockRange(7, 4, 14),), ((7, 3),))


def test_several_clients_are_told_apart(samples: dict[str, Sample]) -> None:
    (reading,) = read_all(samples["two_clients"])
    assert reading.structs == (ClockRange(100, 0, 4), ClockRange(3, 0, 3))
    assert (reading.deletes, reading.needs) == ((ClockRange(100, 0, 1),), ())


@pytest.mark.parametrize("number", [0, 1])
def test_the_second_format_is_refused(samples: dict[str, Sample], number: int) -> None:
    with pytest.raises(MalformedUpdateError):
        read_update(samples["second_version"].updates[number])


def test_a_state_vector_is_read(samples: dict[str, Sample]) -> None:
    assert [read_state_vector(vector) for vector in samples["state_vector"].updates] == [
        {7: 14},
        {},
    ]


@pytest.mark.parametrize(
    "vector", [b"", b"\x01", b"\x01\x07\x01\x00", b"\x02\x07\x01\x07\x02", b"\x7f\x07\x01"]
)
def test_an_odd_state_vector_is_refused(vector: bytes) -> None:
    with pytest.raises(MalformedUpdateError):
        read_state_vector(vector)


@pytest.mark.parametrize(
    ("case", "payload"),
    [
        ("no bytes", b""),
        ("one byte", b"\x00"),
        ("ones only", b"\xff" * 40),
        ("bytes left over", b"\x01\x01\x07\x00" + X + b"\x00\x00"),
        ("two updates in a row", (b"\x01\x01\x07\x00" + X + b"\x00") * 2),
        ("a string of no length", b"\x01\x01\x07\x00" + BODY + b"\x00\x00"),
        ("a collected block of no length", b"\x01\x01\x07\x00\x00\x00\x00"),
        ("a gap of no length", b"\x01\x01\x07\x00\x0a\x00\x00"),
        ("a deleted block of no length", b"\x01\x01\x07\x00\x01\x01\x04body\x00\x00"),
        ("values of no length", b"\x01\x01\x07\x00\x08\x01\x01x\x00\x00"),
        (
            "a zero-length block as yrs writes it",
            b"\x01\x02\x07\x00" + BODY + b"\x04\xf0\x9f\x98\x80\x84\x07\x00\x00\x00",
        ),
        ("a delete of no length", b"\x00\x01\x07\x01\x00\x00"),
        ("a client without deletes", b"\x00\x01\x07\x00"),
        ("a client without blocks", b"\x01\x00\x07\x00\x00"),
        ("deletes that overlap", b"\x00\x01\x07\x02\x00\x05\x03\x01"),
        ("a client twice among the deletes", b"\x00\x02\x07\x01\x00\x01\x07\x01\x05\x01"),
        ("a client twice", b"\x02\x01\x07\x00" + X + b"\x01\x07\x00" + X + b"\x00"),
        ("clients in the wrong order", b"\x02\x01\x07\x00" + X + b"\x01\x08\x00" + X + b"\x00"),
        ("a client of 2^53", b"\x01\x01\x80\x80\x80\x80\x80\x80\x80\x10\x00" + X + b"\x00"),
        ("clocks beyond 2^53", b"\x01\x01\x07\xff\xff\xff\xff\xff\xff\xff\x0f" + X + b"\x00"),
        ("a count beyond the bytes", b"\x01\x7f\x07\x00" + X + b"\x00"),
        ("an unknown content", b"\x01\x01\x07\x00\x0b\x01\x04body\x01x\x00"),
        ("a content that yrs takes for a string", b"\x01\x01\x07\x00\x14\x01\x04body\x01x\x00"),
        ("a collected block with an item's flags", b"\x01\x01\x07\x00\x80\x01\x00"),
        ("an unknown shared type", b"\x01\x01\x07\x00\x07\x01\x01x\x09\x00"),
        ("an unknown form of parent", b"\x01\x01\x07\x00\x04\x02\x04body\x01x\x00"),
        ("half a surrogate pair", b"\x01\x01\x07\x00" + BODY + b"\x03\xed\xa0\xbd\x00"),
        ("an embed that is not JSON", b"\x01\x01\x07\x00\x05\x01\x04body\x01{\x00"),
        ("an embed of NaN", b"\x01\x01\x07\x00\x05\x01\x04body\x03NaN\x00"),
        ("a block that builds on itself", b"\x01\x01\x07\x00\x84\x07\x00\x01x\x00"),
        ("a block that builds on its successor", b"\x01\x01\x07\x00\x84\x07\x05\x01x\x00"),
        (
            "blocks that wait for each other",
            b"\x02\x01\x08\x00\x84\x07\x00\x01x\x01\x07\x00\x84\x08\x00\x01x\x00",
        ),
    ],
)
def test_what_yjs_never_writes_is_refused(case: str, payload: bytes) -> None:
    with pytest.raises(MalformedUpdateError):
        read_update(payload)


def test_blocks_that_wait_in_a_zigzag_are_taken() -> None:
    later = b"\x02\x08\x00" + b"\x84\x07\x00\x01x" + b"\x84\x07\x01\x01x"
    earlier = b"\x02\x07\x00" + X + b"\x84\x08\x00\x01x"
    assert read_update(b"\x02" + later + earlier + b"\x00").needs == ()


def test_every_beginning_of_an_update_is_refused(samples: dict[str, Sample]) -> None:
    whole = samples["stream"].whole or b""
    for length in range(0, len(whole), 3):
        with pytest.raises(MalformedUpdateError):
            read_update(whole[:length])


@given(moves)
@settings(max_examples=80, deadline=None)
def test_readings_agree_with_the_state_vectors_of_pycrdt(
    moves: list[tuple[int, int, int, int]],
) -> None:
    session = Session().play(moves)
    deleted: set[tuple[int, int]] = set()
    for sent in session.sent:
        reading = read_update(sent.update)
        before, after = read_state_vector(sent.before), read_state_vector(sent.after)
        start, end = before.get(sent.author, 0), after.get(sent.author, 0)
        assert reading.structs == ((ClockRange(sent.author, start, end),) if end > start else ())
        assert all(clock < before[client] for client, clock in reading.needs)
        deleted |= units(reading.deletes)
    session.meet_all()
    whole = read_update(session.docs[0][0].get_update())
    assert {one.client: one.end for one in whole.structs} == read_state_vector(
        session.docs[0][0].get_state()
    )
    assert all(one.start == 0 for one in whole.structs)
    assert units(whole.deletes) == deleted


@given(st.binary(max_size=200))
@settings(max_examples=400, deadline=None)
def test_random_bytes_raise_nothing_else(payload: bytes) -> None:
    try:
        read_update(payload)
    except MalformedUpdateError:
        return


@given(
    st.lists(
        st.tuples(st.integers(0, len(STREAM) - 1), st.integers(0, 255)), min_size=1, max_size=4
    )
)
@settings(max_examples=400, deadline=None)
def test_changed_bytes_raise_nothing_else(changes: list[tuple[int, int]]) -> None:
    payload = bytearray(STREAM)
    for place, byte in changes:
        payload[place] = byte
    try:
        read_update(bytes(payload))
    except MalformedUpdateError:
        return
