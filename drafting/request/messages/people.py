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
    TokenRefusedError,
    TooManyTokensError,
    WorkingGroupExistsError,
)

MESSAGES = {
    AccountDisabledError: _l("This account was closed. If that is a mistake, ask the secretariat."),
    AccountExistsError: _l("An account with this address exists already. Sign in with it first."),
    AddressTakenError: _l(
        "An account with the address %(email)s exists already. Sign in with its password, "
        "then connect it on your account page."
    ),
    AddressUnverifiedError: _l(
        "The provider does not confirm that the address is yours. Confirm it there, or ask "
        "the secretariat for an invitation."
    ),
    IdentityTakenError: _l("That sign-in is connected to another account here."),
    InvitationSpentError: _l(
        "This invitation cannot be used: it was used already, withdrawn, or has expired. "
        "Ask the secretariat for a new one."
    ),
    LastSecretariatError: _l(
        "This is the last member of the secretariat. Make somebody else secretariat first, "
        "so that the process has one."
    ),
    PasswordTooShortError: _l("Choose a password of %(least)s to %(most)s characters."),
    PasswordWrongError: _l("The address and the password do not go together."),
    TokenRefusedError: _l(
        "This token opens nothing here: it is unknown, revoked or expired, or may only read."
    ),
    TooManyTokensError: _l("You have %(most)s tokens. Revoke one that you no longer use."),
    WorkingGroupExistsError: _l("There is a working group of this name already."),
}
