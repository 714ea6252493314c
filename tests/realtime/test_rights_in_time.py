"""Between the commit of a change of rights and the poll that notices it, nothing is sent to
sockets whose rights ended.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from drafting.crdt.shared_text import SharedText
from drafting.domain.roles import Role
from drafting.domain.words.text_diff import TextEdit
from drafting.policy.identity import OPERATOR
from drafting.realtime import commit_and_rights_poller as poller
from drafting.realtime.drafts import sockets
from drafting.realtime.drafts.connections import ALARM_AFTER, Connection
from drafting.realtime.drafts.joining import rights_in
from drafting.realtime.drafts.messages import Join
from drafting.services.codes.queries import code_by_slug
from drafting.services.coediting.records import no_failpoint
from drafting.services.coediting.replica_cache import CachedReplica
from drafting.services.coediting.update_log import CommittedUpdate
from drafting.services.drafts.importing import record_forward_edit
from drafting.services.people.members import MembershipInput, change_member, member, remove_member
from tests.realtime.process import PATIENCE, Line, Process
from tests.support.people import World

NOTHING = b"\0"
Loss = Callable[[World], None]


def removed(world: World) -> None:
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        remove_member(
            session, OPERATOR, code, member(session, code, world.membership_ids[Role.DRAFTER])
        )


def demoted(world: World) -> None:
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        change_member(
            session,
            OPERATOR,
            code,
            member(session, code, world.membership_ids[Role.DRAFTER]),
            MembershipInput(Role.CHAIR),
        )


class Here:
    """A process, and people in it whose grants can be read."""

    def __init__(self, app: Flask, world: World) -> None:
        self.world, self.process = world, Process(app, world, no_failpoint)

    def connection(self, role: Role) -> Connection:
        connection = Connection(role.value, self.world.identity(role), Line())
        self.process.enter(connection)
        return connection

    def ask(self, connection: Connection) -> dict[str, Any]:
        return self.process.namespace.enter(
            connection, Join(self.world.draft_ids[0], None, NOTHING, 7)
        )

    def join(self, role: Role) -> Connection:
        connection = self.connection(role)
        assert self.ask(connection)["ok"]
        return connection

    def type(self, connection: Connection, words: str) -> None:
        joined = connection.joined
        assert joined
        replica = SharedText([joined.cached.shared.update_since(NOTHING)])
        update = replica.edit([TextEdit(0, 0, words)])
        result = self.process.take(
            connection, joined.cached.draft_id, joined.cached.lineage_id, update
        ).get(timeout=PATIENCE)
        assert isinstance(result, CommittedUpdate)


@pytest.fixture
def here(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> Here:
    # there is no WebSocket to be closed
    monkeypatch.setattr(sockets, "disconnect_socket", lambda *given: None)
    return Here(app, world)


def events(connection: Connection) -> list[str]:
    line = connection.outbox
    assert isinstance(line, Line)
    heads = [str(said._parts[0]) for said in line.said]
    return [json.loads(head[head.index("[") :])[0] for head in heads]


def test_A10_a_canary_typed_right_after_the_commit_is_not_said_to_whoever_was_removed(
    app: Flask, here: Here, world: World
) -> None:
    with app.test_request_context():
        chair, drafter = here.join(Role.CHAIR), here.join(Role.DRAFTER)
        here.type(chair, "Before. ")
        removed(world)
        here.type(chair, "A canary. ")
    assert events(drafter) == ["update", "left"]
    assert drafter.joined is None


def test_A10_nor_is_what_another_process_committed(app: Flask, here: Here, world: World) -> None:
    with app.test_request_context():
        drafter = here.join(Role.DRAFTER)
        here.process.poller.poll()
        removed(world)
        replica = SharedText(
            [drafter.joined.cached.shared.update_since(NOTHING)] if drafter.joined else []
        )
        with world.database.transaction() as session:
            update = replica.edit([TextEdit(0, 0, "A canary. ")])
            record_forward_edit(session, OPERATOR, draft_id=world.draft_ids[0], update=update)
        here.process.poller.notify({world.draft_ids[0]: 2}, is_other=False)
        here.process.poller.poll_new_heads()
    assert events(drafter) == ["left"]


@pytest.mark.parametrize("loss", [removed, demoted])
def test_a_right_that_goes_while_the_draft_is_being_loaded_is_not_there_afterwards(
    app: Flask, here: Here, world: World, loss: Loss, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafter, hold = here.connection(Role.DRAFTER), here.process.context.replica_cache.acquire

    def slowly(draft_id: int) -> CachedReplica:
        monkeypatch.undo()
        loss(world)
        here.process.poller.poll()
        return hold(draft_id)

    monkeypatch.setattr(here.process.context.replica_cache, "acquire", slowly)
    with app.test_request_context():
        answer = here.ask(drafter)
    assert (answer.get("error"), answer.get("may_write")) == (
        ("not_found", None) if loss is removed else (None, False)
    )
    assert (drafter.joined is None) == (loss is removed)


def test_somebody_whose_rights_cannot_be_read_is_let_go_and_the_others_are_looked_at(
    app: Flask, here: Here, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.test_request_context():
        chair, drafter = here.join(Role.CHAIR), here.join(Role.DRAFTER)
        removed(world)

        def broken(database: Any, sign_in_id: int, draft_id: int) -> Any:
            if sign_in_id == chair.identity.sign_in_id:
                raise OSError
            return rights_in(database, sign_in_id, draft_id)

        monkeypatch.setattr(poller, "rights_in", broken)
        here.process.poller.poll()
    assert chair.joined is None
    assert events(drafter) == ["left"]


def test_where_the_rights_epoch_cannot_be_read_everybody_is_looked_at_and_nobody_else_misses_a_word(
    app: Flask, here: Here, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.test_request_context():
        chair, drafter = here.join(Role.CHAIR), here.join(Role.DRAFTER)
        removed(world)

        def broken(session: Any) -> int:
            raise OSError

        monkeypatch.setattr(poller, "rights_epoch", broken)
        replica = SharedText(
            [chair.joined.cached.shared.update_since(NOTHING)] if chair.joined else []
        )
        with world.database.transaction() as session:
            update = replica.edit([TextEdit(0, 0, "A canary. ")])
            record_forward_edit(session, OPERATOR, draft_id=world.draft_ids[0], update=update)
        here.process.poller.notify({world.draft_ids[0]: 2}, is_other=False)
        here.process.poller.poll_new_heads()
    assert (events(chair), events(drafter)) == (["update"], ["left"])


def test_an_older_store_put_in_its_place_is_looked_at_too(
    app: Flask, here: Here, world: World
) -> None:
    with app.test_request_context():
        drafter = here.join(Role.DRAFTER)
        here.process.poller.review_up_to(1_000_000)
        assert here.ask(here.connection(Role.CHAIR))["error"] == "not_saved_yet"
        removed(world)
        here.process.poller.poll()
        here.join(Role.CHAIR)
    assert events(drafter) == ["left"]


def test_A26_an_operator_hears_of_what_could_not_be_saved_for_a_minute(
    here: Here, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    drafter, now = here.join(Role.DRAFTER), [1000.0]
    monkeypatch.setattr("drafting.realtime.drafts.connections.time.monotonic", lambda: now[0])
    drafter.note_missing_predecessor(1)
    now[0] += ALARM_AFTER
    drafter.note_missing_predecessor(1)
    assert caplog.messages == []
    now[0] += 1
    drafter.note_missing_predecessor(1)
    assert f"account {world.account_ids[Role.DRAFTER]} sent to draft 1" in caplog.text
