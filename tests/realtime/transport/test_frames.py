"""WebSocket frames by RFC 6455: whole, in pieces, forbidden, too large, and anything at all."""

import os
import struct
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.realtime.transport.frames import (
    BINARY,
    CLOSE,
    CONTINUATION,
    MOST_FRAGMENTS,
    NOT_UTF8,
    PING,
    PONG,
    PROTOCOL_ERROR,
    TEXT,
    TOO_BIG,
    Control,
    FrameError,
    FrameReader,
    Message,
    frame,
    unmasked,
)

LIMIT = 100_000


def masked(
    opcode: int, payload: bytes, *, final: bool = True, mask: bytes = b"\x01\x80\xff\x33"
) -> bytes:
    """A frame as browsers send it."""
    size, first = len(payload), (0x80 if final else 0) | opcode
    if size < 126:
        head = bytes((first, 0x80 | size))
    elif size < 1 << 16:
        head = struct.pack("!BBH", first, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", first, 0x80 | 127, size)
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


def read(data: bytes, limit: int = LIMIT) -> list[Message]:
    return FrameReader(limit).feed(data)


def refused(data: bytes, limit: int = LIMIT) -> int:
    with pytest.raises(FrameError) as caught:
        read(data, limit)
    return caught.value.code


@given(
    st.binary(max_size=300)
    | st.sampled_from([b"x" * n for n in (0, 1, 125, 126, 127, 65535, 65536)]),
    st.binary(min_size=4, max_size=4),
)
def test_a_binary_message_comes_as_it_was_sent(payload: bytes, mask: bytes) -> None:
    assert read(masked(BINARY, payload, mask=mask)) == [payload]
    assert unmasked(unmasked(payload, mask), mask) == payload


@given(st.lists(st.text(max_size=40) | st.binary(max_size=200), min_size=1, max_size=6), st.data())
def test_however_the_network_cuts_the_bytes_the_messages_are_the_same(
    messages: list[str | bytes], data: st.DataObject
) -> None:
    sent = b"".join(
        masked(TEXT, m.encode()) if isinstance(m, str) else masked(BINARY, m) for m in messages
    )
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=8)))
    reader = FrameReader(LIMIT)
    found = [
        message
        for start, end in pairwise([0, *cuts, len(sent)])
        for message in reader.feed(sent[start:end])
    ]
    assert found == messages


def test_fragments_are_put_together_and_control_frames_may_come_between() -> None:
    sent = (
        masked(TEXT, "é".encode()[:1], final=False)
        + masked(PING, b"?")
        + masked(CONTINUATION, "é!".encode()[1:])
    )
    assert read(sent) == [Control(PING, b"?"), "é!"]


@pytest.mark.parametrize(
    "sent",
    {
        "no mask": frame(TEXT, b"words"),
        "a reserved bit": bytes((0xC1,)) + masked(TEXT, b"x")[1:],
        "a reserved opcode": masked(3, b""),
        "a reserved control opcode": masked(11, b""),
        "a continuation of nothing": masked(CONTINUATION, b"x"),
        "a message inside another": masked(TEXT, b"x", final=False) + masked(TEXT, b"y"),
        "a ping in fragments": masked(PING, b"x", final=False),
        "a long ping": masked(PING, b"x" * 126),
        "a length in more bytes than it needs": b"\x82\xfe\x00\x05\0\0\0\0hello",
        "a length in eight bytes that fits two": b"\x82\xff"
        + (200).to_bytes(8, "big")
        + b"\0" * 204,
        "a negative length": b"\x82\xff" + b"\xff" * 8 + b"\0" * 4,
        "a close code of one byte": masked(CLOSE, b"\x03"),
        "a close code that nobody may send": masked(CLOSE, (1005).to_bytes(2, "big")),
    }.values(),
)
def test_what_the_standard_forbids_is_a_protocol_error(sent: bytes) -> None:
    assert refused(sent) == PROTOCOL_ERROR


def test_text_must_be_utf8_in_messages_and_in_the_reason_of_a_close() -> None:
    assert refused(masked(TEXT, b"\xc3\x28")) == NOT_UTF8
    assert refused(masked(CLOSE, b"\x03\xe8\xff")) == NOT_UTF8


def test_A18_a_size_over_the_limit_is_refused_before_its_bytes_are_waited_for() -> None:
    head = b"\x82\xff" + (LIMIT + 1).to_bytes(8, "big")
    assert refused(head) == TOO_BIG
    half = masked(BINARY, b"x" * (LIMIT // 2 + 1), final=False)
    assert refused(half + masked(CONTINUATION, b"x" * (LIMIT // 2))) == TOO_BIG


def test_A18_ten_thousand_fragments_of_one_byte_are_refused() -> None:
    pieces = masked(BINARY, b"x", final=False) + masked(CONTINUATION, b"x", final=False) * 10_000
    assert refused(pieces) == TOO_BIG
    empty = masked(BINARY, b"", final=False) + masked(CONTINUATION, b"", final=False) * (
        MOST_FRAGMENTS + 1
    )
    assert refused(empty) == TOO_BIG


@given(st.binary(max_size=400))
def test_any_bytes_at_all_are_messages_or_a_frame_error(noise: bytes) -> None:
    messages: list[Message] = []
    with suppress(FrameError):
        messages = read(noise, limit=64)
    assert all(len(m) <= 64 for m in messages if not isinstance(m, Control))


@given(
    st.lists(
        st.tuples(
            st.sampled_from([TEXT, BINARY, CONTINUATION, CLOSE, PING, PONG, 5, 15]),
            st.binary(max_size=130),
            st.booleans(),
        ),
        max_size=8,
    )
)
def test_any_order_of_frames_is_messages_or_a_frame_error(
    frames: list[tuple[int, bytes, bool]],
) -> None:
    reader = FrameReader(LIMIT)
    for opcode, payload, final in frames:
        try:
            reader.feed(masked(opcode, payload, final=final))
        except FrameError:
            return


def test_a_mebibyte_is_unmasked_in_a_moment() -> None:
    payload = os.urandom(1 << 20)
    assert unmasked(unmasked(payload, b"abcd"), b"abcd") == payload
