"""Reads and writes the binary form of one awareness state, from a browser or by the server.

Of what a browser says only its cursor is kept, and only in the shape of Yjs's relative positions
in the one root: others' browsers resolve it, so a stray type or name would reach into their
documents. Keeps nothing. Source: y-protocols's PROTOCOL.md and awareness.js; RelativePosition.js
of Yjs.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NoReturn

from drafting.crdt.errors import MalformedAwarenessError, MalformedUpdateError
from drafting.crdt.verification import BODY
from drafting.crdt.wire.lib0 import MAX_SAFE_INTEGER, Decoder, Encoder

MAX_AWARENESS_BYTES = 2048
NO_CURSOR = "null"

_MAX_CLOCK = 2**32 - 1  # the server counts on from it when the client goes


@dataclass(frozen=True, slots=True)
class AwarenessState:
    client_id: int
    clock: int
    cursor: str  # JSON, as it may be relayed; NO_CURSOR for instance without focus
    is_leaving: bool  # the state was null: the client goes


def read_awareness(payload: bytes, *, client_id: int) -> AwarenessState:
    if len(payload) > MAX_AWARENESS_BYTES:
        raise MalformedAwarenessError(reason="too large", size=len(payload))
    try:
        clock, text = _read_one(Decoder(payload), client_id)
    except MalformedUpdateError as refusal:
        raise MalformedAwarenessError(**refusal.facts) from None
    if clock > _MAX_CLOCK:
        raise MalformedAwarenessError(reason="a clock that nobody reaches", clock=clock)
    if usual := _USUAL.fullmatch(text):
        return AwarenessState(client_id, clock, usual[1], is_leaving=False)
    state = _parsed(text)
    if state is None:
        return AwarenessState(client_id, clock, NO_CURSOR, is_leaving=True)
    if not isinstance(state, dict):
        raise MalformedAwarenessError(reason="a state that is no object")
    return AwarenessState(client_id, clock, as_json(_cursor(state.get("cursor"))), is_leaving=False)


def write_awareness(client_id: int, clock: int, state: dict[str, object] | None) -> bytes:
    return _written(client_id, clock, as_json(state))


def write_json_awareness(client_id: int, clock: int, user: str, cursor: str) -> bytes:
    """Writes the state that other clients see of a user, from two pieces of JSON."""
    return _written(client_id, clock, f'{{"user":{user},"cursor":{cursor}}}')


def as_json(value: object) -> str:
    return _JSON_OUT.encode(value)


def join_awareness(states: Iterable[bytes]) -> bytes:
    """Several that `write_awareness` wrote as one."""
    entries = [state[1:] for state in states]  # each begins with its count, which is 1
    encoder = Encoder()
    encoder.var_uint(len(entries))
    return encoder.to_bytes() + b"".join(entries)


def _written(client_id: int, clock: int, state: str) -> bytes:
    encoder = Encoder()
    encoder.var_uint(1)
    encoder.var_uint(client_id)
    encoder.var_uint(clock)
    encoder.var_string(state)
    return encoder.to_bytes()


def _read_one(decoder: Decoder, client_id: int) -> tuple[int, str]:
    if decoder.var_uint() != 1:
        raise decoder.refusal("not exactly one state")
    if decoder.var_uint() != client_id:
        raise decoder.refusal("somebody else's state")
    clock, text = decoder.var_uint(), decoder.var_string()
    decoder.finish()
    return clock, text


def _parsed(text: str) -> object:
    try:
        state: object = _JSON_IN.decode(text)
    except (ValueError, RecursionError):
        raise MalformedAwarenessError(reason="not JSON") from None
    return state


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


# Made once: a hundred people move hundreds of times a second.
_JSON_IN = json.JSONDecoder(parse_constant=_refuse_constant)
_JSON_OUT = json.JSONEncoder(separators=(",", ":"), allow_nan=False, ensure_ascii=False)

# As Yjs's own JSON.stringify writes it. What looks like this is what `_cursor` would let pass, at a
# fifth of the cost.
_NUMBER = r"(?:0|[1-9][0-9]{0,14})"
_PLACE = (
    rf'\{{"type":null,"tname":"{BODY}",'
    rf'"item":(?:null|\{{"client":{_NUMBER},"clock":{_NUMBER}\}}),'
    rf'"assoc":(?:-1|0|1)\}}'
)
_USUAL = re.compile(rf'\{{"cursor":(null|\{{"anchor":{_PLACE},"head":{_PLACE}\}})\}}')


def _cursor(value: object) -> dict[str, dict[str, object]] | None:
    if value is None:
        return None
    if not isinstance(value, dict) or value.keys() != {"anchor", "head"}:
        raise MalformedAwarenessError(reason="a cursor without anchor and head")
    return {end: _position(value[end]) for end in ("anchor", "head")}


def _position(value: object) -> dict[str, object]:
    if not isinstance(value, dict) or not {"tname"} <= value.keys() <= _POSITION_MEMBERS.keys():
        raise MalformedAwarenessError(reason="not a relative position")
    if not all(_POSITION_MEMBERS[name](member) for name, member in value.items()):
        raise MalformedAwarenessError(reason="not a relative position in the text")
    return dict(value)


def _is_item(value: object) -> bool:
    if value is None:
        return True
    if not isinstance(value, dict) or value.keys() != {"client", "clock"}:
        return False
    return all(type(number) is int and 0 <= number <= MAX_SAFE_INTEGER for number in value.values())


# `type` names a nested type, which the one plain text never has; a place in no type at all makes
# Yjs throw.
_POSITION_MEMBERS: dict[str, Callable[[object], bool]] = {
    "type": lambda value: value is None,
    "tname": lambda value: value == BODY,
    "item": _is_item,
    "assoc": lambda value: type(value) is int and value in (-1, 0, 1),
}
