"""The one clock is in UTC, and says so."""

from datetime import UTC, timedelta

from drafting import clock


def test_now_is_an_aware_instant_in_utc_and_never_goes_back() -> None:
    first, second = clock.now(), clock.now()
    assert first.tzinfo is UTC
    assert timedelta(0) <= second - first < timedelta(minutes=1)
