"""Why a comparison or a change could not be shown or revised."""

from drafting.errors import ConflictError, NotFoundError


class ChangeNotFoundError(NotFoundError):
    """No change of these two versions has this number."""


class ChangeRevisedError(ConflictError):
    """Another editor revised the change since it was loaded; both texts are shown."""

    field = "summary"


class ComparisonNotReadyError(ConflictError):
    """The worker has not computed it yet."""


class ComparisonFailedError(ConflictError):
    """The job failed permanently; it is not retried."""
