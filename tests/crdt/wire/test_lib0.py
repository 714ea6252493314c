"""The primitives of lib0, read within their bounds: whatever is odd is refused, nothing is
guessed.
"""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.crdt.errors import MalformedUpdateError
from drafting.crdt.wire.lib0 import MAX_SAFE_INTEGER, Decoder, Encoder


def written(write: Callable[[Encoder], None]) -> Decoder:
    encoder = Encoder()
    write(encoder)
    return Decoder(encoder.to_bytes())


@given(st.integers(0, MAX_SAFE_INTEGER))
def test_an_unsigned_number_comes_back(number: int) -> None:
    decoder = written(lambda encoder: encoder.var_uint(number))
    assert decoder.var_uint() == number
    decoder.finish()


@given(st.integers(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER))
def test_a_signed_number_comes_back(number: int) -> None:
    decoder = written(lambda encoder: encoder.var_int(number))
    assert decoder.var_int() == number
    decoder.finish()


@given(st.text())
def test_a_string_comes_back(text: str) -> None:
    assert written(lambda encoder: encoder.var_string(text)).var_string() == text


@pytest.mark.parametrize("number", [-1, MAX_SAFE_INTEGER + 1])
def test_a_number_that_lib0_cannot_hold_is_not_written(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        Encoder().var_uint(number)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x80",
        b"\x80\x80\x80\x80\x80\x80\x80\x10",  # 2^53
        b"\xff" * 12,
        b"\x80\x00",  # zero in two bytes
        b"\x81\x80\x00",
    ],
)
def test_a_number_that_lib0_would_not_write_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedUpdateError):
        Decoder(data).var_uint()


@pytest.mark.parametrize(
    "data", [b"", b"\x80", b"\xbf\xff\xff\xff\xff\xff\xff\xff\x7f", b"\x80\x00"]
)
def test_a_signed_number_that_lib0_would_not_write_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedUpdateError):
        Decoder(data).var_int()


@pytest.mark.parametrize(
    "data",
    [
        b"\x03ab",
        b"\xff\xff\xff\xff\xff\xff\xff\x0fab",
        b"\x01\xff",
        b"\x02\xc0\x80",  # overlong zero
        b"\x03\xed\xa0\xbd",  # half a surrogate pair
    ],
)
def test_a_string_that_is_cut_off_or_not_utf_8_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedUpdateError):
        Decoder(data).var_string()


def test_bytes_left_over_are_refused() -> None:
    with pytest.raises(MalformedUpdateError):
        Decoder(b"\x00").finish()


@given(st.binary(max_size=60))
def test_random_bytes_raise_nothing_else(data: bytes) -> None:
    decoder = Decoder(data)
    try:
        while decoder.remaining:
            decoder.var_int()
            decoder.var_string()
    except MalformedUpdateError:
        return
