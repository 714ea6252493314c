"""Reading on in the trail: each event once, though a lower number may be committed later."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from drafting import clock
from drafting.domain.events.comments import CommentAdded
from drafting.domain.events.people import SignedIn
from drafting.services.comments import feed_reader as trail
from drafting.services.comments.feed import COMMITTING, RoundEvent, ThreadEvent
from drafting.services.comments.feed_reader import TrailReader
from drafting.storage.models import ActivityEntry
from tests.support.people import World


def write(world: World, *numbers: int) -> None:
    """Entries of these numbers, as other processes commit them."""
    with world.database.transaction() as session:
        for number in numbers:
            event = CommentAdded(world.code_id, number, number)
            entry = ActivityEntry(
                id=number,
                at=clock.now(),
                code_id=event.code_id,
                kind=event.kind,
                details=event.details(),
            )
            session.add(entry)


def read(world: World, reader: TrailReader) -> list[int]:
    with world.database.reading() as session:
        news: list[ThreadEvent | RoundEvent] = reader.news(session)
    return [one.comment_id for one in news if isinstance(one, CommentAdded)]


@pytest.fixture
def reader(world: World) -> Iterator[TrailReader]:
    reader = TrailReader()
    with world.database.reading() as session:
        reader.begin(session)
    return reader


def test_what_was_there_before_is_not_news(world: World, reader: TrailReader) -> None:
    assert read(world, reader) == []


def test_each_event_is_told_once_and_in_order(world: World, reader: TrailReader) -> None:
    write(world, 1001, 1002)
    assert read(world, reader) == [1001, 1002]
    write(world, 1003)
    assert read(world, reader) == [1003]
    assert read(world, reader) == []


def test_a_lower_number_that_is_committed_later_is_told_too(
    world: World, reader: TrailReader
) -> None:
    write(world, 1002)
    assert read(world, reader) == [1002]
    write(world, 1001)
    assert read(world, reader) == [1001]


def test_old_entries_are_left_behind_for_good(world: World, reader: TrailReader) -> None:
    write(world, 1001, 1002)
    assert read(world, reader) == [1001, 1002]
    with clock.frozen_at(clock.now() + COMMITTING + timedelta(seconds=1)):
        assert read(world, reader) == []
        assert (reader.floor, reader.told) == (1002, set())
        write(world, 1003)
        assert read(world, reader) == [1003]


def test_more_than_is_read_at_once_is_read_at_the_next_look(
    world: World, reader: TrailReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.frozen_at(clock.now() + COMMITTING + timedelta(seconds=1)):
        read(world, reader)  # the world's own entries are old by now
    monkeypatch.setattr(trail, "MOST_AT_ONCE", 2)
    with clock.frozen_at(clock.now() - COMMITTING - timedelta(seconds=1)):
        write(world, 1001, 1002, 1003)
    assert read(world, reader) == [1001, 1002]
    assert read(world, reader) == [1003]


def test_what_nobody_is_rung_for_is_passed_over(world: World, reader: TrailReader) -> None:
    with world.database.transaction() as session:
        event = SignedIn(code_id=None, account_id=1, by="password")
        session.add(
            ActivityEntry(
                id=1001, at=clock.now(), code_id=None, kind=event.kind, details=event.details()
            )
        )
    with world.database.reading() as session:
        assert reader.news(session) == []
