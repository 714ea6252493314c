"""The hot packets: recognised only in the exact form that clients write, and anything else goes
the generic way untouched.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from socketio import packet

from drafting.realtime.transport.fast_path import (
    FastPathEvent,
    FastPathReader,
    awareness_ack_frame,
    update_ack_frame,
)
from drafting.realtime.transport.frames import frame, message_frame
from drafting.realtime.transport.outboxes import EncodedEvent

LINEAGE = "0b0f8a52-9d0e-4c9b-9a57-6a2f7b6c1d11"


def head(event: str, fields: dict[str, object], ack_id: int = 7) -> str:
    """As python-socketio writes it, which writes as socket.io-client does."""
    text, *_ = packet.Packet(
        packet.EVENT, data=[event, fields], namespace="/drafts", id=ack_id
    ).encode()
    return f"4{text}"


class Heard:
    """What went which way."""

    def __init__(self, *, listens: bool = True) -> None:
        self.generic: list[str | bytes] = []
        self.hot: list[FastPathEvent] = []
        self.packets = FastPathReader(self.generic.append)
        self.packets.listener = self.hot.append if listens else None

    def receive(self, *messages: str | bytes) -> "Heard":
        for message in messages:
            self.packets.receive(message)
        return self


UPDATE = head("update", {"draft": 3, "lineage": LINEAGE, "update": b"u"})
AWARENESS = head("awareness", {"draft": 3, "awareness": b"a"})


def test_an_update_and_an_awareness_are_recognised_with_their_attachment() -> None:
    heard = Heard().receive(UPDATE, b"u", AWARENESS, b"a")
    assert heard.hot == [FastPathEvent(7, 3, LINEAGE, b"u"), FastPathEvent(7, 3, None, b"a")]
    assert heard.generic == []


@pytest.mark.parametrize(
    "message",
    [
        head("join", {"draft": 3, "lineage": None, "state_vector": b"", "client_id": 1}),
        head("update", {"lineage": LINEAGE, "draft": 3, "update": b"u"}),
        head("update", {"draft": 3, "update": b"u"}),
        head("update", {"draft": 3, "lineage": LINEAGE, "update": b"u", "more": 1}),
        UPDATE.replace("/drafts", "/threads"),
        UPDATE.replace('"draft":3', '"draft":-3'),
        UPDATE.replace("451-", "452-"),
        UPDATE + " ",
        "2",
    ],
)
def test_what_differs_goes_the_generic_way(message: str) -> None:
    heard = Heard().receive(message, b"u")
    assert heard.generic == [message, b"u"]
    assert heard.hot == []


def test_a_head_without_its_attachment_goes_the_generic_way_with_what_follows() -> None:
    heard = Heard().receive(UPDATE, "3", b"u")
    assert heard.generic == [UPDATE, "3", b"u"]


def test_while_nobody_listens_all_goes_the_generic_way() -> None:
    assert Heard(listens=False).receive(UPDATE, b"u").generic == [UPDATE, b"u"]
    heard = Heard().receive(UPDATE)
    heard.packets.listener = None  # the namespace was left between the two
    assert heard.receive(b"u").generic == [UPDATE, b"u"]


@given(
    st.lists(
        st.sampled_from([UPDATE, AWARENESS, b"u", "2", "41/drafts,", "40/drafts,"]), max_size=12
    )
)
def test_nothing_is_lost_or_turned_around_on_either_way(messages: list[str | bytes]) -> None:
    heard = Heard().receive(*messages, "2")
    assert len(heard.generic) + 2 * len(heard.hot) == len(messages) + 1


def test_acknowledgements_are_what_python_socketio_would_write() -> None:
    for data, written in (
        (
            {"ok": True, "seq": 12, "at": 1_700_000_000_000},
            update_ack_frame(5, 12, 1_700_000_000_000),
        ),
        ({"ok": True}, awareness_ack_frame(5)),
    ):
        encoded = packet.Packet(packet.ACK, data=[data], namespace="/drafts", id=5).encode()
        assert written == frame(1, b"4" + str(encoded).encode())


@pytest.mark.parametrize(
    "message",
    [
        {"draft": 3},
        {"draft": 3, "after": 1, "seq": 2, "update": b"u"},
        {"a": b"1", "name": "é😀", "b": b"2", "none": None},
    ],
)
def test_what_is_said_to_many_is_what_python_socketio_would_write(
    message: dict[str, object],
) -> None:
    encoded = packet.Packet(packet.EVENT, data=["update", message], namespace="/drafts").encode()
    parts = encoded if isinstance(encoded, list) else [encoded]
    said = EncodedEvent("/drafts", "update", message)
    assert [one.data for one in said.packets] == parts
    assert said.frames == b"".join(
        message_frame(part if isinstance(part, bytes) else f"4{part}") for part in parts
    )
