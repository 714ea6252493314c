"""Places of surrogate pairs: a set in four bytes for each."""

from hypothesis import given
from hypothesis import strategies as st

from drafting.crdt.surrogate_pairs import SurrogatePairSet
from drafting.crdt.wire.lib0 import Decoder, Encoder

places = st.sets(st.tuples(st.sampled_from([1, 2**53 - 1]), st.integers(0, 2**31)))


@given(places, places)
def test_it_holds_what_was_added_and_nothing_else(
    first: set[tuple[int, int]], second: set[tuple[int, int]]
) -> None:
    kept = SurrogatePairSet(first)
    kept.add(second)
    assert len(kept) == len(first | second)
    assert all(place in kept for place in first | second)
    assert not any(
        (client, clock + 1) in kept
        for client, clock in first | second
        if (client, clock + 1) not in first | second
    )


@given(places, places)
def test_it_is_read_as_it_was_written_and_can_be_merged(
    first: set[tuple[int, int]], second: set[tuple[int, int]]
) -> None:
    encoder = Encoder()
    SurrogatePairSet(first).write(encoder)
    encoder.uint8(7)
    decoder = Decoder(encoder.to_bytes())
    read = SurrogatePairSet.read(decoder)
    assert decoder.uint8() == 7
    read.merge(SurrogatePairSet(second))
    assert {place in read for place in first | second} <= {True}
    assert len(read) == len(first | second)
