"""One awareness state in, one out: what others may see of a user is never what the browser
claims.
"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.crdt.awareness import (
    MAX_AWARENESS_BYTES,
    NO_CURSOR,
    as_json,
    read_awareness,
    write_awareness,
    write_json_awareness,
)
from drafting.crdt.errors import MalformedAwarenessError
from drafting.crdt.wire.lib0 import Encoder

CURSOR: dict[str, dict[str, object]] = {
    "anchor": {"type": None, "tname": "body", "item": {"client": 7, "clock": 12}, "assoc": 0},
    "head": {"type": None, "tname": "body", "item": None, "assoc": -1},
}


def framed(
    text: str, *, count: bytes = b"\x01", client: bytes = b"\x07", after: bytes = b""
) -> bytes:
    data = text.encode()
    assert len(data) < 0x80
    return count + client + b"\x03" + bytes([len(data)]) + data + after


def test_a_cursor_comes_back() -> None:
    state = read_awareness(write_awareness(7, 3, {"cursor": CURSOR}), client_id=7)
    assert (state.client_id, state.clock, json.loads(state.cursor), state.is_leaving) == (
        7,
        3,
        CURSOR,
        False,
    )


numbers = st.one_of(st.integers(0, 3), st.integers(10**14, 10**16), st.integers(-3, -1))
items = st.none() | st.fixed_dictionaries({"client": numbers, "clock": numbers})
places = st.fixed_dictionaries(
    {
        "type": st.none(),
        "tname": st.sampled_from(["body", "title"]),
        "item": items,
        "assoc": st.integers(-2, 2),
    }
)


@given(st.none() | st.fixed_dictionaries({"anchor": places, "head": places}))
def test_the_usual_form_and_any_other_are_judged_alike(cursor: object) -> None:
    def judged(state: str) -> object:
        encoder = Encoder()
        encoder.raw(b"\x01\x07\x03")
        encoder.var_string(state)
        try:
            return json.loads(read_awareness(encoder.to_bytes(), client_id=7).cursor)
        except MalformedAwarenessError:
            return "refused"

    assert judged(as_json({"cursor": cursor})) == judged(json.dumps({"cursor": cursor}, indent=1))


def test_others_see_who_the_server_says_it_is() -> None:
    state = write_json_awareness(7, 3, as_json({"id": 1, "name": 'Zoë "}'}), as_json(CURSOR))
    assert state == write_awareness(7, 3, {"user": {"id": 1, "name": 'Zoë "}'}, "cursor": CURSOR})


def test_nothing_but_the_cursor_is_kept() -> None:
    payload = write_awareness(7, 3, {"user": {"name": "Somebody else"}, "cursor": None})
    assert read_awareness(payload, client_id=7).cursor == NO_CURSOR


def test_a_state_without_a_cursor_is_taken() -> None:
    state = read_awareness(framed("{}"), client_id=7)
    assert (state.cursor, state.is_leaving) == (NO_CURSOR, False)


def test_null_means_that_the_client_leaves() -> None:
    assert write_awareness(7, 3, None) == framed("null")
    assert read_awareness(framed("null"), client_id=7).is_leaving


def test_the_server_may_write_any_name() -> None:
    payload = write_awareness(7, 3, {"user": {"name": "Zoë 😀"}})
    assert json.loads(payload[5:] if payload[3] & 0x80 else payload[4:])["user"]["name"] == "Zoë 😀"


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\x00",
        framed("{}", count=b"\x00"),
        framed("{}", count=b"\x02"),
        framed("{}", client=b"\x08"),
        framed("{}", after=b"\x00"),
        framed("{}", after=b"\x07\x03\x02{}", count=b"\x02"),
        framed("{"),
        framed("[]"),
        framed('"null"'),
        framed("7"),
        framed('{"cursor": NaN}'),
        framed("[" * 120),
        b"\x01\x07\x03\x02\xff\xff",
        b"\x01\x07\x03\x7f{}",
        write_awareness(7, 3, {"cursor": None, "more": "x" * MAX_AWARENESS_BYTES}),
    ],
)
def test_what_is_not_one_state_of_this_client_is_refused(payload: bytes) -> None:
    with pytest.raises(MalformedAwarenessError):
        read_awareness(payload, client_id=7)


@pytest.mark.parametrize(
    "cursor",
    [
        {},
        [],
        7,
        {"anchor": CURSOR["anchor"]},
        {**CURSOR, "more": 1},
        {**CURSOR, "head": None},
        {**CURSOR, "head": {}},
        {**CURSOR, "head": {"tname": "secret"}},
        {**CURSOR, "head": {"tname": "body", "type": {"client": 7, "clock": 0}}},
        {**CURSOR, "head": {"tname": "body", "item": {"client": -1, "clock": 0}}},
        {**CURSOR, "head": {"tname": "body", "item": {"client": 2**53, "clock": 0}}},
        {**CURSOR, "head": {"tname": "body", "item": {"client": True, "clock": 0}}},
        {**CURSOR, "head": {"tname": "body", "item": 7}},
        {**CURSOR, "head": {"tname": "body", "assoc": 10**6}},
        {**CURSOR, "head": {"tname": "body", "payload": "x"}},
    ],
)
def test_a_cursor_outside_the_text_is_refused(cursor: object) -> None:
    with pytest.raises(MalformedAwarenessError):
        read_awareness(write_awareness(7, 3, {"cursor": cursor}), client_id=7)


@given(
    st.binary(max_size=100)
    | st.text(max_size=40).map(lambda text: b"\x01\x07\x03" + bytes([len(text)]) + text.encode())
)
def test_random_bytes_raise_nothing_else(payload: bytes) -> None:
    try:
        read_awareness(payload, client_id=7)
    except MalformedAwarenessError:
        return
