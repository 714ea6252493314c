"""The sentences for refusals of accounts, members and working groups."""

from flask_babel import lazy_gettext as _l

from drafting.services.errors import PasswordTooShortError
from drafting.services.people.errors import (
    AccountDisabledError,
    AccountExistsError,
    AddressTakenError,
    AddressUnverifiedError,
    IdentityTakenError,
    InvitationSpentError,
    LastSecretariatError,
    PasswordWrongError,
    PresentPasswordWrongError,
    TokenRefusedError,
    TooManyTokensError,
    WorkingGroupExistsError,
)

MESSAGES = {
    AccountDisabledError: _l(
        "This account is closed. If you think this is a mistake, ask the secretariat."
    ),
    AccountExistsError: _l("There is already an account with this address. Sign in with it first."),
    AddressTakenError: _l(
        "There is already an account with the address %(email)s. Sign in with its password, then "
        "connect it on your account page."
    ),
    AddressUnverifiedError: _l(
        "The provider has not confirmed that this address is yours. Confirm it there, or ask the "
        "secretariat for an invitation."
    ),
    IdentityTakenError: _l("This sign-in is connected to another account."),
    InvitationSpentError: _l(
        "This invitation no longer works: it was used or withdrawn, or it has expired. Ask the "
        "secretariat for a new one."
    ),
    LastSecretariatError: _l(
        "This is the last member of the secretariat. Give another member this role first."
    ),
    PasswordTooShortError: _l("Choose a password of %(least)s to %(most)s characters."),
    PasswordWrongError: _l("E-mail address or password is wrong."),
    PresentPasswordWrongError: _l("This is not your present password. Try again."),
    TokenRefusedError: _l(
        "This token does not work here: it is unknown, revoked or expired, or it can only read."
    ),
    TooManyTokensError: _l(
        "You have %(most)s tokens, the most allowed. Revoke one that you no longer use."
    ),
    WorkingGroupExistsError: _l("There is already a working group with this name."),
}
