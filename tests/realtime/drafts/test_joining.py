"""Joining a draft: a replica is held by those who are in, and by nobody whose join came to
nothing.
"""

import pytest
from flask import Flask

from drafting.domain.roles import Role
from drafting.errors import StoreBusyError
from drafting.realtime.drafts.connections import Connection
from drafting.realtime.drafts.joining import join_draft
from drafting.realtime.drafts.messages import Join
from drafting.realtime.transport.outboxes import EncodedEvent
from drafting.request.app_context import AppContext, app_context
from drafting.services.coediting.replica_cache import CachedReplica
from tests.services.coediting.test_replica_cache import commit
from tests.services.coediting.typists import Typist
from tests.support.people import World


class NoOutlet:
    """Nobody is told anything here."""

    backlog = 0

    def send(self, said: EncodedEvent) -> bool:
        raise AssertionError(said)


@pytest.fixture
def here(app: Flask, world: World) -> AppContext:
    """The parts of a process in which another socket is in the draft already."""
    here = app_context(app)
    here.replica_cache.acquire(world.draft_ids[0])
    return here


def joined(here: AppContext, world: World, **more: object) -> dict[str, object]:
    join = Join(
        **{
            "draft_id": world.draft_ids[0],
            "lineage": None,
            "state_vector": b"\0",
            "client_id": 7,
            **more,
        }
    )  # type: ignore[arg-type]
    connection = Connection("sid", world.identity(Role.CHAIR), NoOutlet())
    return join_draft(here, connection, join, lambda cached, updates: None)


def holders(here: AppContext) -> list[int]:
    return [cached.references for cached in here.replica_cache.in_use()]


def test_whoever_is_in_holds_the_replica(here: AppContext, world: World) -> None:
    assert joined(here, world)["ok"]
    assert holders(here) == [2]


@pytest.mark.parametrize(
    ("more", "error"),
    [({"lineage": "another"}, "lineage"), ({"state_vector": b"\xff"}, "malformed")],
)
def test_whoever_is_refused_does_not(
    here: AppContext, world: World, more: dict[str, object], error: str
) -> None:
    assert joined(here, world, **more)["error"] == error
    assert holders(here) == [1]


def test_nor_whoever_comes_while_the_store_does_not_answer(
    here: AppContext, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Typist(world)
    commit(other, 1, other.type("From another process. "))

    def busy(cached: CachedReplica) -> None:
        raise StoreBusyError

    monkeypatch.setattr(here.replica_cache, "catch_up", busy)
    with pytest.raises(StoreBusyError):
        joined(here, world)
    assert holders(here) == [1]
