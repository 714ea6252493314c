"""Why a comparison or a change could not be shown or revised."""

from drafting.errors import ConflictError, NotFoundError


class ChangeNotFoundError(NotFoundError):
    """No change of these two versions has this number."""


class ChangeRevisedError(ConflictError):
    """Somebody else wrote the summary or judged the change meanwhile; both are shown."""

    field = "summary"


class ComparisonNotReadyError(ConflictError):
    """The worker has not computed it yet."""


class ComparisonFailedError(ConflictError):
    """The worker could not compute it, and would not this time either."""
