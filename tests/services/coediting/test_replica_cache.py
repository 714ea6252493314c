"""The replicas of a process: held while needed, dropped afterwards, caught up from the log."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from drafting.domain.roles import Role
from drafting.services.codes.errors import DraftNotFoundError
from drafting.services.coediting.replica_cache import CachedReplica, ReplicaCache
from drafting.services.coediting.update_log import LogDamagedError, LogRow, append_rows
from tests.services.coediting.typists import Typist
from tests.support.people import TEXT, World


@contextmanager
def holding(drafts: ReplicaCache, draft_id: int) -> Iterator[CachedReplica]:
    cached = drafts.acquire(draft_id)
    try:
        yield cached
    finally:
        drafts.release(cached)


@pytest.fixture
def drafts(world: World) -> ReplicaCache:
    return ReplicaCache(world.database)


def commit(typist: Typist, head: int, *updates: bytes) -> None:
    """What another process commits: this one's replicas hear nothing of it."""
    with typist.world.database.transaction() as session:
        rows = [LogRow(typist.sender.account_id, update) for update in updates]
        append_rows(session.connection(), typist.draft_id, head, rows)


def test_a_held_replica_is_the_committed_text(drafts: ReplicaCache, world: World) -> None:
    with holding(drafts, world.draft_ids[0]) as cached:
        assert (cached.shared.text, cached.seq, len(cached.lineage_id)) == (TEXT, 1, 36)


def test_all_who_hold_a_draft_share_one_replica_until_the_last_lets_go(
    drafts: ReplicaCache, world: World
) -> None:
    first, second = drafts.acquire(world.draft_ids[0]), drafts.acquire(world.draft_ids[0])
    assert first is second
    drafts.release(first)
    assert drafts.in_use() == [second]
    drafts.release(second)
    assert drafts.in_use() == []


def test_a_replica_is_let_go_when_the_work_fails(drafts: ReplicaCache, world: World) -> None:
    def fail() -> None:
        with holding(drafts, world.draft_ids[0]):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert drafts.in_use() == []


def test_a_draft_that_does_not_exist_cannot_be_held(drafts: ReplicaCache) -> None:
    with pytest.raises(DraftNotFoundError):
        drafts.acquire(9_999)
    assert drafts.in_use() == []


def test_catching_up_applies_what_others_committed_once(drafts: ReplicaCache, world: World) -> None:
    other = Typist(world)
    with holding(drafts, world.draft_ids[0]) as cached:
        commit(other, 1, other.type("One. "), other.type("Two. "))
        assert [update.seq for update in drafts.catch_up(cached)] == [2, 3]
        assert cached.shared.text == other.replica.text == "Two. One. " + TEXT
        assert drafts.catch_up(cached) == []
        assert cached.seq == 3


def test_a_dropped_replica_is_loaded_anew_by_the_next(drafts: ReplicaCache, world: World) -> None:
    old = drafts.acquire(world.draft_ids[0])
    drafts.invalidate(old)
    new = drafts.acquire(world.draft_ids[0])
    drafts.release(old)
    assert drafts.in_use() == [new]
    assert new is not old


def test_F7_a_damaged_draft_is_not_opened_and_others_are(
    drafts: ReplicaCache, world: World
) -> None:
    with world.database.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE draft_update SET payload = x'00' WHERE working_draft_id = 1"
        )
    with pytest.raises(LogDamagedError):
        drafts.acquire(world.draft_ids[0])
    with holding(drafts, world.draft_ids[1]) as cached:
        assert cached.shared.text == TEXT


def test_F7_a_replica_that_meets_a_damaged_row_is_let_go(
    drafts: ReplicaCache, world: World
) -> None:
    with holding(drafts, world.draft_ids[0]) as cached:
        commit(Typist(world), 1, b"\xff\xff")
        with pytest.raises(LogDamagedError):
            drafts.catch_up(cached)
        assert cached.is_invalid
        assert drafts.in_use() == []
        assert cached.shared.text == TEXT


def test_a_client_id_belongs_to_whoever_used_it_first(drafts: ReplicaCache, world: World) -> None:
    typist = Typist(world)
    commit(typist, 1, typist.type("Mine. "))
    with holding(drafts, world.draft_ids[0]) as cached:
        assert sorted(cached.owners.values(), key=str) == [typist.sender.account_id, None]
    assert typist.sender.account_id == world.account_ids[Role.DRAFTER]
