"""Provisional, so that others can run: the helper who builds alignment replaces this file."""

from dataclasses import dataclass
from enum import StrEnum


class ClauseStatus(StrEnum):
    UNCHANGED = "unchanged"
    EDITED = "edited"
    MOVED = "moved"
    MOVED_EDITED = "moved_edited"
    RENUMBERED = "renumbered"
    MOVED_RENUMBERED = "moved_renumbered"
    ADDED = "added"
    DELETED = "deleted"
    SPLIT = "split"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Pair:
    old: int | None
    new: int | None
    status: ClauseStatus
    confidence: float
