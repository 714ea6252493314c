"""Typed dates and times: what is taken, and which instant is meant."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from drafting.errors import InvalidInputError
from drafting.services.errors import (
    FieldMissingError,
    InstantInvalidError,
    InstantSkippedError,
    InstantTwiceError,
)
from drafting.web.instants import form_instant, format_datetime_local


def read(app: Flask, typed: str) -> datetime:
    with app.test_request_context(method="POST", data={"at": typed}):
        return form_instant("at")


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("2026-01-15T12:00", datetime(2026, 1, 15, 11, tzinfo=UTC)),
        (" 2026-07-15 12:00 ", datetime(2026, 7, 15, 10, tzinfo=UTC)),
        ("2026-07-15T12:00:59", datetime(2026, 7, 15, 10, 0, 59, tzinfo=UTC)),
        ("2024-02-29T00:00", datetime(2024, 2, 28, 23, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_in_the_zone_of_the_platform(
    app: Flask, typed: str, instant: datetime
) -> None:
    assert read(app, typed) == instant


@pytest.mark.parametrize(
    "typed",
    [
        "tomorrow",
        "2026-02-29T10:00",
        "2026-13-01T10:00",
        "2026-01-01T24:00",
        "2026-01-01",
        "2026-01-01T10:00Z",
        "2026-01-01T10:00+02:00",
        "0001-01-01T00:00",
        "0000-01-01T00:00",
        "26-01-01T10:00",
        "2026-01-01T10:00; DROP",
        "2026-01-01T10:00\0",
    ],
)
def test_what_is_no_time_is_refused(app: Flask, typed: str) -> None:
    with pytest.raises(InstantInvalidError) as caught:
        read(app, typed)
    assert caught.value.field == "at"


@pytest.mark.parametrize("typed", ["", "   "])
def test_an_empty_field_is_missing(app: Flask, typed: str) -> None:
    with pytest.raises(FieldMissingError):
        read(app, typed)


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar_do_no_harm(app: Flask, year: int) -> None:
    try:
        assert read(app, f"{year:04}-12-31T23:59").year in {year, year + 1}
    except InvalidInputError as error:
        assert isinstance(error, InstantInvalidError)  # noqa: PT017 - either is right


def test_a_field_shows_what_would_be_typed_for_it(app: Flask) -> None:
    moment = datetime(2026, 7, 1, 16, 5, tzinfo=UTC)
    with app.test_request_context():
        shown = format_datetime_local(moment)
    assert (shown, read(app, shown)) == ("2026-07-01T18:05", moment)


def test_an_hour_that_the_clocks_leave_out_is_refused_with_those_around_it(app: Flask) -> None:
    with pytest.raises(InstantSkippedError) as caught:
        read(app, "2027-03-28T02:30")
    assert caught.value.facts == {
        "field": "at", "typed": "02:30", "last": "01:59", "next": "03:00"
    }  # fmt: skip


def test_of_an_hour_that_comes_twice_it_is_asked_which(app: Flask) -> None:
    with pytest.raises(InstantTwiceError) as caught:
        read(app, "2026-10-25T02:30")
    assert (caught.value.facts["first"], caught.value.facts["second"]) == ("UTC+02:00", "UTC+01:00")
    for which, hour in (("first", 0), ("second", 1)):
        given = {"at": "2026-10-25T02:30", "at_which": which}
        with app.test_request_context(method="POST", data=given):
            assert form_instant("at") == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
