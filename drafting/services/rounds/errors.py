"""Why a round could not be planned or changed, or takes no comments."""

from drafting.errors import ConflictError, InvalidInputError, NotFoundError


class RoundNotFoundError(NotFoundError):
    """No round of this number."""


class RoundEndsBeforeItBeginsError(InvalidInputError):
    field = "closes_at"


class RoundOverlapsError(ConflictError):
    """Another round on this version is planned or open at that time."""

    field = "opens_at"


class RoundClosedError(ConflictError):
    """The round on this version is over."""

    field: str | None = "text"


class RoundOverError(RoundClosedError):
    """The round is over, and its times stay as they are."""

    field = None


class NoRoundOpenError(ConflictError):
    """No round on this version is open, and none was."""

    field = "text"
