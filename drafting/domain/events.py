"""What happened, in the past tense. Services record these; after the commit the listeners of app.py hear them."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class DomainEvent:
    """The root: a plain value. `code_id` is None for what belongs to no code of practice."""

    code_id: int | None

    @property
    def kind(self) -> str:
        return type(self).__name__

    def details(self) -> dict[str, object]:
        """The rest of the facts, as JSON can hold them."""
        return {key: value for key, value in asdict(self).items() if key != "code_id"}


@dataclass(frozen=True, slots=True)
class AccountCreated(DomainEvent):
    account_id: int


@dataclass(frozen=True, slots=True)
class AccountDisabled(DomainEvent):
    account_id: int


@dataclass(frozen=True, slots=True)
class PasswordChanged(DomainEvent):
    account_id: int


@dataclass(frozen=True, slots=True)
class SignedIn(DomainEvent):
    account_id: int
    by: str  # "password", "oidc", "invitation"


@dataclass(frozen=True, slots=True)
class SignedOut(DomainEvent):
    account_id: int
    everywhere: bool


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


@dataclass(frozen=True, slots=True)
class WorkingGroupChanged(DomainEvent):
    working_group_id: int
    what: str  # "created", "name"


@dataclass(frozen=True, slots=True)
class MemberInvited(DomainEvent):
    invitation_id: int
    role: str


@dataclass(frozen=True, slots=True)
class InvitationRevoked(DomainEvent):
    invitation_id: int


@dataclass(frozen=True, slots=True)
class MemberJoined(DomainEvent):
    account_id: int
    role: str


@dataclass(frozen=True, slots=True)
class MemberChanged(DomainEvent):
    account_id: int
    role: str


@dataclass(frozen=True, slots=True)
class MemberRemoved(DomainEvent):
    account_id: int


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


@dataclass(frozen=True, slots=True)
class RoundPlanned(DomainEvent):
    round_id: int
    opens_at: str
    closes_at: str


@dataclass(frozen=True, slots=True)
class RoundChanged(DomainEvent):
    round_id: int
    closes_at: str


@dataclass(frozen=True, slots=True)
class CommentAdded(DomainEvent):
    thread_id: int
    comment_id: int


@dataclass(frozen=True, slots=True)
class ThreadReattached(DomainEvent):
    """Somebody put a thread onto a clause of a later version; None: they took that back."""

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


@dataclass(frozen=True, slots=True)
class PersonalTokenChanged(DomainEvent):
    account_id: int
    what: str  # "made", "revoked"
