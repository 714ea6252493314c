"""Updates that can be read, are text and build on what is there, and would harm a replica all
the same.
"""

import pytest

from drafting.crdt.errors import MalformedUpdateError, UpdateTooLargeError
from drafting.crdt.shared_text import SharedText
from drafting.crdt.verification import MAX_CONTENTION, verify
from drafting.crdt.wire.insertion_contention import InsertionContention
from drafting.crdt.wire.update_reader import read_update
from drafting.domain.words.text_diff import TextEdit
from tests.crdt.forged import forged

EMOJI = forged(5, 0, [(None, None, "a😀bcd efg")])
LETTERS = forged(5, 0, [(None, None, "abcdef")])


@pytest.mark.parametrize("halves", [[(5, 1, 1), (5, 2, 1)], [(5, 0, 2), (5, 2, 3)]])
def test_a_character_deleted_in_two_halves_is_refused(halves: list[tuple[int, int, int]]) -> None:
    """yrs cuts at the edges of each range as it is written, and its clocks part from those of
    Yjs: letters of others vanish.
    """
    shared = SharedText([EMOJI])
    with pytest.raises(MalformedUpdateError):
        verify(forged(6, 0, [], halves), shared.known(), shared.pairs)
    verify(forged(6, 0, [], [(5, 0, 1), (5, 1, 2)]), shared.known(), shared.pairs)


def test_a_block_between_one_place_and_itself_is_refused() -> None:
    """A replica opened from the state of another would show it elsewhere."""
    shared = SharedText([LETTERS])
    with pytest.raises(MalformedUpdateError):
        verify(forged(7, 0, [((5, 1), (5, 1), "X")]), shared.known(), shared.pairs)


@pytest.mark.parametrize("step", [1, -1])
def test_A23_blocks_at_one_place_that_leave_out_each_other_are_too_much(step: int) -> None:
    """5,000 of them in 30 KB took yrs five seconds."""
    shared = SharedText([forged(5, 0, [(None, None, "x" * 200)])])
    rights = range(1, 200)[::step][: MAX_CONTENTION + 2]
    with pytest.raises(UpdateTooLargeError):
        verify(
            forged(7, 0, [(None, (5, right), "y") for right in rights]),
            shared.known(),
            shared.pairs,
        )


def test_A23_typing_before_ones_own_words_again_and_again_is_no_crowd() -> None:
    shared = SharedText([LETTERS])
    before = shared.state_vector
    for number in range(3 * MAX_CONTENTION):
        shared.edit([TextEdit(0, 0, f"{number}")])
        if number % 5 == 0:
            shared.edit([TextEdit(1, 2, "")])
    assert read_update(shared.update_since(before)).crowd <= 1


def test_of_a_place_where_nobody_is_the_crowd_is_nobody() -> None:
    assert InsertionContention().most == 0
