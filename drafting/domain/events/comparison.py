"""What editors decided about a comparison."""

from dataclasses import dataclass

from drafting.domain.events.base import DomainEvent


@dataclass(frozen=True, slots=True)
class ChangeRevised(DomainEvent):
    """An editor wrote the summary of a change or judged it; "" is what the rules propose."""

    change_id: int
    revision: int
    summary: str
    significance: str


@dataclass(frozen=True, slots=True)
class SuccessionDecided(DomainEvent):
    """An editor said which clause became which; None: the other has no counterpart."""

    old_clause_id: int | None
    new_clause_id: int | None
    is_together: bool
    is_taken_back: bool
