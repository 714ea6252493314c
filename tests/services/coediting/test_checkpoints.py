"""Checkpoints: a log made short says the same, and nothing goes before what stands for it is
there and tried.
"""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from drafting import clock
from drafting.crdt.history import EditHistory
from drafting.crdt.shared_text import SharedText
from drafting.services.coediting import checkpoints
from drafting.services.coediting.checkpoint_store import newest_history
from drafting.services.coediting.checkpoints import enqueue_checkpoints, make_checkpoint
from drafting.services.coediting.committer import Committer
from drafting.services.coediting.queries import head_seqs
from drafting.services.coediting.replica_cache import ReplicaCache
from drafting.services.coediting.replicas import Replica, load_replica
from drafting.services.coediting.update_log import (
    CommittedUpdate,
    LogDamagedError,
    LogRow,
    append_rows,
)
from drafting.services.drafts.freezing import catch_up, freeze
from drafting.services.operations.job_registry import run_all_jobs
from drafting.storage.models import DraftCheckpoint, DraftUpdate, Job
from tests.services.acting import look
from tests.services.coediting.typists import Typist
from tests.support.people import TEXT, World


class Draft:
    """One draft, its typist, and a worker that makes checkpoints when told to."""

    def __init__(self, world: World) -> None:
        self.world, self.typist = world, Typist(world)
        self.id = self.typist.draft_id

    def grow(self, *words: str) -> None:
        """A flush of updates, each word at the front; every second is taken back at once."""
        with self.world.database.transaction() as session:
            head = head_seqs(session, [self.id])[self.id]
            rows = []
            for number, word in enumerate(words):
                rows.append(self.typist.type(word))
                rows += [self.typist.delete(0, 1)] if number % 2 else []
            append_rows(
                session.connection(),
                self.id,
                head,
                [LogRow(self.typist.sender.account_id, row) for row in rows],
            )

    def condense(self) -> None:
        make_checkpoint(self.world.database, {"draft_id": self.id})

    def opened(self) -> Replica:
        with self.world.database.reading() as session:
            return load_replica(session.connection(), self.id)

    def history(self) -> EditHistory:
        with self.world.database.reading() as session:
            return newest_history(session.connection(), self.id)

    def seqs(self, table: type[DraftUpdate] | type[DraftCheckpoint] = DraftUpdate) -> list[int]:
        with self.world.database.reading() as session:
            return list(
                session.scalars(
                    select(table.seq).where(table.working_draft_id == self.id).order_by(table.seq)
                )
            )

    def rot(self, half: str, seq: int) -> None:
        """Flip one bit in the middle of what is stored."""
        with self.world.database.transaction() as session:
            checkpoint = session.get_one(DraftCheckpoint, (self.id, seq))
            rotten = bytearray(getattr(checkpoint, half))
            rotten[len(rotten) // 2] ^= 4
            setattr(checkpoint, half, bytes(rotten))


@pytest.fixture
def draft(world: World) -> Draft:
    draft = Draft(world)
    draft.grow(*"abcdefg😀")
    return draft


def test_a_checkpoint_says_what_the_log_said(draft: Draft) -> None:
    before = draft.opened()
    draft.condense()
    after = draft.opened()
    assert (after.seq, after.owners, after.shared.digest()) == (
        before.seq,
        before.owners,
        before.shared.digest(),
    )
    assert after.shared.text == draft.typist.replica.text
    assert draft.history().shared.digest() == before.shared.digest()


def test_rows_go_only_when_a_second_checkpoint_has_followed(draft: Draft) -> None:
    draft.condense()
    assert draft.seqs() == list(range(1, 14))
    draft.grow("h", "i")
    draft.condense()
    assert (draft.seqs(), draft.seqs(DraftCheckpoint)) == ([14, 15, 16], [13, 16])
    draft.grow("j")
    draft.condense()
    assert (draft.seqs(), draft.seqs(DraftCheckpoint)) == ([17], [16, 17])
    assert draft.opened().shared.digest() == draft.typist.replica.digest()


def test_without_news_there_is_nothing_to_do(draft: Draft) -> None:
    draft.condense()
    draft.condense()
    assert draft.seqs(DraftCheckpoint) == [13]


def test_what_is_typed_while_a_checkpoint_is_made_stays_in_the_log(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = checkpoints._built

    def slow(*given: object) -> object:
        new = built(*given)  # type: ignore[arg-type]
        draft.grow("h")
        return new

    draft.condense()
    draft.grow("g")
    monkeypatch.setattr(checkpoints, "_built", slow)
    draft.condense()
    assert (draft.seqs(), draft.seqs(DraftCheckpoint)) == ([14, 15], [13, 14])
    assert draft.opened().shared.digest() == draft.typist.replica.digest()


def test_of_two_workers_at_once_the_second_changes_nothing(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = checkpoints._built

    def slow(*given: object) -> object:
        new = built(*given)  # type: ignore[arg-type]
        monkeypatch.setattr(checkpoints, "_built", built)
        draft.grow("h")
        draft.condense()
        return new

    monkeypatch.setattr(checkpoints, "_built", slow)
    draft.condense()
    assert draft.seqs(DraftCheckpoint) == [14]
    assert draft.opened().shared.digest() == draft.typist.replica.digest()


def test_who_fell_behind_the_kept_rows_takes_the_checkpoint_for_them(draft: Draft) -> None:
    drafts = ReplicaCache(draft.world.database)
    cached = drafts.acquire(draft.id)
    for word in "hij":
        draft.grow(word, word)
        draft.condense()
    assert draft.seqs()[0] > cached.seq + 1
    relayed = drafts.catch_up(cached)
    assert cached.shared.digest() == draft.typist.replica.digest()
    assert [one.seq for one in relayed] == [22]
    assert SharedText(one.payload for one in relayed).text == cached.shared.text


def test_F12_who_was_offline_while_the_log_was_replaced_merges_once_and_loses_nothing(
    draft: Draft,
) -> None:
    offline = Typist(draft.world)
    known = offline.replica.state_vector
    offline.type("Written on the train. ", at=3)
    offline.delete(0, 2)
    for word in ("1", "2", "3"):
        draft.grow(word)
        draft.condense()
    drafts = ReplicaCache(draft.world.database)  # the server, started again
    cached = drafts.acquire(draft.id)
    committer = Committer(draft.world.database, drafts)
    late = offline.replica.update_since(known)
    for _ in range(2):  # and once more, as after an answer that was lost
        assert isinstance(committer.submit(cached, offline.sender, late), CommittedUpdate)
    offline.replica.apply(cached.shared.update_since(offline.replica.state_vector))
    assert offline.replica.text == cached.shared.text == draft.opened().shared.text
    assert cached.shared.text.count("Written on the train. ") == 1
    assert all(cached.shared.text.count(word) == 1 for word in "123")


def test_a_version_being_prepared_lives_through_checkpoints(draft: Draft) -> None:
    frozen = look(draft.world, freeze)
    for word in "hij":
        draft.grow(word)
        draft.condense()
    texts = look(
        draft.world,
        lambda session, code: [one.replica.shared.text for one in catch_up(session, code, frozen)],
    )
    assert texts == [draft.typist.replica.text, TEXT, TEXT]


@pytest.mark.parametrize("half", ["opening", "history"])
def test_F7_a_rotten_checkpoint_loses_nothing_and_is_told_of(
    draft: Draft, half: str, caplog: pytest.LogCaptureFixture
) -> None:
    for word in "hi":
        draft.condense()
        draft.grow(word)
    draft.rot(half, draft.seqs(DraftCheckpoint)[-1])
    assert draft.opened().shared.digest() == draft.typist.replica.digest()
    draft.condense()
    assert "is damaged" in caplog.text
    draft.grow("j")
    draft.condense()
    assert (
        draft.opened().shared.digest()
        == draft.history().shared.digest()
        == draft.typist.replica.digest()
    )


def test_F7_the_first_checkpoint_may_rot_as_well(draft: Draft) -> None:
    draft.condense()
    draft.rot("opening", 13)
    draft.rot("history", 13)
    assert draft.opened().shared.digest() == draft.typist.replica.digest()


def test_F7_when_both_checkpoints_rot_the_draft_is_not_opened_and_nothing_is_overwritten(
    draft: Draft,
) -> None:
    for word in "hi":
        draft.condense()
        draft.grow(word)
    before = (draft.seqs(), draft.seqs(DraftCheckpoint))
    for seq in before[1]:
        draft.rot("opening", seq)
    with pytest.raises(LogDamagedError):
        draft.opened()
    with pytest.raises(LogDamagedError):
        draft.condense()
    assert (draft.seqs(), draft.seqs(DraftCheckpoint)) == before


def test_F7_a_checkpoint_of_another_draft_is_not_taken_for_ones_own(draft: Draft) -> None:
    draft.condense()
    with draft.world.database.transaction() as session:
        session.execute(update(DraftCheckpoint).values(working_draft_id=draft.world.draft_ids[1]))
        session.execute(
            delete(DraftUpdate).where(DraftUpdate.working_draft_id == draft.world.draft_ids[1])
        )
    with draft.world.database.reading() as session, pytest.raises(LogDamagedError):
        load_replica(session.connection(), draft.world.draft_ids[1])


def test_F7_a_rotten_row_that_a_checkpoint_stands_for_is_passed_over(draft: Draft) -> None:
    draft.condense()
    draft.grow("h")
    with draft.world.database.transaction() as session:
        session.execute(update(DraftUpdate).where(DraftUpdate.seq == 3).values(payload=b"\0\0"))
    assert draft.opened().shared.digest() == draft.typist.replica.digest()


def test_F29_a_poisonous_row_makes_no_checkpoint_and_stops_one_draft_only(draft: Draft) -> None:
    poison = b"\x01\x01\x07\x00\x04\x01\x04body\xff\xff\xff\xff\x0f"
    with draft.world.database.transaction() as session:
        append_rows(session.connection(), draft.id, 13, [LogRow(None, poison)])
    with pytest.raises(LogDamagedError):
        draft.condense()
    drafts = ReplicaCache(draft.world.database)
    with pytest.raises(LogDamagedError):
        drafts.acquire(draft.id)
    assert drafts.acquire(draft.world.draft_ids[1]).shared.text == TEXT
    assert draft.seqs(DraftCheckpoint) == []


def test_an_update_that_waits_for_another_is_no_checkpoint(draft: Draft) -> None:
    draft.typist.type("never sent")
    waiting = draft.typist.type("waits")
    with draft.world.database.transaction() as session:
        append_rows(session.connection(), draft.id, 13, [LogRow(None, waiting)])
    with pytest.raises(LogDamagedError):
        draft.condense()
    assert draft.seqs() == list(range(1, 15))


def asked(draft: Draft) -> int:
    enqueue_checkpoints(draft.world.database)
    with draft.world.database.reading() as session:
        return len(list(session.scalars(select(Job).where(Job.kind == "checkpoint"))))


def test_a_long_log_is_asked_for_once_when_nobody_types_any_more(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "ROWS", 13)
    assert asked(draft) == 0
    later = clock.now() + checkpoints.QUIET + timedelta(seconds=1)
    with clock.frozen_at(later):
        assert [asked(draft), asked(draft)] == [1, 1]
    run_all_jobs(draft.world.database)
    assert draft.seqs(DraftCheckpoint) == [13]


def test_a_very_long_log_is_asked_for_while_people_type(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "ROWS", 5)
    monkeypatch.setattr(checkpoints, "MAX_ROWS", 14)
    assert asked(draft) == 0
    draft.grow("h")
    assert asked(draft) == 1
    draft.grow(*"ijklm")
    assert asked(draft) == 1


def test_one_that_fails_is_asked_for_again_when_the_draft_has_grown(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "MAX_ROWS", 13)
    monkeypatch.setattr(checkpoints, "ROWS", 13)
    assert asked(draft) == 1
    with draft.world.database.transaction() as session:
        session.execute(update(Job).values(ended_at=clock.now(), failure="LogDamagedError"))
    assert asked(draft) == 1
    draft.grow(*"abcdefghi")
    assert asked(draft) == 2


def test_the_head_stays_where_it_was(draft: Draft) -> None:
    draft.condense()
    with draft.world.database.reading() as session:
        assert head_seqs(session, [draft.id]) == {draft.id: 13}
