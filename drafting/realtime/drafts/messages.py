"""The shapes of what browsers send: anything else is refused before it is looked at further."""

from dataclasses import dataclass

from drafting.crdt.wire.lib0 import MAX_SAFE_INTEGER
from drafting.domain.limits import MAX_KEY


@dataclass(frozen=True, slots=True)
class Join:
    draft_id: int
    lineage: str | None
    state_vector: bytes
    client_id: int


def read_join(message: object) -> Join | None:
    """A `join`, or None if it has another shape."""
    if not isinstance(message, dict):
        return None
    draft, lineage, client = message.get("draft"), message.get("lineage"), message.get("client_id")
    state_vector = message.get("state_vector")
    fits = _is_key(draft, MAX_KEY) and _is_key(client) and isinstance(state_vector, bytes)
    if not fits or not (lineage is None or isinstance(lineage, str)):
        return None
    return Join(draft, lineage, state_vector, client)  # type: ignore[arg-type]


def read_bytes(message: object, name: str) -> tuple[int, bytes] | None:
    """(draft id, bytes) of an `update` or `awareness`, or None if it has another shape."""
    if not isinstance(message, dict):
        return None
    draft, payload = message.get("draft"), message.get(name)
    return (
        (int(draft or 0), payload)
        if _is_key(draft, MAX_KEY) and isinstance(payload, bytes)
        else None
    )


def _is_key(value: object, most: int = MAX_SAFE_INTEGER) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most
