"""Dates and times in forms: typed in the platform's time zone, converted to UTC here."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from drafting.request import forms
from drafting.request.app_context import app_context
from drafting.services.errors import FieldMissingError, InstantInvalidError, TimeNotChosenError

FORM = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(:\d{2})?")


def form_instant(name: str) -> datetime:
    """The moment in a datetime-local field; raises FieldMissingError or InstantInvalidError.

    The hour that repeats when clocks are set back means the earlier one (PEP 495, fold=0).
    """
    given = forms.text(name).strip()
    if not given:
        raise FieldMissingError(name)
    found = FORM.fullmatch(given)
    try:
        numbers = [int(part) for part in found.groups()[:5]] if found else []
        local = datetime(*numbers, tzinfo=zone())  # type: ignore[arg-type,misc]
        return local.astimezone(UTC)
    except (ValueError, TypeError, OverflowError) as error:
        raise InstantInvalidError(name) from error


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
    return moment.astimezone(zone()).strftime("%Y-%m-%dT%H:%M")
