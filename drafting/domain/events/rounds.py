"""What happened to rounds."""

from dataclasses import dataclass

from drafting.domain.events.base import DomainEvent


@dataclass(frozen=True, slots=True)
class RoundPlanned(DomainEvent):
    round_id: int
    opens_at: str
    closes_at: str


@dataclass(frozen=True, slots=True)
class RoundChanged(DomainEvent):
    round_id: int
    closes_at: str
