"""Dates and times as people type them: in the zone that every page shows, turned into UTC here."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from drafting.request import forms
from drafting.request.app_context import app_context
from drafting.services.errors import FieldMissingError, InstantInvalidError, TimeNotChosenError

FORM = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(:\d{2})?")


def form_instant(name: str) -> datetime:
    """The instant typed into a field of type datetime-local; raises FieldMissingError or
    InstantInvalidError.

    Where clocks are set back an hour is there twice: the earlier one is meant (PEP 495, fold=0).
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
    """The instant of a choice between "at once" (None) and "at a set time"; a time typed beside
    "at once" is doubtful.

    Raises TimeNotChosenError then: publishing, or opening a round, cannot be taken back.
    """
    if forms.text("when") == "at":
        return form_instant(name)
    if forms.text(name).strip():
        raise TimeNotChosenError(name)
    return None


def zone() -> ZoneInfo:
    """The zone of this platform."""
    return ZoneInfo(app_context().settings.time_zone)


def format_datetime_local(moment: datetime) -> str:
    """An instant as a datetime-local field shows it."""
    return moment.astimezone(zone()).strftime("%Y-%m-%dT%H:%M")
