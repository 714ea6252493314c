"""Rights that change while a socket is open: nothing is taken from the commit on, notice within
two seconds.
"""

import time
from collections.abc import Iterator

import pytest

from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.coediting.queries import draft_text
from drafting.services.drafts.importing import forward_edit, record_forward_edit
from drafting.services.people.accounts import disable_account
from drafting.services.people.identities import identity_of_token
from drafting.services.people.members import MembershipInput, change_member, member, remove_member
from drafting.services.people.sign_ins import end_sign_in
from drafting.storage.models import Account
from tests.support.people import TEXT, World
from tests.support.promptness import prompt
from tests.support.raw_sockets import RawSocket
from tests.support.server import Server
from tests.support.sockets import SocketClient
from tests.support.waiting import wait_until

NOTICE = 2.0  # seconds, as promised in docs/reliability.md


@pytest.fixture
def drafter(shared_server: Server) -> Iterator[SocketClient]:
    client = SocketClient(
        shared_server, shared_server.world.token(Role.DRAFTER), shared_server.world.draft_ids[0]
    )
    client.connect()
    assert client.join()["may_write"]
    yield client
    client.close()


def _stored(shared_server: Server) -> str:
    with shared_server.world.database.reading() as session:
        return draft_text(session, shared_server.world.draft_ids[0])


def _noticed(client: SocketClient, name: str) -> dict[str, object]:
    message: dict[str, object] = wait_until(
        lambda: next((m for n, m in client.events if n == name), None), 2 * NOTICE
    )
    return message


def give(world: World, part: MembershipInput) -> None:
    """Change the drafter's part."""
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        change_member(
            session, OPERATOR, code, member(session, code, world.membership_ids[Role.DRAFTER]), part
        )


def test_A9_a_demotion_is_told_within_two_seconds(
    shared_server: Server, drafter: SocketClient
) -> None:
    world = shared_server.world

    def trial() -> float:
        drafter.events.clear()
        give(world, MembershipInput(Role.DRAFTER, working_group_ids=world.group_ids[:1]))
        assert drafter.join()["may_write"]
        give(
            world, MembershipInput(Role.CHAIR)
        )  # as chair of no group one reads every chapter and writes in none
        began = time.monotonic()
        assert _noticed(drafter, "rights")["may_write"] is False
        return time.monotonic() - began

    prompt(trial, NOTICE)


def test_A12_whoever_signed_out_is_told_and_cut_off_within_two_seconds(
    shared_server: Server,
) -> None:
    """Even if the browser does not hang up by itself."""

    def trial() -> float:
        socket = RawSocket(shared_server, token := shared_server.world.token(Role.DRAFTER))
        socket.join(shared_server.world.draft_ids[0])
        with shared_server.world.database.transaction() as session:
            end_sign_in(session, identity_of_token(session, token))
        began = time.monotonic()
        heard = socket.all_until_closed()
        assert any(b'"left"' in one and b"signed_out" in one for one in heard)
        socket.close()
        return time.monotonic() - began

    prompt(trial, NOTICE)


def test_A9_nothing_is_taken_from_the_commit_of_a_demotion_on(
    shared_server: Server, drafter: SocketClient
) -> None:
    world = shared_server.world
    give(world, MembershipInput(Role.CHAIR))
    assert drafter.send(drafter.type("Too late."))["error"] == "not_permitted"
    assert _stored(shared_server) == TEXT
    assert _noticed(drafter, "rights")["may_write"] is False


def test_A10_somebody_removed_hears_nothing_more(
    shared_server: Server, drafter: SocketClient
) -> None:
    world = shared_server.world
    chair = SocketClient(shared_server, world.token(Role.CHAIR), world.draft_ids[0])
    chair.connect()
    chair.join()
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        remove_member(
            session, OPERATOR, code, member(session, code, world.membership_ids[Role.DRAFTER])
        )
    assert chair.send(chair.type("A canary."))["ok"]
    assert _noticed(drafter, "left")["error"] == "not_found"
    wait_until(lambda: not drafter.io.connected)
    assert chair.send(chair.type("Another canary."))["ok"]
    chair.close()
    assert "canary" not in drafter.text


def test_A12_signing_out_closes_the_sockets_of_that_browser_only(
    shared_server: Server, drafter: SocketClient
) -> None:
    chair = SocketClient(
        shared_server, shared_server.world.token(Role.CHAIR), shared_server.world.draft_ids[0]
    )
    chair.connect()
    chair.join()
    with shared_server.world.database.transaction() as session:
        end_sign_in(session, identity_of_token(session, drafter.token))
    assert _noticed(drafter, "left")["error"] == "signed_out"
    assert drafter.io.connected is False or wait_until(lambda: not drafter.io.connected)
    assert chair.send(chair.type("Still here."))["ok"]
    chair.close()


def test_A12_a_disabled_account_is_out(shared_server: Server, drafter: SocketClient) -> None:
    with shared_server.world.database.transaction() as session:
        account = session.get_one(Account, shared_server.world.account_ids[Role.DRAFTER])
        disable_account(session, OPERATOR, account=account)
    assert drafter.send(drafter.type("Too late."))["ok"] is False
    assert _stored(shared_server) == TEXT


def test_A92_what_another_process_imports_reaches_those_who_are_typing(
    shared_server: Server, drafter: SocketClient
) -> None:
    draft_id = shared_server.world.draft_ids[0]
    with shared_server.world.database.reading() as session:
        update = forward_edit(session, draft_id, TEXT.replace("first", "very first"))
    assert drafter.send(drafter.type("Typed meanwhile."))["ok"]
    with shared_server.world.database.transaction() as session:
        assert update is not None
        record_forward_edit(session, OPERATOR, draft_id=draft_id, update=update)
    expected = TEXT.replace("first", "very first") + "Typed meanwhile."
    wait_until(lambda: drafter.text == expected)
    assert _stored(shared_server) == expected
