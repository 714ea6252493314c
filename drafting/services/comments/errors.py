"""Why a comment could not be added or change its state."""

from drafting.errors import ConflictError, InvalidInputError, NotFoundError


class ThreadNotFoundError(NotFoundError):
    """No thread of this number, or not for this identity."""


class QuoteNotFoundError(InvalidInputError):
    """The quoted words do not stand in the clause."""

    field = "quote"


class CommentStepError(ConflictError):
    """A comment cannot go from its state to that one."""
