"""Ranges of clocks, joined as they come; asked against a plain set of numbers."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from drafting.crdt.wire.clock_set import ClockSet
from drafting.crdt.wire.update_reader import ClockRange

ranges = st.builds(
    lambda client, start, length: ClockRange(client, start, start + length),
    st.integers(1, 2),
    st.integers(0, 20),
    st.integers(1, 6),
)


def clocks(*some: ClockRange) -> set[tuple[int, int]]:
    return {(one.client, clock) for one in some for clock in range(one.start, one.end)}


@given(st.lists(ranges, max_size=12), ranges)
def test_it_is_the_union_of_what_was_added_and_covers_what_is_in_it(
    added: list[ClockRange], asked: ClockRange
) -> None:
    joined = ClockSet(added)
    assert clocks(*joined) == clocks(*added)
    assert joined.covers(asked) == (clocks(asked) <= clocks(*added))


@given(st.lists(ranges, max_size=12))
def test_its_ranges_are_ascending_and_never_touch(added: list[ClockRange]) -> None:
    found = list(ClockSet(added))
    for before, after in pairwise(found):
        assert (before.client, before.end) < (after.client, after.start)
