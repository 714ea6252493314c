"""What happened to chapters and working drafts."""

from dataclasses import dataclass

from drafting.domain.events.base import DomainEvent


@dataclass(frozen=True, slots=True)
class ChapterCreated(DomainEvent):
    chapter_id: int


@dataclass(frozen=True, slots=True)
class ChapterChanged(DomainEvent):
    chapter_id: int
    what: str  # "title", "order", "working group", "set aside", "put back"


@dataclass(frozen=True, slots=True)
class DraftReplaced(DomainEvent):
    """An import was worked into a working draft as a forward edit."""

    draft_id: int
    seq: int
