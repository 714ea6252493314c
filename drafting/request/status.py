"""The one table from the kind of an error to the status of an answer (RFC 9110, 15)."""

from drafting.errors import (
    ConflictError,
    DraftingError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    StoreBusyError,
)
from drafting.services.drafts.errors import TextTooLargeError

STATUS: dict[type[DraftingError], int] = {
    TextTooLargeError: 413,
    InvalidInputError: 422,
    NotPermittedError: 403,
    NotFoundError: 404,
    ConflictError: 409,
    StoreBusyError: 503,
    DraftingError: 500,
}


def status_of(error: DraftingError) -> int:
    """The status of the nearest kind."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
