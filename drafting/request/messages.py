"""What people read when something was refused: one sentence for each fact, what happened and what to do."""

from datetime import datetime

from flask import has_app_context
from flask_babel import lazy_gettext as _l

from drafting.domain.vocabulary import errors as wrong
from drafting.errors import (
    ConflictError,
    DraftingError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    StoreBusyError,
)
from drafting.request.language import instant
from drafting.services import errors as facts
from drafting.services.coediting.log import LogDamagedError

MESSAGES = {
    facts.AccountDisabledError: _l(
        "This account was closed. If that is a mistake, ask the secretariat."
    ),
    facts.AccountExistsError: _l(
        "An account with this address exists already. Sign in with it first."
    ),
    facts.AddressInvalidError: _l(
        "This is not an e-mail address. It should look like name@example.org."
    ),
    facts.AddressTakenError: _l(
        "An account with the address %(email)s exists already. Sign in with its password, then connect it on your account page."
    ),
    facts.AddressUnverifiedError: _l(
        "The provider does not confirm that the address is yours. Confirm it there, or ask the secretariat for an invitation."
    ),
    facts.EmptyTextError: _l(
        "There is no text in it. Choose a Markdown file with text, or paste the text."
    ),
    facts.FieldMissingError: _l("Please fill this in."),
    facts.FieldTooLongError: _l("This is too long: at most %(most)s characters."),
    facts.IdentityTakenError: _l("That sign-in is connected to another account here."),
    facts.InvitationSpentError: _l(
        "This invitation cannot be used: it was used already, withdrawn, or has expired. Ask the secretariat for a new one."
    ),
    facts.LastSecretariatError: _l(
        "This is the last member of the secretariat. Make somebody else secretariat first, so that the process has one."
    ),
    facts.NotTextError: _l(
        "This is not a Markdown text. Save it as plain text (.md) and try again."
    ),
    facts.NotUtf8Error: _l(
        "The text is not in UTF-8 (first at line %(line)s). Save it with the encoding UTF-8 and try again."
    ),
    facts.PasswordTooShortError: _l("Choose a password of %(least)s to %(most)s characters."),
    facts.PasswordWrongError: _l("The address and the password do not go together."),
    facts.SlugInvalidError: _l(
        "Use lower-case letters, digits and single hyphens, for instance trustworthy-ai."
    ),
    facts.SlugTakenError: _l("Another code of practice has this address. Choose another."),
    facts.TextTooComplexError: _l(
        "Working on this text took too long. Split it into smaller files and try again."
    ),
    facts.TextTooLargeError: _l(
        "The text is too large: at most 5 MiB. Split it and import the parts."
    ),
    facts.TooManyChaptersError: _l(
        "That would be more than %(most)s chapters. Split at a higher level of headings."
    ),
    facts.AnswerChangedError: _l(
        "Another answer was recorded meanwhile. Both are shown: look at it, change yours if need be, and record it again."
    ),
    facts.ChangeRevisedError: _l(
        "Somebody else changed this meanwhile. Both texts are shown: look at theirs, change yours if need be, and save again."
    ),
    facts.AnswerMissingError: _l(
        "There is no prepared answer to publish. Perhaps somebody has published it already."
    ),
    facts.ChoiceInvalidError: _l("Choose one of what is offered."),
    facts.CommentStepError: _l(
        "This comment cannot be given out so, or no longer be taken back: others have replied to it, or it is being answered."
    ),
    facts.ComparisonFailedError: _l(
        "“%(old)s” and “%(new)s” could not be compared: it took too long, or the program failed. Compare each of them with a "
        "version between them, or read both texts. The operator finds the cause in the log of the worker."
    ),
    facts.ComparisonNotReadyError: _l(
        "This comparison is still being computed. It will be here in a moment."
    ),
    facts.InstantInvalidError: _l("Enter a date and a time, for instance 2026-09-30 18:00."),
    facts.InstantPastError: _l("This lies in the past. Choose a time to come."),
    facts.HiddenSignsError: _l(
        "The text holds signs that readers would not see (clauses: %(count)s, first %(place)s). Confirm that they are meant."
    ),
    facts.NameImitatesError: _l(
        "“%(word)s” has letters of another script that look like Latin ones. Please type it with the letters of one script."
    ),
    facts.LanguageInvalidError: _l("This is not a language tag. It should look like en or fr-BE."),
    facts.NoRoundOpenError: _l("No round is open on this version, so no comments are taken."),
    facts.NothingToAnswerError: _l(
        "This comment was taken back by its author; there is nothing to answer."
    ),
    facts.NothingToPublishError: _l(
        "There is no text in any chapter yet. Write or import a text first."
    ),
    facts.QuoteNotFoundError: _l(
        "The quoted words do not stand in this clause. Copy them from the clause as they are, or leave the quotation empty."
    ),
    facts.ReasonMissingError: _l(
        "Give a reason. Only “Accepted” and “Noted” may stand without one."
    ),
    facts.RoundClosedError: _l(
        "Round %(number)s is closed since %(closed_at)s: comments are no longer taken."
    ),
    facts.RoundOverError: _l(
        "Round %(number)s is closed since %(closed_at)s; its times stay as they are."
    ),
    facts.RoundEndsBeforeItBeginsError: _l(
        "The round would close before it opens. Choose a later time."
    ),
    facts.RoundOverlapsError: _l(
        "Round %(number)s is on this version at that time. Choose another time, or close it first."
    ),
    facts.TimeNotChosenError: _l(
        "You typed a time and chose “At once”. Choose “At a set time”, or empty the time."
    ),
    facts.ClauseNotFoundError: _l(
        "This version has no clause at this address. Look for it in the contents of the version."
    ),
    facts.TokenRefusedError: _l(
        "This token opens nothing here: it is unknown, revoked or expired, or may only read."
    ),
    facts.TooManyTokensError: _l("You have %(most)s tokens. Revoke one that you no longer use."),
    facts.VersionIsPublicError: _l(
        "“%(label)s” is published, and a published version stays as it is."
    ),
    facts.VersionNotReadyError: _l(
        "“%(label)s” is not ready yet: its clauses are still being read, or it is not published."
    ),
    facts.VersionPendingError: _l("“%(label)s” is prepared already. Publish or discard it first."),
    facts.VersionUnchangedError: _l(
        "Nothing has changed since “%(label)s”: there is no new version to prepare."
    ),
    facts.VocabularyChangedError: _l(
        "Somebody else changed these words meanwhile. Yours stand below and are not saved; saving them again replaces theirs. "
        "To see theirs, open this page in a second window."
    ),
    wrong.VocabularyShapeError: _l("The form did not arrive whole. Open the page again."),
    wrong.KindNameMissingError: _l("Give this kind a name, or tick “Remove”."),
    wrong.KindTwiceError: _l("There is another kind called “%(name)s”. Give each its own name."),
    wrong.TooManyKindsError: _l("That would be more than %(most)s kinds. Remove one first."),
    wrong.TooManyWordsError: _l("That is more than %(most)s entries. Take some out."),
    wrong.WordInvalidError: _l(
        "“%(word)s” cannot be used: an entry begins with a letter and has at most %(most)s characters."
    ),
    wrong.WordTwiceError: _l(
        "“%(word)s” also stands at “%(other)s”. A word can open one kind only."
    ),
    wrong.SingleWordsError: _l(
        "“%(word)s” is more than one word. Here each entry is a single word."
    ),
    wrong.NumberPatternError: _l(
        "“%(number)s” is no example of a number. Write 1, I, A, a or i where the number stands, for instance I.1 or M-1."
    ),
    facts.WorkingGroupExistsError: _l("There is a working group of this name already."),
    LogDamagedError: _l(
        "The stored text of this chapter is damaged. Nothing was overwritten; tell the operator."
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


def message_of(error: DraftingError) -> str:
    """The sentence for the nearest kind, in the reader's language."""
    sentence = next(MESSAGES[kind] for kind in type(error).__mro__ if kind in MESSAGES)
    return str(sentence) % {name: _said(fact) for name, fact in error.facts.items()}


def _said(fact: object) -> object:
    if not isinstance(fact, datetime):
        return fact
    return instant(fact) if has_app_context() else fact.isoformat()
