"""Why an answer could not be recorded or published."""

from drafting.errors import ConflictError, InvalidInputError


class ReasonMissingError(InvalidInputError):
    field = "reason"


class AnswerChangedError(ConflictError):
    """Another answer was recorded since the form was opened; both texts are shown."""

    field = "reason"


class NothingToAnswerError(ConflictError):
    """Nothing in the thread was given to the chairs."""


class AnswerMissingError(ConflictError):
    """There is no prepared answer to publish."""
