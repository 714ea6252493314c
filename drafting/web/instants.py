"""Dates and times in forms: typed in the platform's time zone, converted to UTC here."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from drafting.request import forms
from drafting.request.app_context import app_context
from drafting.services.errors import (
    FieldMissingError,
    InstantInvalidError,
    InstantSkippedError,
    InstantTwiceError,
    TimeNotChosenError,
)

FORM = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?")
FIRST, SECOND = "first", "second"  # which of two hours of one name


def form_instant(name: str) -> datetime:
    """The moment in a datetime-local field.

    Raises FieldMissingError, InstantInvalidError, InstantSkippedError for an hour that the clocks
    leave out, or InstantTwiceError for one that they show twice, until `name`_which says which
    (PEP 495).
    """
    given = forms.text(name).strip()
    if not given:
        raise FieldMissingError(name)
    found = FORM.fullmatch(given)
    try:
        numbers = [int(part or 0) for part in found.groups()] if found else []
        local = datetime(*numbers, tzinfo=zone())  # type: ignore[arg-type,misc]
        return _the_only_one(name, local)
    except (ValueError, TypeError, OverflowError) as error:
        raise InstantInvalidError(name) from error


def _the_only_one(name: str, local: datetime) -> datetime:
    first, second = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    if first == second:
        return first
    if first > second:  # between the two, the clocks go forward
        last, next_ = _hours_around(second, first)
        raise InstantSkippedError(name, typed=_clock(local), last=last, next=next_)
    which = forms.text(f"{name}_which")
    if which not in {FIRST, SECOND}:
        zones = [f"{one:%z}" for one in (local, local.replace(fold=1))]
        offsets = [f"UTC{one[:3]}:{one[3:]}" for one in zones]
        raise InstantTwiceError(name, _clock(local), *offsets)
    return first if which == FIRST else second


def _hours_around(before: datetime, after: datetime) -> tuple[str, str]:
    """The last minute before the clocks go forward, and the first one after, as they show them;
    the change lies between the two instants.
    """
    offset = before.astimezone(zone()).utcoffset()
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone()).utcoffset() == offset:
            before = middle
        else:
            after = middle
    change = after.astimezone(zone()).replace(second=0, microsecond=0)
    last = (after - timedelta(minutes=1)).astimezone(zone())
    return _clock(last), _clock(change)


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def form_schedule(name: str) -> datetime | None:
    """The moment chosen by "at a set time", None by "at once".

    Raises TimeNotChosenError for a time typed beside "at once": what follows cannot be undone.
    """
    if forms.text("when") == "at":
        return form_instant(name)
    if forms.text(name).strip():
        raise TimeNotChosenError(name)
    return None


def zone() -> ZoneInfo:
    """The time zone of this platform."""
    return ZoneInfo(app_context().settings.time_zone)


def format_datetime_local(moment: datetime) -> str:
    """A moment as the value of a datetime-local field."""
    local = moment.astimezone(zone())
    return local.strftime("%Y-%m-%dT%H:%M:%S" if local.second else "%Y-%m-%dT%H:%M")
