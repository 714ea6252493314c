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
        "Another answer was recorded meanwhile. Both are shown: look at it, change yours "
        "if need be, and record it again."
    ),
    AnswerMissingError: _l(
        "There is no prepared answer to publish. Perhaps somebody has published it already."
    ),
    NothingToAnswerError: _l(
        "This comment was taken back by its author; there is nothing to answer."
    ),
    ReasonMissingError: _l("Give a reason. Only “Accepted” and “Noted” may stand without one."),
}
