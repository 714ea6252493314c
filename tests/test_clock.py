"""The clock: the present, unless a history is being loaded."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from drafting import clock

THEN = datetime(2024, 2, 29, 12, tzinfo=UTC)


def test_now_is_an_aware_instant_of_the_present() -> None:
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().utcoffset() == timedelta(0)


def test_inside_the_block_it_is_the_given_moment_and_afterwards_the_present() -> None:
    with clock.frozen_at(THEN):
        assert clock.now() == THEN
        assert clock.now() == THEN
    assert clock.now() > THEN + timedelta(days=300)


def test_moments_within_moments_are_left_one_by_one() -> None:
    with clock.frozen_at(THEN):
        with clock.frozen_at(THEN - timedelta(days=1)):
            assert clock.now() == THEN - timedelta(days=1)
        assert clock.now() == THEN


def test_a_failure_inside_ends_the_replay_too() -> None:
    with pytest.raises(LookupError), clock.frozen_at(THEN):
        raise LookupError
    assert clock.now() > THEN


def test_others_who_work_meanwhile_live_in_the_present() -> None:
    with clock.frozen_at(THEN), ThreadPoolExecutor(1) as other:
        assert other.submit(clock.now).result() > THEN + timedelta(days=300)
