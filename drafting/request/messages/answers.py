"""The sentences for refusals of answers."""

from flask_babel import lazy_gettext as _l

from drafting.services.answers.errors import (
    AnswerChangedError,
    AnswerMissingError,
    NothingToAnswerError,
    ReasonMissingError,
)

MESSAGES = {
    AnswerChangedError: _l(
        "Another editor recorded an answer while you were writing. Both are shown. Read it, "
        "change yours if needed, and record yours again."
    ),
    AnswerMissingError: _l(
        "There is no prepared answer to publish. It may have been published already."
    ),
    NothingToAnswerError: _l("The author withdrew this comment, so there is nothing to answer."),
    ReasonMissingError: _l("Give a reason. Only “Accepted” and “Noted” need none."),
}
