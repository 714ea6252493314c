"""A122: what comes over Redis is one of ours, whole and of the right shape, or it is not
listened to.
"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.crdt.awareness import NO_CURSOR, as_json, write_awareness, write_json_awareness
from drafting.realtime.cluster.envelope import (
    MAX_HEADS,
    MAX_MESSAGE_BYTES,
    MAX_PRESENCES,
    MAX_SOCKET_COUNTS,
    MessageSigner,
    Presence,
    ProcessMessage,
)

SEAL = MessageSigner("k" * 48)
STATE: dict[str, object] = {"user": {"id": 7, "name": "Ada"}, "cursor": None}


def presence(alias: int = 9, draft_id: int = 3, clock: int = 5) -> Presence:
    return Presence(draft_id, alias, write_awareness(alias, clock, STATE))


def signed(message: object) -> bytes:
    """A message of any shape, with the right signature: as if the secret were known."""
    body = json.dumps(message).encode()
    return SEAL._digest(body) + body


def test_what_is_written_is_read() -> None:
    ring = ProcessMessage(
        "a1",
        {3: 17, 4: 2},
        has_other_commits=True,
        presences={9: presence()},
        sockets={5: 2},
        is_every_socket=True,
        at=9,
    )
    assert SEAL.read(SEAL.write(ring)) == ring


def test_A122_a_forged_or_altered_message_is_not_listened_to() -> None:
    message = SEAL.write(ProcessMessage("a1", {3: 17}))
    assert MessageSigner("another secret of more than 32 characters").read(message) is None
    for place in range(len(message)):
        altered = message[:place] + bytes([message[place] ^ 1]) + message[place + 1 :]
        assert SEAL.read(altered) is None


def test_A122_two_installations_on_one_redis_have_channels_of_their_own() -> None:
    assert MessageSigner("another secret of more than 32 characters").channel != SEAL.channel
    assert "k" * 8 not in SEAL.channel


@pytest.mark.parametrize(
    "message",
    [
        None,
        "cos\nsystem\n(S'true'\ntR.",  # a pickle is text like any other
        [],
        ["a1", [], False, []],
        ["a1", [], 1, [], [], False, 5],
        ["a1", [], False, [], [], 1, 5],
        ["", [], False, [], [], False, 5],
        ["a" * 41, [], False, [], [], False, 5],
        ["a1", [[3, -1]], False, [], [], False, 5],
        ["a1", [[3, True]], False, [], [], False, 5],
        ["a1", [[2**31, 1]], False, [], [], False, 5],
        ["a1", [[3, 1.5]], False, [], [], False, 5],
        ["a1", {"3": 1}, False, [], [], False, 5],
        ["a1", [[n, 1] for n in range(MAX_HEADS + 1)], False, [], [], False, 5],
        ["a1", [], False, [[3, 9, "AAAA"]] * (MAX_PRESENCES + 1), [], False, 5],
        ["a1", [], False, [[3, 9, "not base64"]], [], False, 5],
        ["a1", [], False, [[3, 8, "AQkFAnt9"]], [], False, 5],  # the state is of another alias
        ["a1", [], False, [[3, 9, "AQkFAzxiPg=="]], [], False, 5],  # no JSON
        ["a1", [], False, [[3, 9, "A" * 4000]], [], False, 5],
        ["a1", [], False, [], [[3, -1]], False, 5],
        ["a1", [], False, [], [["3", 1]], False, 5],
        ["a1", [], False, [], [[n, 1] for n in range(MAX_SOCKET_COUNTS + 1)], True, 5],
    ],
)
def test_A122_another_shape_is_not_listened_to_though_it_is_signed(message: object) -> None:
    assert SEAL.read(signed(message)) is None


@pytest.mark.parametrize("data", [None, 3, "text", b"", b"x" * 16, b"x" * (MAX_MESSAGE_BYTES + 1)])
def test_A122_what_is_no_message_at_all_is_not_listened_to(data: object) -> None:
    assert SEAL.read(data) is None


@given(st.binary(max_size=200))
def test_A122_any_bytes_leave_the_process_alive(data: bytes) -> None:
    assert SEAL.read(data) is None
    assert SEAL.read(SEAL._digest(data) + data) is None or data.startswith(b"[")


def test_A122_nobody_can_read_words_on_the_channel() -> None:
    """Ids, numbers, and the awareness state that every reader of the draft is shown anyway."""
    body = SEAL.write(ProcessMessage("a1", {3: 17}, presences={9: presence()}, sockets={7: 1}))[16:]
    process, heads, has_other_commits, [[draft_id, alias, _]], *counts = json.loads(body)
    assert (process, heads, has_other_commits, draft_id, alias) == ("a1", [[3, 17]], False, 3, 9)
    assert counts == [[[7, 1]], False, 0]


def test_somebody_with_the_longest_name_there_may_be_does_not_silence_a_process() -> None:
    seen = write_json_awareness(
        9, 5, as_json({"id": 7, "name": "\N{PERSON WITH BALL}" * 200, "colour": 3}), NO_CURSOR
    )
    ring = ProcessMessage("a1", {3: 17}, presences={9: Presence(3, 9, seen)})
    assert SEAL.read(SEAL.write(ring)) == ring
