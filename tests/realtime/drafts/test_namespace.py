"""The namespace /drafts, spoken to over real WebSockets with real Yjs documents."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from pycrdt import Doc, Map, Text

from drafting.crdt.awareness import write_awareness
from drafting.crdt.verification import MAX_UPDATE_BYTES
from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.realtime.drafts.namespace import DraftNamespace
from drafting.services.codes.queries import code_by_slug
from drafting.services.coediting.queries import draft_text
from drafting.services.drafts.chapters import create_chapter
from tests.support.people import TEXT
from tests.support.server import Server
from tests.support.sockets import SocketClient
from tests.support.waiting import wait_until

MALFORMED = {
    "empty": b"",
    "one byte": b"\x01",
    "all ones": b"\xff" * 40,
    "truncated": b"\x01\x01\x8a\xf3\x9b\x05\x00\x04\x01\x04body\x05hel",
    "zero-length block": b"\x01\x01\x01\x00\x04\x01\x04body\x00\x00",
}


class Room:
    """Clients of one server, closed at the end."""

    def __init__(self, server: Server) -> None:
        self.server, self.clients = server, list[SocketClient]()

    def enter(self, role: Role, chapter: int = 1) -> SocketClient:
        client = SocketClient(
            self.server, self.server.world.token(role), self.server.world.draft_ids[chapter - 1]
        )
        self.clients.append(client)
        client.connect()
        assert client.join()["ok"]
        return client

    def close(self) -> None:
        for client in self.clients:
            client.close()

    def stored(self, chapter: int = 1) -> str:
        with self.server.world.database.reading() as session:
            return draft_text(session, self.server.world.draft_ids[chapter - 1])


@pytest.fixture
def room(shared_server: Server) -> Iterator[Room]:
    room = Room(shared_server)
    yield room
    room.close()


def test_a_typed_word_is_acknowledged_relayed_and_still_there_after_kill_9(server: Server) -> None:
    room = Room(server)
    ada, bram = room.enter(Role.CHAIR), room.enter(Role.DRAFTER)
    answer = ada.send(ada.type("A new clause.\n"))
    assert answer["ok"]
    assert answer["seq"] == 2
    wait_until(lambda: "A new clause." in bram.text)
    room.server.kill()
    room.server.start()
    assert room.enter(Role.CHAIR).text == TEXT + "A new clause.\n"
    room.close()


@pytest.mark.parametrize("payload", MALFORMED.values(), ids=MALFORMED)
def test_A15_what_is_no_update_is_refused_and_others_go_on(room: Room, payload: bytes) -> None:
    ada, bram = room.enter(Role.CHAIR), room.enter(Role.DRAFTER)
    assert ada.send(payload)["error"] == "malformed"
    assert room.stored() == TEXT
    assert bram.send(bram.type("Still here."))["ok"]
    wait_until(lambda: "Still here." in ada.text)


def test_A18_an_update_over_the_limit_is_refused_in_words(room: Room) -> None:
    ada = room.enter(Role.CHAIR)
    answer = ada.send(ada.type("x" * (MAX_UPDATE_BYTES + 1)))
    assert answer["error"] == "too_large"
    assert "1 MiB" in answer["message"]
    assert room.stored() == TEXT


def test_A18_a_message_far_over_the_limit_closes_that_socket_only(room: Room) -> None:
    ada, bram = room.enter(Role.CHAIR), room.enter(Role.DRAFTER)
    ada.io.emit(
        "update",
        {"draft": ada.draft_id, "update": b"x" * (4 * MAX_UPDATE_BYTES)},
        namespace="/drafts",
    )
    wait_until(lambda: not ada.io.connected)
    assert bram.send(bram.type("Still here."))["ok"]


def test_A28_another_lineage_is_not_merged_but_told_the_present_one(room: Room) -> None:
    ada = room.enter(Role.CHAIR)
    present, ada.lineage = ada.lineage, "00000000-0000-4000-8000-000000000000"
    answer = ada.join()
    assert (answer["error"], answer["lineage"]) == ("lineage", present)
    assert ada.send(ada.type("Foreign."))["error"] == "not_joined"
    assert room.stored() == TEXT


def test_A6_and_A7_a_reader_may_join_and_hear_but_not_write(room: Room) -> None:
    reader = SocketClient(
        room.server, room.server.world.token(Role.CHAIR), room.server.world.draft_ids[1]
    )
    room.clients.append(reader)
    reader.connect()
    assert reader.join()["may_write"] is False
    assert reader.send(reader.type("Smuggled."))["error"] == "not_permitted"
    assert room.stored(2) == TEXT


@pytest.mark.parametrize("role", [Role.STAKEHOLDER, Role.OBSERVER])
def test_A3_no_event_does_anything_for_somebody_who_may_not_read(room: Room, role: Role) -> None:
    stranger = SocketClient(
        room.server, room.server.world.token(role), room.server.world.draft_ids[0]
    )
    room.clients.append(stranger)
    stranger.connect()
    sent = {
        "join": {"lineage": None, "state_vector": b"\0", "client_id": stranger.doc.client_id},
        "update": {"lineage": None, "update": stranger.type("Smuggled.")},
        "awareness": {"awareness": write_awareness(stranger.doc.client_id, 1, {"cursor": None})},
    }
    events = {name.removeprefix("on_") for name in vars(DraftNamespace) if name.startswith("on_")}
    assert events - {"connect", "disconnect", "leave"} == {*sent}  # a new event is tried here too
    for event, message in sent.items():
        assert stranger.call(event, {"draft": stranger.draft_id, **message})["error"] in {
            "not_found",
            "not_joined",
        }
    assert room.stored() == TEXT
    assert stranger.events == []


def test_A11_who_is_refused_disturbs_nobody(room: Room) -> None:
    reader = SocketClient(
        room.server, room.server.world.token(Role.CHAIR), room.server.world.draft_ids[1]
    )
    room.clients.append(reader)
    reader.connect()
    reader.join()
    ada, bram = room.enter(Role.SECRETARIAT, 2), room.enter(Role.SECRETARIAT, 2)
    for number in range(5):
        assert not reader.send(reader.type(f"Smuggled {number}. "))["ok"]
        assert not reader.send(b"\xff\xff")["ok"]
        assert ada.send(ada.type(f"Word {number}. "))["ok"]
    wait_until(lambda: bram.text == ada.text)
    assert room.stored(2) == ada.text
    assert "Smuggled" not in ada.text


def test_A29_two_who_open_a_new_draft_at_once_find_its_first_text_once(room: Room) -> None:
    with room.server.world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, room.server.world.slug)
        draft_id = create_chapter(
            session, OPERATOR, code, title="New", markdown="# New\n"
        ).working_draft.id
    ada, bram = (
        SocketClient(room.server, room.server.world.token(Role.SECRETARIAT), draft_id),
        SocketClient(room.server, room.server.world.token(Role.SECRETARIAT), draft_id),
    )
    room.clients += [ada, bram]
    for client in (ada, bram):
        client.connect()
    with ThreadPoolExecutor(2) as pool:
        assert all(answer["ok"] for answer in pool.map(SocketClient.join, (ada, bram)))
    assert ada.text == bram.text == "# New\n"
    assert ada.lineage == bram.lineage


@pytest.mark.parametrize("role", [Role.STAKEHOLDER, Role.OBSERVER])
def test_A4_a_draft_that_is_not_open_to_somebody_does_not_exist_for_them(
    room: Room, role: Role
) -> None:
    client = SocketClient(
        room.server, room.server.world.token(role), room.server.world.draft_ids[0]
    )
    room.clients.append(client)
    client.connect()
    refused = client.join()
    client.draft_id = 987_654
    assert client.join() == refused
    assert refused["error"] == "not_found"


def test_A5_an_update_for_a_draft_never_joined_is_refused(room: Room) -> None:
    ada = room.enter(Role.CHAIR)
    assert (
        ada.send(ada.type("Elsewhere."), draft=room.server.world.draft_ids[1])["error"]
        == "not_joined"
    )


def test_A26_an_update_whose_predecessors_never_came_is_not_saved(room: Room) -> None:
    ada = room.enter(Role.CHAIR)
    ada.type("First. ")
    answer = ada.send(ada.type("Second. "))
    assert answer["error"] == "missing"
    assert ada.send(ada.doc.get_update(answer["state_vector"]))["ok"]
    assert room.stored() == TEXT + "First. Second. "


def test_F19_where_the_log_stands_is_said_once_the_draft_is_quiet(room: Room) -> None:
    ada, bram = room.enter(Role.CHAIR), room.enter(Role.DRAFTER)
    seqs = [ada.send(ada.type("Typed. "))["seq"] for _ in range(3)]
    for client in (ada, bram):
        heads = wait_until(
            lambda client=client: [message for name, message in client.events if name == "head"]
        )
        assert heads == [{"draft": ada.draft_id, "seq": seqs[-1]}]


def test_A27_deletions_alone_made_offline_arrive(room: Room) -> None:
    ada, bram = room.enter(Role.CHAIR), room.enter(Role.DRAFTER)
    before = ada.doc.get_state()
    del ada.body[0:6]
    assert ada.send(ada.doc.get_update(before))["ok"]
    wait_until(lambda: bram.text == TEXT[6:])


def test_an_update_sent_twice_is_acknowledged_twice_and_stored_once(room: Room) -> None:
    ada = room.enter(Role.CHAIR)
    update = ada.type("Once.")
    first, second = ada.send(update), ada.send(update)
    assert first["ok"]
    assert second["ok"]
    assert first["seq"] == second["seq"]
    assert room.stored() == TEXT + "Once."


def test_A30_other_roots_are_not_taken(room: Room) -> None:
    ada = room.enter(Role.CHAIR)
    smuggler: Doc[Map] = Doc()
    smuggler.get("x", type=Map)["key"] = "value"
    assert ada.send(smuggler.get_update())["error"] == "malformed"


def test_A8_presence_is_named_by_the_server(room: Room) -> None:
    ada, bram = room.enter(Role.CHAIR), room.enter(Role.DRAFTER)
    claimed = write_awareness(
        ada.doc.client_id, 1, {"user": {"name": "<b>The minister</b>"}, "cursor": None}
    )
    assert ada.call("awareness", {"draft": ada.draft_id, "awareness": claimed})["ok"]
    message = wait_until(lambda: next((m for name, m in bram.events if name == "awareness"), None))
    assert b"Chair Person" in message["awareness"]
    assert b"minister" not in message["awareness"]
    huge = write_awareness(ada.doc.client_id, 2, {"cursor": {"anchor": "x" * 1_000_000}})
    assert ada.call("awareness", {"draft": ada.draft_id, "awareness": huge})["error"] == "malformed"
    foreign = write_awareness(bram.doc.client_id, 9, None)
    assert (
        ada.call("awareness", {"draft": ada.draft_id, "awareness": foreign})["error"] == "malformed"
    )


def test_whoever_comes_later_is_told_who_is_here_and_who_goes(room: Room) -> None:
    ada = room.enter(Role.CHAIR)
    ada.call(
        "awareness",
        {
            "draft": ada.draft_id,
            "awareness": write_awareness(ada.doc.client_id, 1, {"cursor": None}),
        },
    )
    bram = room.enter(Role.DRAFTER)
    wait_until(
        lambda: any(
            b"Chair Person" in m["awareness"] for name, m in bram.events if name == "awareness"
        )
    )
    ada.close()
    wait_until(
        lambda: any(
            m["awareness"].endswith(b"null") for name, m in bram.events if name == "awareness"
        )
    )


def test_others_never_learn_the_client_id_under_which_somebody_will_write(room: Room) -> None:
    ada, bram = room.enter(Role.CHAIR), room.enter(Role.DRAFTER)
    ada.call(
        "awareness",
        {
            "draft": ada.draft_id,
            "awareness": write_awareness(ada.doc.client_id, 1, {"cursor": None}),
        },
    )
    message = wait_until(lambda: next((m for name, m in bram.events if name == "awareness"), None))
    own = write_awareness(ada.doc.client_id, 1, {"cursor": None})
    assert message["awareness"][1:6] != own[1:6]


def test_A25_words_under_the_client_id_of_somebody_else_are_refused(room: Room) -> None:
    ada, bram = room.enter(Role.CHAIR), room.enter(Role.DRAFTER)
    assert ada.send(ada.type("Hers. "))["ok"]
    thief: Doc[Text] = Doc(client_id=ada.doc.client_id)
    thief.get("body", type=Text).insert(0, "Stolen.")
    assert bram.send(thief.get_update())["error"] == "malformed"
    assert room.stored() == TEXT + "Hers. "


def test_A18_an_event_that_claims_many_attachments_is_not_waited_for(room: Room) -> None:
    ada = room.enter(Role.CHAIR)
    ada.io.eio.send('599-/drafts,["update",{"_placeholder":true,"num":0}]')
    # Were it waited for, the two parts of this update would be taken for the first two of its
    # ninety-nine.
    assert ada.send(ada.type("Still here."))["ok"]


def test_F29_a_damaged_draft_is_closed_and_the_others_stay_open(room: Room) -> None:
    world = room.server.world
    _run(room, "UPDATE draft_update SET payload = zeroblob(8) WHERE working_draft_id = ?")
    client = SocketClient(room.server, world.token(Role.SECRETARIAT), world.draft_ids[1])
    room.clients.append(client)
    client.connect()
    assert client.join()["error"] == "damaged"
    assert room.enter(Role.CHAIR).text == TEXT


def test_F29_a_row_that_rots_behind_those_who_are_in_closes_their_draft_until_it_is_mended(
    room: Room,
) -> None:
    world, neighbour = room.server.world, room.enter(Role.CHAIR)
    secretariat = SocketClient(room.server, world.token(Role.SECRETARIAT), world.draft_ids[1])
    room.clients.append(secretariat)
    secretariat.connect()
    assert secretariat.join()["ok"]
    _run(
        room,
        "INSERT INTO draft_update (working_draft_id, seq, at, payload, checksum) VALUES "
        "(?, 2, 0, x'ffff', x'00000000')",
    )
    _run(room, "UPDATE working_draft SET head_seq = 2 WHERE id = ?")
    wait_until(lambda: not secretariat.io.connected or "/drafts" not in secretariat.io.namespaces)
    for _ in range(3):
        secretariat.connect()
        assert secretariat.join()["error"] == "damaged"
        secretariat.close()
    assert neighbour.send(neighbour.type("Unmoved. "))["ok"]
    _run(room, "UPDATE working_draft SET head_seq = 1 WHERE id = ?")
    _run(room, "DELETE FROM draft_update WHERE working_draft_id = ? AND seq = 2")
    secretariat.connect()
    assert secretariat.join()["ok"]
    assert secretariat.send(secretariat.type("Mended. "))["ok"]


def _run(room: Room, statement: str) -> None:
    """On the second draft."""
    with room.server.world.database.engine.connect() as connection:
        connection.exec_driver_sql(statement, (room.server.world.draft_ids[1],))
        connection.commit()
