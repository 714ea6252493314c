"""What happened to versions."""

from dataclasses import dataclass

from drafting.domain.events.base import DomainEvent


@dataclass(frozen=True, slots=True)
class VersionPrepared(DomainEvent):
    version_id: int


@dataclass(frozen=True, slots=True)
class VersionDiscarded(DomainEvent):
    number: int


@dataclass(frozen=True, slots=True)
class VersionPublished(DomainEvent):
    """Public from `at` on (ISO 8601), which may lie ahead."""

    version_id: int
    at: str


@dataclass(frozen=True, slots=True)
class VersionHeldBack(DomainEvent):
    """A publication that lay ahead was called off."""

    version_id: int
