"""What one socket or one person may take: over it, they are slowed down, told, or cut off, and
nobody else notices.
"""

import contextlib
import json
import resource
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from socket import SO_RCVBUF, SOL_SOCKET, create_connection

import pytest
from pycrdt import Doc, Text

from drafting.crdt.awareness import write_awareness
from drafting.domain.roles import Role
from drafting.realtime.transport.fast_websocket import MOST_WAITING
from drafting.realtime.transport.handshake_gate import GRACE_SOCKETS, MAX_SOCKETS
from drafting.realtime.transport.rate_limit import BURST, TOKENS_PER_SECOND
from drafting.realtime.transport.server import PING_INTERVAL, PING_TIMEOUT
from tests.support.people import TEXT
from tests.support.raw_sockets import RawSocket, framed, resident_bytes
from tests.support.server import Server
from tests.support.sockets import SocketClient
from tests.support.waiting import wait_until

FLOOD = 500  # sent in much less than a second
HALF_HANDSHAKES = 5_000
SLOW_READERS = 50
HALF_A_HANDSHAKE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: webso"
)


@pytest.fixture
def clients(shared_server: Server) -> Iterator[list[SocketClient]]:
    clients: list[SocketClient] = []
    yield clients
    for client in clients:
        client.close()


def enter(server: Server, clients: list[SocketClient], role: Role) -> SocketClient:
    client = SocketClient(server, server.world.token(role), server.world.draft_ids[0])
    clients.append(client)
    client.connect()
    assert client.join()["ok"]
    return client


def test_A22_a_flood_of_updates_is_slowed_down_and_none_is_dropped(
    shared_server: Server, clients: list[SocketClient]
) -> None:
    flooder, other = (
        enter(shared_server, clients, Role.CHAIR),
        enter(shared_server, clients, Role.DRAFTER),
    )
    answers: list[dict[str, object]] = []
    begun = time.monotonic()
    for _ in range(FLOOD):
        message = {
            "draft": flooder.draft_id,
            "lineage": flooder.lineage,
            "update": flooder.type("f"),
        }
        flooder.io.emit("update", message, namespace="/drafts", callback=answers.append)
    waits = [seconds_to_save(other)]
    while len(answers) < FLOOD:
        assert time.monotonic() - begun < 60
        waits.append(seconds_to_save(other))
    assert time.monotonic() - begun > (FLOOD - BURST) / TOKENS_PER_SECOND * 0.8
    assert all(answer["ok"] for answer in answers)
    assert sorted(waits)[int(len(waits) * 0.95)] < 1.0
    wait_until(lambda: other.text.count("f") == FLOOD + TEXT.count("f"))


def test_A8_awareness_is_relayed_ten_times_a_second_and_the_last_state_wins(
    shared_server: Server, clients: list[SocketClient]
) -> None:
    mover, watcher = (
        enter(shared_server, clients, Role.CHAIR),
        enter(shared_server, clients, Role.DRAFTER),
    )
    place = {"tname": "body", "assoc": 0}
    begun = time.monotonic()
    for clock in range(1, 201):
        cursor = {"anchor": {**place, "item": {"client": 1, "clock": clock}}, "head": place}
        state = write_awareness(mover.doc.client_id, clock, {"cursor": cursor})
        assert mover.call("awareness", {"draft": mover.draft_id, "awareness": state})["ok"]

    def seen() -> list[bytes]:
        return [message["awareness"] for name, message in watcher.events if name == "awareness"]

    wait_until(lambda: seen() and b'"clock":200}' in seen()[-1])
    assert len(seen()) <= (time.monotonic() - begun) * 10 + 2
    assert mover.events == []  # nobody is shown to themselves


def test_a_person_has_twenty_sockets_and_is_told_so_at_the_next(shared_server: Server) -> None:
    token = shared_server.world.token(Role.CHAIR)
    sockets = [RawSocket(shared_server, token) for _ in range(MAX_SOCKETS)]
    assert {socket.status for socket in sockets} == {101}
    stubborn = [RawSocket(shared_server, token) for _ in range(GRACE_SOCKETS + 1)]
    refused = stubborn[0].connect_namespace()
    assert refused.startswith(b"44/drafts,")
    assert b"20 windows" in refused
    assert b'"error":"too_many_sockets"' in refused
    assert stubborn[-1].status == 429
    for socket in [*sockets[:2], *stubborn]:
        socket.close()
    wait_until(lambda: enters(shared_server, token))
    for socket in sockets:
        socket.close()


def enters(server: Server, token: str, sockets: int = 1) -> bool:
    """Whether one account may open so many more sockets."""
    opened = [RawSocket(server, token) for _ in range(sockets)]
    try:
        return all(
            one.status == 101 and one.connect_namespace().startswith(b"40") for one in opened
        )
    finally:
        for one in opened:
            one.close()


def send_huge_frames(server: Server) -> None:
    for _ in range(5):
        socket = RawSocket(server, server.world.token(Role.CHAIR))
        # our own WebSocket goes by what the frame says, the stock one by what came
        with contextlib.suppress(ConnectionError):
            socket.socket.sendall(
                b"\x82\xff" + (1 << 40).to_bytes(8, "big") + bytes(4) + b"x" * 1_200_000
            )
        assert socket.until_closed()[:2] in {b"", (1009).to_bytes(2, "big")}
        socket.close()


def test_A18_a_frame_that_says_it_is_huge_closes_its_socket_and_costs_no_memory(
    shared_server: Server,
) -> None:
    send_huge_frames(shared_server)  # what a server allocates once is not the frames'
    before = resident_bytes(shared_server)
    send_huge_frames(shared_server)
    assert resident_bytes(shared_server) - before < 5_000_000


def test_A19_ten_thousand_pongs_that_nobody_asked_for_start_nothing(
    shared_server: Server, clients: list[SocketClient]
) -> None:
    noisy = RawSocket(shared_server, shared_server.world.token(Role.CHAIR))
    noisy.connect_namespace()
    before = resident_bytes(shared_server)
    noisy.socket.sendall(framed(1, b"3") * 10_000 + framed(10, b"") * 10_000)
    quiet = enter(shared_server, clients, Role.DRAFTER)
    sent = time.monotonic()
    assert quiet.send(quiet.type("Still here."))["ok"]
    assert time.monotonic() - sent < 1.0
    assert resident_bytes(shared_server) - before < 10_000_000
    noisy.close()


def test_A19_handshakes_that_are_never_ended_keep_nobody_waiting(
    shared_server: Server, clients: list[SocketClient]
) -> None:
    quiet, waits = enter(shared_server, clients, Role.DRAFTER), list[float]()
    before = resident_bytes(shared_server)
    with contextlib.ExitStack() as stack, many_files(HALF_HANDSHAKES):
        for number in range(HALF_HANDSHAKES):
            half = stack.enter_context(create_connection(("127.0.0.1", shared_server.port), 5))
            half.sendall(HALF_A_HANDSHAKE)
            if number % 100 == 0:
                waits.append(seconds_to_save(quiet))
        late = enter(shared_server, clients, Role.CHAIR)
        waits.append(seconds_to_save(late))
        assert sorted(waits)[int(len(waits) * 0.95)] < 1.0
        assert resident_bytes(shared_server) - before < HALF_HANDSHAKES * 64 * 1024  # A17


def seconds_to_save(client: SocketClient) -> float:
    sent = time.monotonic()
    assert client.send(client.type("."))["ok"]
    return time.monotonic() - sent


@contextlib.contextmanager
def many_files(count: int) -> Iterator[None]:
    """This process may have so many open, if the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < count + 1000:
        pytest.skip(
            f"this system lets a process open {hard} files, which is too few for {count} "
            "connections"
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count + 1000), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_F18_a_link_that_went_silent_is_called_lost_in_time_on_both_sides(
    shared_server: Server,
) -> None:
    one = RawSocket(shared_server, shared_server.world.token(Role.CHAIR))
    opened = json.loads(one.next_frame()[1][1:])
    assert (
        opened["pingInterval"] + opened["pingTimeout"] <= 45_000
    )  # after which a browser says that it is offline
    assert PING_INTERVAL + 2 * PING_TIMEOUT <= 60  # after which the server lets the socket go
    one.close()


def test_a_websocket_ping_is_answered_and_a_close_is_returned(shared_server: Server) -> None:
    socket = RawSocket(shared_server, shared_server.world.token(Role.CHAIR))
    socket.frame(9, b"are you there")
    while (found := socket.next_frame())[0] not in {8, 10}:
        pass
    assert found == (10, b"are you there")
    socket.frame(8, (1001).to_bytes(2, "big"))
    assert socket.until_closed()[:2] in {(1000).to_bytes(2, "big"), (1001).to_bytes(2, "big")}
    socket.close()


@pytest.mark.parametrize(
    "noise", [b"\xff" * 40, b"\x81\x05hello", b"\x83\x80\0\0\0\0", b"\x81\x82\0\0\0\0\xc3\x28"]
)
def test_bytes_that_are_no_frames_close_that_socket_only(
    shared_server: Server, clients: list[SocketClient], noise: bytes
) -> None:
    other = enter(shared_server, clients, Role.DRAFTER)
    socket = RawSocket(shared_server, shared_server.world.token(Role.CHAIR))
    socket.connect_namespace()
    socket.socket.sendall(noise)
    socket.until_closed()
    socket.close()
    assert other.send(other.type("Still here."))["ok"]


def test_F16_fifty_who_do_not_read_are_left_behind_then_told_to_join_again_and_lack_nothing(
    shared_server: Server, clients: list[SocketClient]
) -> None:
    writer = enter(shared_server, clients, Role.SECRETARIAT)
    tokens = [
        shared_server.world.token(role) for role in (Role.CHAIR, Role.DRAFTER, Role.SECRETARIAT)
    ]
    slow = [
        RawSocket(shared_server, tokens[n % 3], receive_buffer=4096) for n in range(SLOW_READERS)
    ]
    for number, one in enumerate(slow):
        one.join(writer.draft_id, number + 1)
    before, waits = resident_bytes(shared_server), list[float]()
    words = "w" * 500_000
    for _ in range(24):  # 12 MB pass by people who read nothing, in a document that stays small
        sent = time.monotonic()
        assert writer.send(writer.type(words))["ok"]
        waits.append(time.monotonic() - sent)
        state = writer.doc.get_state()
        del writer.body[len(TEXT.encode()) : len(writer.body)]
        assert writer.send(writer.doc.get_update(state))["ok"]
    assert sorted(waits)[-2] < 1.0
    assert resident_bytes(shared_server) - before < SLOW_READERS * MOST_WAITING + 40_000_000
    heard: list[list[bytes]] = [[] for _ in slow]

    def read(number: int) -> None:
        slow[number].socket.setsockopt(SOL_SOCKET, SO_RCVBUF, 1 << 20)
        with contextlib.suppress(TimeoutError):  # nothing more is said
            while (found := slow[number].next_frame())[0] != 8:
                heard[number].append(found[1])

    for number in range(SLOW_READERS):
        threading.Thread(target=read, args=(number,), daemon=True).start()
    wait_until(lambda: all(any(b'"resync"' in one for one in its) for its in heard), patience=30)
    assert (
        max(sum(map(len, its)) for its in heard) < MOST_WAITING + 5_000_000
    )  # the kernel's own buffer holds some too
    assert writer.send(writer.type("The end."))["ok"]
    wait_until(lambda: all(any(b"The end." in one for one in its) for its in heard))
    for number, its in enumerate(heard):
        doc = replayed(its)
        slow[number].ask_to_join(writer.draft_id, number + 1, doc.get_state())
        answer = wait_until(
            lambda its=its: next(
                (i for i, one in enumerate(its[:-2]) if one.startswith(b"462-")), None
            )
        )
        doc.apply_update(its[answer + 1])
        assert str(doc.get("body", type=Text)) == writer.text
        slow[number].close()


def replayed(frames: list[bytes]) -> Doc[Text]:
    """The text of a client that received these frames, and nothing before."""
    doc: Doc[Text] = Doc()
    for head, attachment in pairwise(frames):
        if head.startswith(b'451-/drafts,["update"'):
            doc.apply_update(attachment)
    return doc


def test_F16_who_asks_again_and_again_and_reads_nothing_is_cut_off(
    shared_server: Server, clients: list[SocketClient]
) -> None:
    writer = enter(shared_server, clients, Role.CHAIR)
    for _ in range(2):
        assert writer.send(writer.type("w" * 900_000))["ok"]
    greedy = RawSocket(shared_server, shared_server.world.token(Role.DRAFTER), receive_buffer=4096)
    greedy.connect_namespace()
    before = resident_bytes(shared_server)
    for number in range(15):  # 27 MB of answers
        greedy.ask_to_join(writer.draft_id, number)
    assert greedy.until_closed() == b""
    assert resident_bytes(shared_server) - before < MOST_WAITING + 40_000_000
    assert writer.send(writer.type("Still here."))["ok"]
    greedy.close()


def test_A18_nothing_is_unpacked(shared_server: Server) -> None:
    """A compressed frame of 1 MB may be a gigabyte: what is asked for is not agreed to."""
    offer = "Sec-WebSocket-Extensions: permessage-deflate\r\n"
    socket = RawSocket(shared_server, shared_server.world.token(Role.CHAIR), more=offer)
    assert (socket.status, b"extensions" in socket.answer.lower()) == (101, False)
    assert socket.connect_namespace().startswith(b"40")
    socket.close()
