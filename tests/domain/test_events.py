"""Every event is a plain value that the trail can keep as JSON."""

import importlib
import json
import pkgutil

import pytest

from drafting.domain import events
from drafting.domain.events.base import DomainEvent
from drafting.domain.events.drafts import ChapterChanged
from drafting.domain.events.people import MemberJoined
from drafting.domain.roles import Role

WINGS = [
    importlib.import_module(f"{events.__name__}.{wing.name}")
    for wing in pkgutil.iter_modules(events.__path__)
]
KINDS = {
    kind
    for wing in WINGS
    for kind in vars(wing).values()
    if isinstance(kind, type) and issubclass(kind, DomainEvent) and kind is not DomainEvent
}


def test_no_event_is_left_out() -> None:
    assert len(KINDS) > 30


def test_its_kind_is_its_name_and_its_details_are_the_rest() -> None:
    event = ChapterChanged(code_id=3, chapter_id=7, what="title")
    assert (event.kind, event.details()) == ("ChapterChanged", {"chapter_id": 7, "what": "title"})


@pytest.mark.parametrize(
    "kind", sorted(KINDS, key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__
)
def test_events_cannot_be_changed_afterwards(kind: type[DomainEvent]) -> None:
    event = kind(*range(len(kind.__dataclass_fields__)))
    with pytest.raises((AttributeError, TypeError)):
        event.code_id = 9  # type: ignore[misc]


def test_a_role_in_an_event_is_json_too() -> None:
    event = MemberJoined(code_id=1, account_id=2, role=Role.CHAIR)
    assert json.loads(json.dumps(event.details())) == {"account_id": 2, "role": "chair"}
