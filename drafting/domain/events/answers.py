"""What happened to answers."""

from dataclasses import dataclass

from drafting.domain.events.base import DomainEvent


@dataclass(frozen=True, slots=True)
class AnswerRecorded(DomainEvent):
    thread_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class AnswerPublished(DomainEvent):
    thread_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class AnswersPublished(DomainEvent):
    """All prepared answers of a round were published at once."""

    round_id: int
    count: int
