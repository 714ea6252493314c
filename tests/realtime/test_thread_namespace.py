"""The namespace /threads over real WebSockets: a doorbell for those who may see, no words on it,
and nothing for others.
"""

import contextlib
import secrets
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from socketio.exceptions import ConnectionError as SocketRefusedError
from sqlalchemy import event

from drafting.domain.consultation.comments import CommentState
from drafting.domain.events.comments import CommentAdded, CommentsPublished
from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.realtime.thread_followers import Follower, ThreadFollowers
from drafting.realtime.thread_namespace import ThreadNamespace
from drafting.realtime.transport.rate_limit import TokenBucket
from drafting.services.codes.queries import code_by_slug
from drafting.services.comments import feed as thread_feed
from drafting.services.comments.queries import thread_by_number
from drafting.services.people.identities import identity_of_token
from drafting.services.people.members import MembershipInput, change_member, member, remove_member
from drafting.services.people.sign_ins import end_sign_in
from tests.services.acting import look, round_
from tests.support.people import World, make_world
from tests.support.published import Published, make_published
from tests.support.server import Server
from tests.support.sockets import OrderedClient
from tests.support.waiting import wait_until

NAMESPACE = "/threads"


class Listener:
    """A signed-in browser that follows threads; `heard` are the doorbells, in order."""

    def __init__(self, server: Server, token: str) -> None:
        self.server, self.token = server, token
        self.heard: list[dict[str, Any]] = []
        self.others: list[str] = []  # events of any other name
        self.io = OrderedClient(
            reconnection=False, websocket_extra_options={"origin": server.base_url}
        )
        self.io.on("changed", self.heard.append, namespace=NAMESPACE)
        self.io.on("*", lambda name, *_: self.others.append(name), namespace=NAMESPACE)

    def connect(self) -> None:
        headers = {"Cookie": f"drafting={self.server.cookie(self.token)}"}
        options = {"transports": ["websocket"], "namespaces": [NAMESPACE], "wait_timeout": 10}
        self.io.connect(self.server.base_url, headers=headers, **options)

    def call(self, event: str, message: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.io.call(event, message, namespace=NAMESPACE, timeout=10)
        return answer

    def close(self) -> None:
        with contextlib.suppress(Exception):  # the server may have closed it already
            self.io.eio.ws.sock.shutdown(socket.SHUT_RDWR)


class Gallery:
    """A published world on the server, its listeners, and people who act through the pages, as
    browsers do.
    """

    def __init__(self, server: Server) -> None:
        self.server, self.world = server, server.world
        self.published: Published = make_published(self.world)
        self.listeners: list[Listener] = []

    def listen(self, role: Role) -> Listener:
        listener = Listener(self.server, self.world.token(role))
        self.listeners.append(listener)
        listener.connect()
        assert listener.call("join", {"version": self.published.version_ids[0]}) == {"ok": True}
        return listener

    def post(self, role: Role, path: str, **fields: str) -> None:
        """Fill a form in, token and all."""
        session = requests.Session()
        session.headers["Cookie"] = f"drafting={self.server.cookie(self.world.token(role))}"
        page = session.get(f"{self.server.base_url}/codes/{self.world.slug}/versions/1", timeout=10)
        csrf = page.text.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
        cookie = page.cookies.get("drafting")
        session.headers["Cookie"] = f"drafting={cookie}" if cookie else session.headers["Cookie"]
        address = f"{self.server.base_url}/codes/{self.world.slug}{path}"
        answer = session.post(
            address, data={"csrf_token": csrf, **fields}, timeout=10, allow_redirects=False
        )
        assert answer.status_code in {302, 303}, (answer.status_code, answer.text[:2000])

    def say(self, role: Role, state: str) -> None:
        self.post(role, "/versions/1/threads", text="Words that nobody else may hear.", state=state)

    def change(self, what: Callable[[Any, Any], object]) -> None:
        with self.world.database.transaction() as session:
            what(session, code_by_slug(session, OPERATOR, self.world.slug))

    def part(self, role: Role, part: MembershipInput) -> None:
        self.change(
            lambda db, code: change_member(
                db, OPERATOR, code, member(db, code, self.world.membership_ids[role]), part
            )
        )


@pytest.fixture
def gallery(shared_server: Server) -> Iterator[Gallery]:
    gallery = Gallery(shared_server)
    for role in (Role.STAKEHOLDER, Role.OBSERVER):
        gallery.part(role, MembershipInput(role, None, f"The {role.value}'s own"))
    yield gallery
    for listener in gallery.listeners:
        listener.close()


def test_a_filed_comment_rings_at_those_who_may_see_it_and_at_nobody_else(gallery: Gallery) -> None:
    chair, author, observer = (
        gallery.listen(role) for role in (Role.CHAIR, Role.STAKEHOLDER, Role.OBSERVER)
    )
    gallery.say(Role.STAKEHOLDER, "filed")
    [rung] = wait_until(lambda: list(chair.heard))
    assert {key: rung[key] for key in ("version", "eid", "what")} == {
        "version": gallery.published.version_ids[0],
        "eid": None,
        "what": "comment",
    }
    assert set(rung) == {"version", "eid", "what", "thread", "since"}
    wait_until(lambda: author.heard)
    assert answered(observer)
    assert (observer.heard, observer.others) == ([], [])


def answered(listener: Listener) -> bool:
    """The server has taken this socket's turn: whatever was sent to it before has come."""
    return "ok" in listener.call("join", {"version": 0})


def test_what_is_private_rings_at_its_author_only(gallery: Gallery) -> None:
    people = {role: gallery.listen(role) for role in Role}
    gallery.say(Role.STAKEHOLDER, "unfiled")
    wait_until(lambda: people[Role.STAKEHOLDER].heard)
    for role, listener in people.items():
        assert answered(listener)
        assert len(listener.heard) == (1 if role is Role.STAKEHOLDER else 0), role


def test_a_comment_that_is_published_rings_at_every_follower(gallery: Gallery) -> None:
    observer, number = (
        gallery.listen(Role.OBSERVER),
        gallery.published.thread_numbers[CommentState.FILED],
    )
    with gallery.world.database.reading() as session:
        comment_id = thread_by_number(
            session, OPERATOR, code_by_slug(session, OPERATOR, gallery.world.slug), number
        ).opening.id
    gallery.post(
        Role.SECRETARIAT, f"/threads/{number}/comments/{comment_id}/state", state="published"
    )
    [rung] = wait_until(lambda: list(observer.heard))
    assert (rung["thread"], rung["what"], rung["eid"]) == (number, "state", gallery.published.eid)


def test_who_follows_no_version_hears_nothing(gallery: Gallery) -> None:
    chair = gallery.listen(Role.CHAIR)
    idle = Listener(gallery.server, gallery.world.token(Role.SECRETARIAT))
    gallery.listeners.append(idle)
    idle.connect()
    gallery.say(Role.STAKEHOLDER, "filed")
    wait_until(lambda: chair.heard)
    assert answered(idle)
    assert idle.heard == []


def test_a_comment_sent_by_socket_is_refused_in_words_and_nothing_is_kept(gallery: Gallery) -> None:
    lio = gallery.listen(Role.STAKEHOLDER)
    answer = lio.call(
        "comment", {"version": gallery.published.version_ids[0], "text": "By socket."}
    )
    assert (answer["ok"], answer["error"]) == (False, "send_by_form")
    assert "form" in answer["message"]
    assert lio.heard == []


MALFORMED = (
    None,
    7,
    "1",
    [],
    {},
    {"version": None},
    {"version": "1"},
    {"version": 0},
    {"version": -1},
    {"version": 1.5},
)


@pytest.mark.parametrize(
    "message", [*MALFORMED, {"version": 2**31}, {"version": 10**30}, {"version": True}], ids=repr
)
def test_a_malformed_join_is_refused_and_the_socket_lives_on(
    gallery: Gallery, message: object
) -> None:
    chair = gallery.listen(Role.CHAIR)
    answer = chair.call("join", message)
    assert (answer["ok"], answer["error"]) == (False, "malformed")
    assert chair.call("join", {"version": gallery.published.version_ids[0]}) == {"ok": True}


def test_what_was_missed_is_rung_at_joining_and_only_what_may_be_seen(gallery: Gallery) -> None:
    witness = gallery.listen(Role.CHAIR)
    gallery.say(Role.STAKEHOLDER, "filed")
    [rung] = wait_until(lambda: list(witness.heard))
    for role, expected in ((Role.DRAFTER, [rung["thread"]]), (Role.OBSERVER, [])):
        late = gallery.listen(role)
        assert late.call("join", {"version": rung["version"], "since": rung["since"] - 1}) == {
            "ok": True
        }
        assert answered(late)
        assert [one["thread"] for one in late.heard] == expected
        late.heard.clear()
        assert late.call("join", {"version": rung["version"], "since": rung["since"]}) == {
            "ok": True
        }
        assert answered(late)
        assert late.heard == []


@pytest.mark.parametrize("since", ["1", None, [], 1.5, -(10**30), 10**30], ids=repr)
def test_a_place_in_the_past_that_is_none_does_no_harm(gallery: Gallery, since: object) -> None:
    observer = gallery.listen(Role.OBSERVER)
    assert observer.call("join", {"version": gallery.published.version_ids[0], "since": since}) == {
        "ok": True
    }
    assert answered(observer)
    assert {one["what"] for one in observer.heard} <= {"state", "comment"}


def test_a_version_that_is_none_of_ones_business_is_not_found(
    gallery: Gallery, world_beside: World
) -> None:
    stranger = Listener(gallery.server, world_beside.token(Role.SECRETARIAT))
    gallery.listeners.append(stranger)
    stranger.connect()
    for version_id in (gallery.published.version_ids[0], 2**31 - 1):
        assert stranger.call("join", {"version": version_id})["error"] == "not_found"
    gallery.say(Role.STAKEHOLDER, "filed")
    assert answered(stranger)
    assert stranger.heard == []


@pytest.fixture
def world_beside(shared_server: Server) -> World:
    """Another code of practice in the same database."""
    return make_world(shared_server.world.database, f"-{secrets.token_hex(4)}")


def test_a_demoted_member_hears_no_more_of_what_chairs_hear(gallery: Gallery) -> None:
    chair, secretariat = gallery.listen(Role.CHAIR), gallery.listen(Role.SECRETARIAT)
    gallery.part(Role.CHAIR, MembershipInput(Role.OBSERVER, None, "Elsewhere"))
    gallery.say(Role.STAKEHOLDER, "filed")
    wait_until(lambda: secretariat.heard)
    assert answered(chair)
    assert chair.heard == []


def test_A12_a_removed_member_and_one_who_signed_out_hear_nothing_and_are_let_go(
    gallery: Gallery,
) -> None:
    chair, drafter, secretariat = (
        gallery.listen(role) for role in (Role.CHAIR, Role.DRAFTER, Role.SECRETARIAT)
    )
    gallery.change(
        lambda db, code: remove_member(
            db, OPERATOR, code, member(db, code, gallery.world.membership_ids[Role.CHAIR])
        )
    )
    gallery.change(lambda db, code: end_sign_in(db, identity_of_token(db, drafter.token)))
    gallery.say(Role.STAKEHOLDER, "filed")
    wait_until(lambda: secretariat.heard)
    for one in (chair, drafter):
        wait_until(lambda one=one: NAMESPACE not in one.io.namespaces)
        assert (one.heard, one.others) == ([], ["left"])
    assert answered(secretariat)


def test_who_is_not_signed_in_is_not_let_in(gallery: Gallery) -> None:
    with pytest.raises(SocketRefusedError):
        Listener(gallery.server, "no token").connect()


def test_a_round_published_at_once_rings_one_bell_without_a_thread(gallery: Gallery) -> None:
    observer = gallery.listen(Role.OBSERVER)
    gallery.say(Role.STAKEHOLDER, "filed")
    gallery.post(Role.SECRETARIAT, "/rounds/1/comments/publish")
    [rung] = wait_until(lambda: list(observer.heard))
    assert answered(observer)
    assert len(observer.heard) == 1
    assert (rung["what"], rung["eid"], rung["thread"]) == ("all", None, None)
    assert rung["since"] > 0


def test_whoever_missed_too_much_is_told_so_and_from_where_to_go_on(
    apart_namespace: ThreadNamespace, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thread_feed, "MOST_MISSED", 0)
    late = Follower("late", OPERATOR, 0, TokenBucket(0.0), version_id=published.version_ids[0])
    now = look(published.world, lambda db, code: thread_feed.latest_entry(db, code.id))
    assert apart_namespace._send_missed(late, 0) == {"ok": True, "stale": True, "since": now}
    assert apart_namespace._send_missed(late, now) == {"ok": True}


def test_what_happens_where_nobody_follows_costs_one_question(
    published: Published,
) -> None:
    world = published.world
    followers = ThreadFollowers(None, world.database)
    asked: list[str] = []
    event.listen(
        world.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2])
    )
    followers.by_sid["elsewhere"] = Follower(
        "elsewhere", OPERATOR, 0, TokenBucket(0.0), version_id=9_999
    )
    [round_id] = look(world, lambda db, code: [round_(db, code).id])
    for happened in (
        CommentsPublished(world.code_id, round_id, 3),
        CommentAdded(world.code_id, 1, 1),
    ):
        asked.clear()
        followers.notify(happened)
        assert len([one for one in asked if one.startswith("SELECT")]) == 1


@pytest.fixture
def apart_namespace(published: Published) -> ThreadNamespace:
    """Without a server: nothing is sent."""
    database = published.world.database
    followers = ThreadFollowers(None, database)
    return ThreadNamespace(database, followers, lambda: None, lambda: None)
