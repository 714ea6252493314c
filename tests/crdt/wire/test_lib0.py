"""The primitives of lib0, read within their bounds: whatever is odd is refused, nothing is
guessed.
"""

import struct
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.crdt.errors import MalformedUpdateError
from drafting.crdt.wire.lib0 import MAX_SAFE_INTEGER, AnyValue, Decoder, Encoder

any_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=10,
)


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


@given(any_values)
def test_any_value_comes_back(value: AnyValue) -> None:
    decoder = written(lambda encoder: encoder.any_value(value))
    assert decoder.any_value() == value
    decoder.finish()


def test_undefined_is_read_as_none_and_a_short_float_as_a_float() -> None:
    assert Decoder(b"\x7f").any_value() is None
    assert Decoder(b"\x7c" + struct.pack(">f", 0.5)).any_value() == 0.5


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


@pytest.mark.parametrize(
    "data",
    [
        b"\x00",
        b"\x73",
        b"\x75\x05\x7e",  # five items claimed, one there
        b"\x76\x02\x01k\x7e\x01k\x7e",  # a key twice
        b"\x7b\x00",
        b"\x75\x01" * 5000 + b"\x7e",
    ],
)
def test_a_value_that_lib0_would_not_write_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedUpdateError):
        Decoder(data).any_value()


def test_bytes_left_over_are_refused() -> None:
    with pytest.raises(MalformedUpdateError):
        Decoder(b"\x00").finish()


@given(st.binary(max_size=60))
def test_random_bytes_raise_nothing_else(data: bytes) -> None:
    try:
        Decoder(data).any_value()
    except MalformedUpdateError:
        return
