"""A25: the same client id and clock with other words is found, however the words are cut into
blocks; a repetition is none.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, Text

from drafting.crdt.contradiction import contradicts
from drafting.crdt.shared_text import SharedText

words = st.text(alphabet="ab é😀\n", min_size=1, max_size=12)


def typed(client: int, *strings: str, before: bytes = b"") -> list[bytes]:
    """The updates of one who types these strings, each in front."""
    doc: Doc[Text] = Doc(client_id=client)
    body = doc.get("body", type=Text)
    if before:
        doc.apply_update(before)
    updates = []
    for string in strings:
        state = doc.get_state()
        body.insert(0, string)
        updates.append(doc.get_update(state))
    return updates


@given(st.lists(words, min_size=1, max_size=5), st.data())
def test_what_is_said_again_contradicts_nothing(strings: list[str], data: st.DataObject) -> None:
    updates = typed(7, *strings)
    shared = SharedText(updates)
    length = data.draw(st.integers(0, len(shared.text)))
    again = typed(7, "".join(strings)) if len(strings) == 1 else updates
    shared.apply(shared_deletion(shared, length))
    assert not any(contradicts(update, [shared.update_of({7: 0})]) for update in again)


def shared_deletion(shared: SharedText, length: int) -> bytes:
    """An update that deletes the first `length` code points."""
    doc: Doc[Text] = Doc(client_id=9)
    body = doc.get("body", type=Text)
    doc.apply_update(shared.update_since(b"\0"))
    state = doc.get_state()
    if length:
        del body[: len(shared.text[:length].encode())]
    return doc.get_update(state)


@given(words, words)
def test_other_words_under_the_same_clocks_contradict(one: str, other: str) -> None:
    shared = SharedText(typed(7, one))
    first, second = (word.encode("utf-16-le") for word in (one, other))
    length = min(len(first), len(second))
    assert contradicts(typed(7, other)[0], [shared.update_of({7: 0})]) == (
        first[:length] != second[:length]
    )


@pytest.mark.parametrize("start", [0, 3, 8])
def test_only_what_overlaps_is_compared(start: int) -> None:
    shared = SharedText(typed(7, "abcdefgh"))
    assert contradicts(typed(7, "abcdefgX")[0], [shared.update_of({7: start})]) == (start < 8)


def test_others_are_not_looked_at() -> None:
    shared = SharedText([*typed(7, "mine"), *typed(8, "hers")])
    assert not contradicts(typed(9, "other")[0], [shared.update_of({9: 0})])
    assert contradicts(typed(8, "his!")[0], [shared.update_of({8: 0})])
