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


class InvitationSpentError(NotFoundError):
    """The link was used, revoked, has expired, or never was."""


class LastSecretariatError(ConflictError):
    """Somebody must remain to run the process."""


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
