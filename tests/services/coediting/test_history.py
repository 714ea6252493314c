"""Who wrote which run of the present text, and the text at earlier moments: the same before and
after checkpoints.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from drafting import clock
from drafting.crdt.authorship import Run
from drafting.domain.roles import Role
from drafting.services.coediting.checkpoints import make_checkpoint
from drafting.services.coediting.history import authorship, moments_of, text_at
from drafting.services.coediting.queries import head_seqs
from drafting.services.coediting.update_log import LogRow, append_rows
from tests.services.coediting.typists import Typist
from tests.support.people import TEXT, World

BEGAN = datetime(2026, 11, 2, 9, tzinfo=UTC)


class Desk:
    """Chair and drafter at one draft, a minute between two updates."""

    def __init__(self, world: World) -> None:
        self.world, self.draft_id, self.texts = world, world.draft_ids[0], {1: TEXT}
        self.chair, self.drafter = Typist(world, Role.CHAIR), Typist(world)

    def commit(self, typist: Typist, update: bytes) -> None:
        with self.world.database.transaction() as session:
            head = head_seqs(session, [self.draft_id])[self.draft_id]
            with clock.frozen_at(BEGAN + timedelta(minutes=head)):
                append_rows(
                    session.connection(),
                    self.draft_id,
                    head,
                    [LogRow(typist.sender.account_id, update)],
                )
        for other in (self.chair, self.drafter):
            if other is not typist:
                other.replica.apply(update)
        self.texts[head + 1] = typist.replica.text

    def runs(self) -> list[tuple[str, int | None]]:
        with self.world.database.reading() as session:
            text, runs = authorship(session, self.draft_id)
        assert text == self.chair.replica.text
        return [(text[run.start : run.end], run.owner) for run in runs]

    def seen(self) -> dict[int, str]:
        with self.world.database.reading() as session:
            return {
                one.seq: text_at(session, self.draft_id, one.seq)
                for one in moments_of(session, self.draft_id)
            }


@pytest.fixture
def desk(world: World) -> Desk:
    desk = Desk(world)
    desk.commit(desk.drafter, desk.drafter.type("Ours: 😀é "))
    desk.commit(desk.chair, desk.chair.type("new ", at=6))
    desk.commit(desk.drafter, desk.drafter.delete(0, 2))
    desk.commit(desk.chair, desk.chair.delete(14, 20))
    return desk


def times(desk: Desk) -> Iterator[Desk]:
    """As typed, then after each of three checkpoints with more typed in between."""
    yield desk
    for word in "xyz":
        make_checkpoint(desk.world.database, {"draft_id": desk.draft_id})
        yield desk
        desk.commit(desk.chair, desk.chair.type(word, at=desk.chair.replica.text.index("new")))


def test_each_run_is_its_authors_before_and_after_checkpoints(desk: Desk) -> None:
    chair, drafter = desk.chair.sender.account_id, desk.drafter.sender.account_id
    for typed, _ in zip(("", "", "x", "xy"), times(desk), strict=True):
        assert desk.runs()[:4] == [
            ("rs: ", drafter),
            (f"{typed}new ", chair),
            ("😀é ", drafter),
            (desk.texts[5][11:], None),
        ]


def test_every_moment_can_be_seen_before_and_after_checkpoints(desk: Desk) -> None:
    for _ in times(desk):
        assert desk.seen() == desk.texts
    assert desk.texts[2] == "Ours: 😀é " + TEXT


def test_moments_are_told_with_their_instant(desk: Desk) -> None:
    with desk.world.database.reading() as session:
        last = moments_of(session, desk.draft_id)[-1]
    assert (last.seq, last.at) == (5, int((BEGAN + timedelta(minutes=4)).timestamp() * 1000))


def test_an_untouched_text_is_all_the_operators(world: World) -> None:
    with world.database.reading() as session:
        assert authorship(session, world.draft_ids[1]) == (TEXT, [Run(0, len(TEXT), None)])
