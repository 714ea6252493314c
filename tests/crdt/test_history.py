"""The past of a text: every moment as it was, deleted words included, before and after it was
stored.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting.crdt.checkpoint import (
    OpeningState,
    read_history,
    read_opening,
    write_history,
    write_opening,
)
from drafting.crdt.errors import MalformedUpdateError
from drafting.crdt.history import FINENESS, EditHistory
from drafting.crdt.shared_text import SharedText
from drafting.domain.words.text_diff import TextEdit
from tests.crdt.conftest import Sample
from tests.crdt.editing import Session, moves


def grown(updates: list[bytes], pause: int) -> tuple[EditHistory, list[str]]:
    """A history of updates `pause` ms apart, and the text after each."""
    history, replica, texts = EditHistory(), SharedText(), []
    for seq, update in enumerate(updates, 1):
        history.append(seq * pause, seq, update)
        replica.apply(update)
        texts.append(replica.text)
    return history, texts


@given(moves, st.sampled_from([FINENESS, FINENESS // 3]))
@settings(max_examples=80, deadline=None)
def test_every_moment_shows_the_text_as_it_was_then(
    moves: list[tuple[int, int, int, int]], pause: int
) -> None:
    history, texts = grown([sent.update for sent in Session().play(moves).sent], pause)
    for one in (history, read_history(write_history(history))):
        assert [one.text_at(moment.seq) for moment in one.moments] == [
            texts[moment.seq - 1] for moment in one.moments
        ]
        assert one.shared.text == (texts[-1] if texts else "")
    assert len(history.moments) == len(
        {seq * pause // FINENESS for seq in range(1, len(texts) + 1)}
    )


def test_a_stream_from_yjs_can_be_seen_at_every_step(samples: dict[str, Sample]) -> None:
    history, texts = grown(samples["stream"].updates, FINENESS)
    assert [history.text_at(seq) for seq in range(1, len(texts) + 1)] == texts
    assert history.text_at(0) == ""
    assert history.text_at(10_000) == samples["stream"].text


def test_what_was_deleted_before_it_was_ever_sent_stays_unseen(samples: dict[str, Sample]) -> None:
    history, _ = grown([samples["two_clients"].updates[0]], FINENESS)
    assert history.text_at(1) == samples["two_clients"].text


def test_it_goes_on_where_it_was_stored(samples: dict[str, Sample]) -> None:
    updates = samples["stream"].updates
    whole, texts = grown(updates, 1_000)
    history, _ = grown(updates[:100], 1_000)
    history = read_history(write_history(history))
    for seq, update in enumerate(updates[100:], 101):
        history.append(seq * 1_000, seq, update)
    assert history.shared.digest() == whole.shared.digest()
    assert write_history(history) == write_history(whole)
    assert history.seq == len(texts)


def test_an_opening_is_read_as_it_was_written(samples: dict[str, Sample]) -> None:
    replica = SharedText(samples["stream"].updates)
    owners = {client: None if client == 5 else client for client in replica.known()}
    opening = read_opening(
        write_opening(OpeningState(replica.update_since(b"\0"), owners, replica.pairs))
    )
    reopened = SharedText()
    reopened.apply_state(opening.state, opening.pairs)
    assert opening.owners == owners
    assert reopened.digest() == replica.digest()
    assert len(reopened.pairs) == len(replica.pairs) > 0


def test_the_digest_tells_texts_clocks_and_deletes_apart_and_no_more(
    samples: dict[str, Sample],
) -> None:
    ann, ben = (SharedText().edit([TextEdit(0, 0, word)]) for word in ("Ann", "Ben"))
    born, deleted = samples["delete"].updates
    distinct = [[], [ann], [ben], [ann, ben], [born], [born, deleted]]
    assert len({SharedText(updates).digest() for updates in distinct}) == len(distinct)
    assert SharedText([ann, ben]).digest() == SharedText([ben, ann, ben]).digest()
    whole = SharedText([born, deleted]).update_since(b"\0")
    assert SharedText([whole]).digest() == SharedText([born, deleted]).digest()


def test_a_checkpoint_of_another_form_is_not_guessed_at() -> None:
    with pytest.raises(MalformedUpdateError):
        read_opening(b"\x02\0\0\0\0")
