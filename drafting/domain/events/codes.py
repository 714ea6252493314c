"""What happened to a code of practice."""

from dataclasses import dataclass

from drafting.domain.events.base import DomainEvent


@dataclass(frozen=True, slots=True)
class CodeCreated(DomainEvent):
    slug: str


@dataclass(frozen=True, slots=True)
class CodeChanged(DomainEvent):
    pass


@dataclass(frozen=True, slots=True)
class VocabularyChanged(DomainEvent):
    """The words of a code of practice were changed; versions that are there keep theirs."""

    is_usual: bool
