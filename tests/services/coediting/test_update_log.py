"""The log: gap-free, in order, and never silently wrong."""

import pytest

from drafting.crdt.shared_text import SharedText, birth
from drafting.domain.roles import Role
from drafting.domain.words.text_diff import TextEdit
from drafting.errors import ConflictError
from drafting.services.coediting.queries import draft_text, head_seqs
from drafting.services.coediting.update_log import (
    CommittedUpdate,
    LogDamagedError,
    LogRow,
    append_rows,
    rows_after,
)
from tests.support.people import TEXT, World


@pytest.fixture
def draft(world: World) -> int:
    """A draft with five updates more: a flush of three, then two of one."""
    draft, replica = world.draft_ids[0], SharedText()
    rows = [
        LogRow(world.account_ids[Role.DRAFTER], replica.edit([TextEdit(0, 0, word)]))
        for word in "abcde"
    ]
    with world.database.transaction() as session:
        append_rows(session.connection(), draft, 1, rows[:3])
        append_rows(session.connection(), draft, 4, rows[3:4])
        append_rows(session.connection(), draft, 5, rows[4:])
    return draft


def read(world: World, draft: int, seq: int = 0) -> list[CommittedUpdate]:
    with world.database.reading() as session:
        return rows_after(session.connection(), draft, seq)


def tamper(world: World, statement: str, *parameters: object) -> None:
    with world.database.transaction() as session:
        session.connection().exec_driver_sql(statement, parameters)


def test_rows_come_back_in_order_with_who_and_when(world: World, draft: int) -> None:
    rows = read(world, draft)
    assert [row.seq for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row.account_id for row in rows] == [None] + [world.account_ids[Role.DRAFTER]] * 5
    assert all(row.at > 1_700_000_000_000 for row in rows)


@pytest.mark.parametrize(("seq", "left"), [(1, 5), (4, 2), (5, 1), (6, 0), (99, 0)])
def test_reading_past_a_flush_gives_the_rest(world: World, draft: int, seq: int, left: int) -> None:
    assert len(read(world, draft, seq)) == left


def test_the_head_is_the_last_seq(world: World, draft: int) -> None:
    with world.database.reading() as session:
        assert head_seqs(session, [draft, 9_999]) == {draft: 6}


@pytest.mark.parametrize("seq", range(1, 7))
def test_F7_a_flipped_bit_is_found_and_named(world: World, draft: int, seq: int) -> None:
    payload = bytearray(read(world, draft)[seq - 1].payload)
    payload[-1] ^= 1
    tamper(
        world,
        "UPDATE draft_update SET payload = ? WHERE working_draft_id = ? AND seq = ?",
        bytes(payload),
        draft,
        seq,
    )
    with pytest.raises(LogDamagedError) as caught:
        read(world, draft)
    assert caught.value.facts["draft_id"] == draft
    assert seq <= int(str(caught.value.facts["seq"])) <= max(seq, 4)


@pytest.mark.parametrize("seq", range(1, 6))
def test_F7_a_missing_row_is_found(world: World, draft: int, seq: int) -> None:
    tamper(world, "DELETE FROM draft_update WHERE working_draft_id = ? AND seq = ?", draft, seq)
    with pytest.raises(LogDamagedError):
        read(world, draft)


def test_F7_a_missing_last_row_is_found(world: World, draft: int) -> None:
    tamper(world, "DELETE FROM draft_update WHERE working_draft_id = ? AND seq = ?", draft, 6)
    with pytest.raises(LogDamagedError):
        read(world, draft)


@pytest.mark.parametrize("seq", [4, 5, 6])
def test_F7_a_lost_checksum_is_found(world: World, draft: int, seq: int) -> None:
    tamper(
        world,
        "UPDATE draft_update SET checksum = NULL WHERE working_draft_id = ? AND seq = ?",
        draft,
        seq,
    )
    with pytest.raises(LogDamagedError):
        read(world, draft)


def test_F7_rows_that_changed_places_are_found(world: World, draft: int) -> None:
    for old, new in ((5, 50), (6, 5), (50, 6)):
        tamper(
            world,
            "UPDATE draft_update SET seq = ? WHERE working_draft_id = ? AND seq = ?",
            new,
            draft,
            old,
        )
    with pytest.raises(LogDamagedError):
        read(world, draft)


def test_F7_other_drafts_stay_readable(world: World, draft: int) -> None:
    tamper(world, "DELETE FROM draft_update WHERE working_draft_id = ? AND seq = 2", draft)
    with world.database.reading() as session:
        assert draft_text(session, world.draft_ids[1]) == TEXT


def test_the_same_seq_cannot_be_committed_twice(world: World, draft: int) -> None:
    with pytest.raises(ConflictError), world.database.transaction() as session:
        append_rows(session.connection(), draft, 5, [LogRow(None, birth("x"))])
    assert len(read(world, draft)) == 6
