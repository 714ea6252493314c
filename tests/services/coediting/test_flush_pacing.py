"""The pause between flushes: none after a rest, in proportion to what a flush costs, and never
felt.
"""

from drafting.services.coediting.flush_pacing import (
    CPU_DELAY_FACTOR,
    ELAPSED_DELAY_FACTOR,
    MAX_FLUSH_DELAY,
    FlushPacer,
)


def test_the_first_flush_and_one_after_a_rest_leave_at_once() -> None:
    pacer = FlushPacer()
    assert pacer.delay(100.0) == 0
    pacer.record_flush(cpu_seconds=0.002, elapsed=0.002, now=100.002)
    assert pacer.delay(101.0) == 0


def test_the_next_flush_waits_in_proportion_to_the_work_or_to_a_slow_disk() -> None:
    busy, slow = FlushPacer(), FlushPacer()
    for _ in range(200):
        busy.record_flush(cpu_seconds=0.003, elapsed=0.004, now=100.0)
        slow.record_flush(cpu_seconds=0.001, elapsed=0.020, now=100.0)
    assert abs(busy.delay(100.0) - CPU_DELAY_FACTOR * 0.003) < 0.0005
    assert abs(slow.delay(100.0) - ELAPSED_DELAY_FACTOR * 0.020) < 0.0005


def test_however_dear_a_flush_is_nobody_waits_longer_than_the_eye_sees() -> None:
    pacer = FlushPacer()
    for _ in range(50):
        pacer.record_flush(cpu_seconds=1.0, elapsed=3.0, now=3.0)
    assert abs(pacer.delay(3.0) - MAX_FLUSH_DELAY) < 1e-9
