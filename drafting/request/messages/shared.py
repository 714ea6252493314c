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
    ControlCharacterError,
    FieldMissingError,
    FieldTooLongError,
    InstantInvalidError,
    InstantPastError,
    InstantSkippedError,
    InstantTwiceError,
    LanguageInvalidError,
    TextTooComplexError,
    TimeNotChosenError,
)

MESSAGES = {
    AddressInvalidError: _l("This is not an e-mail address. Enter one like name@example.org."),
    FieldMissingError: _l("Fill this in."),
    FieldTooLongError: _l("This is too long: at most %(most)s characters."),
    TextTooComplexError: _l(
        "This text took too long to process. Split it into smaller files and try again."
    ),
    ChoiceInvalidError: _l("Choose one of the options."),
    InstantInvalidError: _l("Enter a date and a time, for example 2026-09-30 18:00."),
    InstantSkippedError: _l(
        "There is no %(typed)s that day: the clocks go forward. Enter %(last)s or %(next)s."
    ),
    InstantTwiceError: _l(
        "The clocks show %(typed)s twice that day, because they go back. Choose which one you mean."
    ),
    InstantPastError: _l("This time is in the past. Choose a later one."),
    ControlCharacterError: _l(
        "Line %(line)s has a control character (%(name)s), which no reader sees. Delete it, or "
        "type the word around it again."
    ),
    LanguageInvalidError: _l("Choose a language."),
    TimeNotChosenError: _l(
        "You entered a time and chose “At once”. Choose “At a set time”, or clear the time."
    ),
    InvalidInputError: _l("Something you entered cannot be used. Check it and try again."),
    NotPermittedError: _l(
        "You do not have the right to do this. If you should have it, ask the secretariat."
    ),
    NotFoundError: _l("This does not exist, or you cannot see it."),
    ConflictError: _l(
        "Another person was faster, or this is no longer possible. Load the page again."
    ),
    StoreBusyError: _l("The server is busy. Nothing was saved. Try again in a moment."),
    DraftingError: _l("Something went wrong. Nothing was saved."),
}
