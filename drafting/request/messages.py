"""What people read when something was refused: one sentence for each fact, what happened and what to do."""

from flask_babel import lazy_gettext as _l

from drafting.errors import (
    ConflictError,
    DraftingError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    StoreBusyError,
)
from drafting.services import errors as facts
from drafting.services.draft_log import LogDamagedError

MESSAGES = {
    facts.AccountDisabledError: _l("This account was closed. If that is a mistake, ask the secretariat."),
    facts.AccountExistsError: _l("An account with this address exists already. Sign in with it first."),
    facts.AddressInvalidError: _l("This is not an e-mail address. It should look like name@example.org."),
    facts.AddressTakenError: _l(
        "An account with the address %(email)s exists already. Sign in with its password, then connect it on your account page."
    ),
    facts.AddressUnverifiedError: _l(
        "The provider does not confirm that the address is yours. Confirm it there, or ask the secretariat for an invitation."
    ),
    facts.EmptyTextError: _l("There is no text in it. Choose a Markdown file with text, or paste the text."),
    facts.FieldMissingError: _l("Please fill this in."),
    facts.FieldTooLongError: _l("This is too long: at most %(most)s characters."),
    facts.IdentityTakenError: _l("That sign-in is connected to another account here."),
    facts.InvitationSpentError: _l(
        "This invitation cannot be used: it was used already, withdrawn, or has expired. Ask the secretariat for a new one."
    ),
    facts.LastSecretariatError: _l(
        "This is the last member of the secretariat. Make somebody else secretariat first, so that the process has one."
    ),
    facts.NotTextError: _l("This is not a Markdown text. Save it as plain text (.md) and try again."),
    facts.NotUtf8Error: _l("The text is not in UTF-8 (first at line %(line)s). Save it with the encoding UTF-8 and try again."),
    facts.PasswordTooShortError: _l("Choose a password of %(least)s to %(most)s characters."),
    facts.PasswordWrongError: _l("The address and the password do not go together."),
    facts.SlugInvalidError: _l("Use lower-case letters, digits and single hyphens, for instance trustworthy-ai."),
    facts.SlugTakenError: _l("Another code of practice has this address. Choose another."),
    facts.TextTooComplexError: _l("Working on this text took too long. Split it into smaller files and try again."),
    facts.TextTooLargeError: _l("The text is too large: at most 5 MiB. Split it and import the parts."),
    facts.TooManyChaptersError: _l("That would be more than %(most)s chapters. Split at a higher level of headings."),
    facts.WorkingGroupExistsError: _l("There is a working group of this name already."),
    LogDamagedError: _l("The stored text of this chapter is damaged. Nothing was overwritten; tell the operator."),
    InvalidInputError: _l("This cannot be used as it is. Check what was entered."),
    NotPermittedError: _l("You do not have the right to do this. If you should, ask the secretariat."),
    NotFoundError: _l("This does not exist, or it is not open to you."),
    ConflictError: _l("Somebody else was faster, or it is not possible any more. Look at the page again."),
    StoreBusyError: _l("The store is busy; nothing was saved. Try again in a moment."),
    DraftingError: _l("Something went wrong; nothing was saved."),
}


def message_of(error: DraftingError) -> str:
    """The sentence for the nearest kind, in the reader's language."""
    sentence = next(MESSAGES[kind] for kind in type(error).__mro__ if kind in MESSAGES)
    return str(sentence) % error.facts
