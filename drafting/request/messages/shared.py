"""The sentences for refusals of every subject."""

from flask_babel import lazy_gettext as _l

from drafting.errors import (
    ConflictError,
    DraftingError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    StoreBusyError,
)
from drafting.services.errors import (
    AddressInvalidError,
    ChoiceInvalidError,
    FieldMissingError,
    FieldTooLongError,
    InstantInvalidError,
    InstantPastError,
    LanguageInvalidError,
    NameImitatesError,
    TextTooComplexError,
    TimeNotChosenError,
)

MESSAGES = {
    AddressInvalidError: _l("This is not an e-mail address. It should look like name@example.org."),
    FieldMissingError: _l("Please fill this in."),
    FieldTooLongError: _l("This is too long: at most %(most)s characters."),
    TextTooComplexError: _l(
        "Working on this text took too long. Split it into smaller files and try again."
    ),
    ChoiceInvalidError: _l("Choose one of what is offered."),
    InstantInvalidError: _l("Enter a date and a time, for instance 2026-09-30 18:00."),
    InstantPastError: _l("This lies in the past. Choose a time to come."),
    NameImitatesError: _l(
        "“%(word)s” has letters of another script that look like Latin ones. Please type "
        "it with the letters of one script."
    ),
    LanguageInvalidError: _l("This is not a language tag. It should look like en or fr-BE."),
    TimeNotChosenError: _l(
        "You typed a time and chose “At once”. Choose “At a set time”, or empty the time."
    ),
    InvalidInputError: _l("This cannot be used as it is. Check what was entered."),
    NotPermittedError: _l(
        "You do not have the right to do this. If you should, ask the secretariat."
    ),
    NotFoundError: _l("This does not exist, or it is not open to you."),
    ConflictError: _l(
        "Somebody else was faster, or it is not possible any more. Look at the page again."
    ),
    StoreBusyError: _l("The store is busy; nothing was saved. Try again in a moment."),
    DraftingError: _l("Something went wrong; nothing was saved."),
}
