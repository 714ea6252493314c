"""What does not look like typing is tried on a copy: all that honest clients send passes, what
yrs takes otherwise does not.
"""

import pytest
from hypothesis import given, settings

from drafting.crdt.errors import MalformedUpdateError
from drafting.crdt.shared_text import SharedText
from drafting.crdt.trial_copy import USUAL_BLOCKS, TrialCopy, needs_trial
from drafting.crdt.verification import advance
from drafting.crdt.wire.update_reader import read_update
from drafting.domain.words.text_diff import TextEdit
from tests.crdt.conftest import Sample
from tests.crdt.editing import Session, document, moves

TYPED = 40


def test_typing_and_deleting_is_usual() -> None:
    shared, known = SharedText(), dict[int, int]()
    for number in range(TYPED):
        update = shared.edit(
            [TextEdit(number, number, "é")]
            if number % 3
            else [TextEdit(0, min(1, len(shared.text)), "ab")]
        )
        assert not needs_trial(read_update(update), known)
        known = shared.known()


def test_the_stream_of_a_browser_is_usual(samples: dict[str, Sample]) -> None:
    known: dict[int, int] = {}
    for update in samples["stream"].updates:
        reading = read_update(update)
        assert needs_trial(reading, known) == (len({one.client for one in reading.structs}) > 1)
        known = advance(known, reading)


def test_what_was_sent_already_what_was_deleted_again_two_clients_and_many_pieces_are_unusual() -> (
    None
):
    one, two, pieces = SharedText(), SharedText(), SharedText()
    first = one.edit([TextEdit(0, 0, "ab")])
    one.edit([TextEdit(1, 1, "c")])
    assert needs_trial(read_update(first), {next(iter(one.known())): 1})
    assert needs_trial(read_update(one.update_since(b"\0")), {next(iter(one.known())): 2})
    one.edit([TextEdit(0, 1, "")])
    assert needs_trial(read_update(one.update_since(b"\0")), {})
    two.apply(first)
    two.edit([TextEdit(0, 0, "x")])
    assert needs_trial(read_update(two.update_since(b"\0")), {})
    pieces.edit([TextEdit(0, 0, "." * (USUAL_BLOCKS + 1))])
    assert needs_trial(
        read_update(pieces.edit([TextEdit(at, at, ",") for at in range(USUAL_BLOCKS + 1)])),
        pieces.known(),
    )


@given(moves)
@settings(max_examples=60, deadline=None)
def test_all_that_honest_clients_send_passes_and_is_then_part_of_the_copy(
    moves: list[tuple[int, int, int, int]],
) -> None:
    trial, known = TrialCopy([]), dict[int, int]()
    for sent in Session().play(moves).sent:
        known = advance(known, read_update(sent.update))
        trial.try_update(sent.update, known)


def test_what_yrs_keeps_waiting_or_counts_otherwise_does_not_pass() -> None:
    first, last = _typed("ab"), _typed("ab", "c")
    with pytest.raises(MalformedUpdateError):
        TrialCopy([]).try_update(
            last, {7: 3}
        )  # its predecessor is not there, and a Doc says nothing of it
    with pytest.raises(MalformedUpdateError):
        TrialCopy([first]).try_update(last, {7: 4})
    TrialCopy([first]).try_update(last, {7: 3})


def _typed(*strings: str) -> bytes:
    """The last update of one who types these strings."""
    doc, body = document(7)
    update = b""
    for string in strings:
        state = doc.get_state()
        body.insert(0, string)
        update = doc.get_update(state)
    return update


@pytest.mark.parametrize("method", ["apply_update", "get_update"])
def test_a_panic_is_a_malformed_update(monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    class Panic(BaseException):
        """As pyo3's, which is no Exception."""

    def panic(*_: object) -> bytes:
        raise Panic

    trial, update = TrialCopy([_typed("ab")]), _typed("ab", "c")
    monkeypatch.setattr(f"pycrdt.Doc.{method}", panic)
    with pytest.raises(MalformedUpdateError):
        trial.try_update(update, {7: 3})
