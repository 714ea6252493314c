"""Passwords in forms: checked and hashed in a thread pool, for each costs tens of milliseconds.

The reading session is ended before, so that no connection waits for the CPU.
"""

from drafting.errors import DraftingError
from drafting.request import forms
from drafting.request.database import end_reading
from drafting.request.threadpool import run_in_threadpool
from drafting.services.errors import PasswordTooShortError
from drafting.services.fields import checked_password
from drafting.services.people.errors import PasswordWrongError, PresentPasswordWrongError
from drafting.services.people.passwords import hash_password
from drafting.services.people.sign_ins import checked_credentials

Credentials = tuple[int | None, str | None]  # account id, password hash


def account_of_password(credentials: Credentials, field: str) -> int:
    """The id of the account whose password is in `field`; raises PasswordWrongError."""
    end_reading()
    return run_in_threadpool(checked_credentials, credentials, forms.text(field))


def hash_of_new_password(field: str) -> str:
    """The hash to store for the password in `field`; raises PasswordTooShortError."""
    password = checked_password(forms.text(field))
    end_reading()
    return run_in_threadpool(hash_password, password)


def confirm_present_password(credentials: Credentials) -> None:
    """Check the present password of a form; raises PresentPasswordWrongError."""
    try:
        account_of_password(credentials, "present_password")
    except PasswordWrongError as error:
        raise PresentPasswordWrongError from error


def field_of_change(error: DraftingError) -> str | None:
    """The field that an error is about in the form that changes a password."""
    if isinstance(error, PasswordTooShortError):
        return "new_password"
    return forms.field_of(error)
