"""One draft in two processes on PostgreSQL, with Redis between them: F10, F15, A9, A10, A12,
presence, threads.

Each process is a real one of `drafting serve --workers 2`; which of them a socket is in is read
from /proc.
"""

import time
from collections.abc import Callable
from typing import Any

import pytest
import requests

from drafting.crdt.awareness import write_awareness
from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.realtime.transport.handshake_gate import MAX_SOCKETS
from drafting.services.codes.queries import code_by_slug
from drafting.services.people.identities import identity_of_token
from drafting.services.people.members import MembershipInput, change_member, member, remove_member
from drafting.services.people.sign_ins import end_all_sign_ins
from tests.realtime.drafts.test_limits import enters
from tests.realtime.test_thread_namespace import Gallery
from tests.support.crowd import Crowd, Room
from tests.support.people import TEXT
from tests.support.promptness import prompt
from tests.support.raw_sockets import RawSocket
from tests.support.redis import RedisServer
from tests.support.sockets import SocketClient
from tests.support.waiting import wait_until

pytestmark = pytest.mark.xdist_group("postgresql")  # one server for all
NOTICE = 2.0  # seconds, as promised
MOVED = 5.0  # seconds within which the clients of a dead process are in another
CURSOR = {"anchor": {"tname": "body"}, "head": {"tname": "body"}}


def change(room: Room, what: Callable[[Any, Any], object]) -> None:
    with room.world.database.transaction() as session:
        what(session, code_by_slug(session, OPERATOR, room.world.slug))


def noticed(client: SocketClient, name: str) -> dict[str, Any]:
    """What the client was told."""
    found: dict[str, Any] = wait_until(
        lambda: next((m for n, m in client.events if n == name), None), 2 * NOTICE
    )
    return found


def apart(room: Room) -> tuple[SocketClient, SocketClient]:
    """A chair and a drafter in two processes."""
    chair = room.enter(Role.CHAIR)
    return chair, room.enter_apart_from(chair, Role.DRAFTER)


def test_F15_words_typed_in_two_processes_are_one_text_everywhere(room: Room) -> None:
    chair, drafter = apart(room)
    for number in range(10):
        for who, client in (("c", chair), ("d", drafter)):
            answer = client.send(client.type(f"⟦{who}{number}⟧ é😀 "))
            assert answer["ok"], answer
    wait_until(lambda: chair.text == drafter.text == room.stored())
    assert all(chair.text.count(f"⟦{who}{number}⟧") == 1 for who in "cd" for number in range(10))


def test_the_doorbell_is_quicker_than_the_look_twice_a_second(room: Room) -> None:
    chair, drafter = apart(room)
    began = time.monotonic()
    for number in range(20):
        assert chair.send(chair.type(f"ping {number} "))["ok"]
        wait_until(lambda number=number: f"ping {number} " in drafter.text)
        assert drafter.send(drafter.type(f"pong {number} "))["ok"]
        wait_until(lambda number=number: f"pong {number} " in chair.text)
    assert time.monotonic() - began < 5  # 40 looks twice a second would take 10 s on average


def test_F15_the_log_has_no_gap_though_two_processes_write_it(room: Room) -> None:
    chair, drafter = apart(room)
    seqs = [client.send(client.type("x"))["seq"] for _ in range(5) for client in (chair, drafter)]
    assert seqs == list(range(2, 12))


def test_F15_whoever_loses_a_process_goes_on_in_another_with_nothing_lost_or_doubled(
    crowd: Crowd, room: Room
) -> None:
    chair, drafter = apart(room)
    expected = TEXT

    def trial() -> float:
        nonlocal expected
        assert drafter.send(drafter.type("Acknowledged before. "))["ok"]
        if crowd.process_of(chair) == crowd.process_of(drafter):
            chair.close()
            room.enter_apart_from(drafter, Role.CHAIR)
        crowd.kill_one(crowd.process_of(drafter))
        began = time.monotonic()
        wait_until(lambda: not drafter.io.connected)
        drafter.type("Typed meanwhile. ")
        drafter.connect()
        answer = drafter.join()
        assert drafter.send(drafter.doc.get_update(answer["state_vector"]))["ok"]
        took = time.monotonic() - began
        assert drafter.send(drafter.type("And after. "))["ok"]
        expected += "Acknowledged before. Typed meanwhile. And after. "
        wait_until(lambda: {room.clients[-1].text, drafter.text, room.stored()} == {expected})
        crowd.wait_until_full()  # another process has taken the place
        return took

    prompt(trial, MOVED)


def test_people_see_each_other_across_processes_until_they_go(room: Room) -> None:
    chair, drafter = apart(room)
    move(chair, 1)
    name = f'"id":{room.world.account_ids[Role.CHAIR]},"name":"Chair Person"'
    wait_until(lambda: name in seen(drafter))
    late = room.enter_apart_from(chair, Role.SECRETARIAT)
    wait_until(lambda: name in seen(late))
    chair.close()
    wait_until(lambda: "null" in seen(drafter))


def test_whoever_was_in_a_process_that_died_is_not_seen_for_long(crowd: Crowd, room: Room) -> None:
    chair, drafter = apart(room)
    move(chair, 1)
    wait_until(lambda: "Chair Person" in seen(drafter))
    crowd.kill_one(crowd.process_of(chair))
    wait_until(lambda: "null" in seen(drafter), 15)


def move(client: SocketClient, clock: int) -> None:
    state = write_awareness(client.doc.client_id, clock, {"cursor": CURSOR})
    assert client.call("awareness", {"draft": client.draft_id, "awareness": state})["ok"]


def seen(client: SocketClient) -> str:
    """The awareness states that a client was shown, one after the other."""
    return "".join(
        message["awareness"].decode("utf-8", "replace")
        for name, message in client.events
        if name == "awareness"
    )


def test_A9_a_demotion_holds_in_every_process(room: Room) -> None:
    """As chair of no group one reads every chapter and writes in none."""
    here, there = two_of(room, Role.DRAFTER)
    change(
        room,
        lambda db, code: change_member(
            db, OPERATOR, code, the(room, db, code, Role.DRAFTER), MembershipInput(Role.CHAIR)
        ),
    )
    for client in (here, there):
        assert client.send(client.type("Too late."))["error"] == "not_permitted"
    assert all(noticed(client, "rights")["may_write"] is False for client in (here, there))
    assert room.stored() == TEXT


def test_A10_somebody_removed_hears_nothing_more_in_any_process(room: Room) -> None:
    here, there = two_of(room, Role.DRAFTER)
    chair = room.enter(Role.CHAIR)
    change(
        room, lambda db, code: remove_member(db, OPERATOR, code, the(room, db, code, Role.DRAFTER))
    )
    assert chair.send(chair.type("A canary."))["ok"]
    assert all(noticed(client, "left")["error"] == "not_found" for client in (here, there))
    wait_until(lambda: not here.io.connected and not there.io.connected)
    assert chair.send(chair.type("Another canary."))["ok"]
    reader = room.enter_apart_from(chair, Role.SECRETARIAT)
    wait_until(lambda: "canary" in reader.text)
    assert "canary" not in here.text + there.text


def test_A12_signing_out_everywhere_closes_the_sockets_in_every_process(
    crowd: Crowd, room: Room
) -> None:
    here, there = two_of(room, Role.DRAFTER)
    chair = room.enter(Role.CHAIR)
    change(room, lambda db, _: end_all_sign_ins(db, identity_of_token(db, here.token)))
    assert all(noticed(client, "left")["error"] == "signed_out" for client in (here, there))
    wait_until(lambda: not here.io.connected and not there.io.connected)
    assert chair.send(chair.type("Still here."))["ok"]


@pytest.mark.parametrize("with_redis", [True, False])
def test_A12_whoever_signed_out_is_told_and_cut_off_within_two_seconds_in_every_process(
    crowd: Crowd, room: Room, redis: RedisServer, *, with_redis: bool
) -> None:
    def trial() -> float:
        sockets = one_in_each_process(crowd, token := room.world.token(Role.DRAFTER))
        for one in sockets:
            one.join(room.world.draft_ids[0])
        change(room, lambda db, _: end_all_sign_ins(db, identity_of_token(db, token)))
        began = time.monotonic()
        for one in sockets:
            assert any(
                b'"left"' in said and b"signed_out" in said for said in one.all_until_closed()
            )
            one.close()
        return time.monotonic() - began

    redis.answers() if with_redis else redis.stop()
    try:
        prompt(trial, NOTICE)
    finally:
        if not with_redis:
            redis.start()


def one_in_each_process(crowd: Crowd, token: str) -> list[RawSocket]:
    found: dict[int, RawSocket] = {}
    while len(found) < crowd.workers:
        socket = RawSocket(crowd, token)
        if found.setdefault(crowd.process_at(socket.socket), socket) is not socket:
            socket.close()
    return list(found.values())


def two_of(room: Room, role: Role) -> tuple[SocketClient, SocketClient]:
    """One person with a socket in each of two processes."""
    here = room.enter(role)
    return here, room.enter_apart_from(here, role)


def the(room: Room, db: Any, code: Any, role: Role) -> Any:
    return member(db, code, room.world.membership_ids[role])


def test_a_comment_that_comes_in_one_process_is_rung_in_the_other(crowd: Crowd) -> None:
    gallery = Gallery(crowd)
    try:
        chairs = [gallery.listen(Role.CHAIR)]
        while len({crowd.process_of(one) for one in chairs}) < 2:
            chairs.append(gallery.listen(Role.CHAIR))
        gallery.say(Role.STAKEHOLDER, "filed")
        wait_until(lambda: all(one.heard for one in chairs))
        assert {(one.heard[0]["what"], len(one.heard)) for one in chairs} == {("comment", 1)}
    finally:
        for one in gallery.listeners:
            one.close()


def test_a_person_has_twenty_sockets_over_all_processes(crowd: Crowd, room: Room) -> None:
    token = room.world.token(Role.OBSERVER)
    sockets: list[RawSocket] = []
    while len(sockets) < MAX_SOCKETS:
        socket = RawSocket(crowd, token)
        places = [crowd.process_at(one.socket) for one in (*sockets, socket)]
        if places.count(places[-1]) > MAX_SOCKETS * 3 / 4:  # neither process has them all
            socket.close()
        else:
            sockets.append(socket)
    wait_until(lambda: not enters(crowd, token))
    sockets.pop().close()
    wait_until(lambda: enters(crowd, token))
    for socket in sockets:
        socket.close()
    wait_until(lambda: enters(crowd, token, MAX_SOCKETS // 2))


def test_A108_attempts_to_sign_in_are_counted_over_all_processes(crowd: Crowd) -> None:
    statuses = [try_a_password(crowd) for _ in range(11)]  # each over a connection of its own
    assert statuses == [422] * 10 + [429]


def try_a_password(crowd: Crowd) -> int:
    session = requests.Session()
    page = session.get(f"{crowd.base_url}/sign-in", timeout=10)
    csrf = page.text.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    fields = {
        "csrf_token": csrf,
        "email": crowd.world.email(Role.CHAIR),
        "password": "not this one",
    }
    session.headers["Connection"] = "close"
    return requests.post(
        f"{crowd.base_url}/sign-in", data=fields, cookies=session.cookies, timeout=10
    ).status_code


def test_F10_without_redis_the_processes_hear_of_each_other_all_the_same(
    room: Room, redis: RedisServer
) -> None:
    chair, drafter = apart(room)
    for number, (break_, mend) in enumerate(
        [(redis.freeze, redis.thaw), (redis.stop, redis.start)]
    ):
        guest = room.enter_apart_from(drafter, Role.SECRETARIAT)
        break_()
        try:
            for client in (chair, drafter):
                began = time.monotonic()
                assert client.send(client.type(f"While it is gone {number}. "))["ok"]
                assert time.monotonic() - began < NOTICE
            wait_until(lambda: chair.text == drafter.text == room.stored(), 5)
            change(
                room,
                lambda db, _, guest=guest: end_all_sign_ins(db, identity_of_token(db, guest.token)),
            )
            assert guest.send(guest.type("Too late. "))["error"] == "signed_out"
            assert noticed(guest, "left")["error"] == "signed_out"
        finally:
            mend()
        assert chair.send(chair.type(f"And when it is back {number}. "))["ok"]
        wait_until(lambda: chair.text == drafter.text == room.stored(), 5)


def test_F3_a_server_told_to_end_says_nothing_it_does_not_keep(crowd: Crowd, room: Room) -> None:
    clients = list(apart(room))
    assert all(client.send(client.type("Before. "))["ok"] for client in clients)
    assert crowd.process is not None
    began = time.monotonic()
    crowd.process.terminate()
    assert crowd.process.wait(15) == 0, crowd.log()
    assert time.monotonic() - began < 11
    crowd.process = None
    wait_until(lambda: not any(client.io.connected for client in clients))
    crowd.start()
    for client in clients:
        client.connect()
        answer = client.join()
        assert client.send(client.doc.get_update(answer["state_vector"]))["ok"]
    wait_until(lambda: {client.text for client in clients} == {room.stored()})
    assert room.stored().count("Before. ") == 2
