"""Why a use-case about accounts and members was refused."""

from drafting.errors import ConflictError, InvalidInputError, NotFoundError, NotPermittedError


class AccountDisabledError(NotPermittedError):
    """The account was closed."""


class AccountExistsError(ConflictError):
    """An account with this address exists."""

    field = "email"


class AddressUnverifiedError(NotPermittedError):
    """The provider does not vouch for the address."""


class AddressTakenError(ConflictError):
    """The address belongs to an account that was not made with this provider; its owner must
    connect it.
    """


class IdentityTakenError(ConflictError):
    """This account at the provider is connected to another account."""


class InvitationSpentError(NotFoundError):
    """The link was used, revoked, has expired, or never was."""


class LastSecretariatError(ConflictError):
    """The process needs at least one member of the secretariat."""


class PresentPasswordWrongError(InvalidInputError):
    """The password typed to confirm a change is not the account's."""

    field = "present_password"


class PasswordWrongError(InvalidInputError):
    """Address and password do not go together; which of them is wrong is not told."""

    field = "password"


class WorkingGroupExistsError(ConflictError):
    field = "name"


class TokenRefusedError(NotPermittedError):
    """The personal token is unknown, revoked or expired, or may only read."""


class TooManyTokensError(ConflictError):
    field = "name"
