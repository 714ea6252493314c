"""The pause between flushes: none after a rest, in proportion to what a flush costs, and never
felt.
"""

from drafting.services.coediting.flush_pacing import (
    LONGEST_PAUSE,
    PAUSE_FOR_TIME,
    PAUSE_FOR_WORK,
    Rhythm,
)


def test_the_first_flush_and_one_after_a_rest_leave_at_once() -> None:
    rhythm = Rhythm()
    assert rhythm.wait(100.0) == 0
    rhythm.flushed(work=0.002, took=0.002, now=100.002)
    assert rhythm.wait(101.0) == 0


def test_the_next_one_waits_in_proportion_to_the_work_of_flushes_or_to_the_time_of_a_slow_disk() -> (
    None
):
    busy, slow = Rhythm(), Rhythm()
    for _ in range(200):
        busy.flushed(work=0.003, took=0.004, now=100.0)
        slow.flushed(work=0.001, took=0.020, now=100.0)
    assert abs(busy.wait(100.0) - PAUSE_FOR_WORK * 0.003) < 0.0005
    assert abs(slow.wait(100.0) - PAUSE_FOR_TIME * 0.020) < 0.0005


def test_however_dear_a_flush_is_nobody_waits_longer_than_the_eye_sees() -> None:
    rhythm = Rhythm()
    for _ in range(50):
        rhythm.flushed(work=1.0, took=3.0, now=3.0)
    assert abs(rhythm.wait(3.0) - LONGEST_PAUSE) < 1e-9
