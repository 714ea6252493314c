"""Why a use-case was refused, named by the fact. What people read stands in request/messages.py."""

from drafting.errors import ConflictError, InvalidInputError, NotFoundError, NotPermittedError


class AccountDisabledError(NotPermittedError):
    """The account was closed."""


class AccountExistsError(ConflictError):
    """An account with this address exists."""

    field = "email"


class AddressInvalidError(InvalidInputError):
    field = "email"


class AddressUnverifiedError(NotPermittedError):
    """The provider does not vouch for the address."""


class AddressTakenError(ConflictError):
    """The address belongs to an account that was not made with this provider; its owner must connect it."""


class IdentityTakenError(ConflictError):
    """This account at the provider is connected to somebody else."""


class CodeNotFoundError(NotFoundError):
    """No code of practice with this slug, or not for this identity."""


class DraftNotFoundError(NotFoundError):
    """No such working draft, or not for this identity."""


class EmptyTextError(InvalidInputError):
    field = "markdown"


class FieldMissingError(InvalidInputError):
    def __init__(self, field: str) -> None:
        super().__init__(field=field)
        self.field = field


class FieldTooLongError(InvalidInputError):
    def __init__(self, field: str, most: int) -> None:
        super().__init__(field=field, most=most)
        self.field = field


class HiddenSignsError(InvalidInputError):
    """The text holds characters that readers would not see, and nobody has confirmed that they are meant."""

    field = "confirmed"


class InvitationSpentError(NotFoundError):
    """The link was used, revoked, has expired, or never was."""


class LastSecretariatError(ConflictError):
    """Somebody must remain to run the process."""


class NameImitatesError(InvalidInputError):
    """A word of the name has letters of another script that look like Latin ones (CVE-2021-42694)."""

    def __init__(self, field: str, word: str) -> None:
        super().__init__(field=field, word=word)
        self.field = field


class NotTextError(InvalidInputError):
    """Control characters: a picture, a Word file or another binary under a Markdown name."""

    field = "markdown"


class NotUtf8Error(InvalidInputError):
    field = "markdown"


class PasswordTooShortError(InvalidInputError):
    field = "password"


class PasswordWrongError(InvalidInputError):
    """Address and password do not go together; which of them is wrong is not told."""

    field = "password"


class SlugInvalidError(InvalidInputError):
    field = "slug"


class SlugTakenError(ConflictError):
    field = "slug"


class TextTooComplexError(InvalidInputError):
    """The work on it passed its limit of time or memory."""

    field = "markdown"


class TextTooLargeError(InvalidInputError):
    field = "markdown"


class TooManyChaptersError(InvalidInputError):
    field = "markdown"


class WorkingGroupExistsError(ConflictError):
    field = "name"


class VocabularyChangedError(ConflictError):
    """Somebody else changed the words of this code of practice meanwhile."""


class VersionNotFoundError(NotFoundError):
    """No version of this number, or not yet for this identity."""


class ClauseNotFoundError(NotFoundError):
    """No clause at this address in this version."""


class ThreadNotFoundError(NotFoundError):
    """No thread of this number, or not for this identity."""


class RoundNotFoundError(NotFoundError):
    """No round of this number."""


class NothingToPublishError(InvalidInputError):
    """There is no text in any chapter."""


class VersionUnchangedError(ConflictError):
    """The text is that of the version before."""


class VersionPendingError(ConflictError):
    """A version is prepared already and waits to be published or discarded."""


class VersionNotReadyError(ConflictError):
    """Its clauses are still being read."""


class VersionIsPublicError(ConflictError):
    """What is published stays as it is."""


class InstantInvalidError(InvalidInputError):
    def __init__(self, field: str) -> None:
        super().__init__(field=field)
        self.field = field


class InstantPastError(InvalidInputError):
    def __init__(self, field: str) -> None:
        super().__init__(field=field)
        self.field = field


class TimeNotChosenError(InvalidInputError):
    """A time was typed, and "at once" was chosen."""

    def __init__(self, field: str) -> None:
        super().__init__(field=field)
        self.field = field


class ChoiceInvalidError(InvalidInputError):
    """A word that is none of those offered."""

    def __init__(self, field: str) -> None:
        super().__init__(field=field)
        self.field = field


class LanguageInvalidError(InvalidInputError):
    field = "language"


class RoundEndsBeforeItBeginsError(InvalidInputError):
    field = "closes_at"


class RoundOverlapsError(ConflictError):
    """Another round on this version is planned or open at that time."""

    field = "opens_at"


class RoundClosedError(ConflictError):
    """The round on this version is over."""

    field: str | None = "text"


class RoundOverError(RoundClosedError):
    """The round is over, and its times stay as they are."""

    field = None


class NoRoundOpenError(ConflictError):
    """No round on this version is open, and none was."""

    field = "text"


class QuoteNotFoundError(InvalidInputError):
    """The quoted words do not stand in the clause."""

    field = "quote"


class CommentStepError(ConflictError):
    """A comment cannot go from its state to that one."""


class ReasonMissingError(InvalidInputError):
    field = "reason"


class AnswerChangedError(ConflictError):
    """Somebody recorded another answer meanwhile; both texts are shown."""

    field = "reason"


class NothingToAnswerError(ConflictError):
    """Nothing in the thread was given to the chairs."""


class AnswerMissingError(ConflictError):
    """There is no prepared answer to publish."""


class ChangeNotFoundError(NotFoundError):
    """No change of these two versions has this number."""


class ChangeRevisedError(ConflictError):
    """Somebody else wrote the summary or judged the change meanwhile; both are shown."""

    field = "summary"


class ComparisonNotReadyError(ConflictError):
    """The worker has not computed it yet."""


class ComparisonFailedError(ConflictError):
    """The worker could not compute it, and would not this time either."""


class TokenRefusedError(NotPermittedError):
    """The personal token is unknown, revoked or expired, or may only read."""


class TooManyTokensError(ConflictError):
    field = "name"
