"""What happened to threads and comments."""

from dataclasses import dataclass

from drafting.domain.events.base import DomainEvent


@dataclass(frozen=True, slots=True)
class CommentAdded(DomainEvent):
    thread_id: int
    comment_id: int


@dataclass(frozen=True, slots=True)
class ThreadReattached(DomainEvent):
    """A thread was put onto a clause of a later version by hand; None: that was undone."""

    thread_id: int
    version_id: int
    clause_id: int | None


@dataclass(frozen=True, slots=True)
class CommentMoved(DomainEvent):
    """A comment went from one state to another."""

    thread_id: int
    comment_id: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CommentsPublished(DomainEvent):
    """All filed comments of a round were published at once."""

    round_id: int
    count: int
