"""The sentences for refusals of comparisons and changes."""

from flask_babel import lazy_gettext as _l

from drafting.services.comparison.errors import (
    ChangeRevisedError,
    ComparisonFailedError,
    ComparisonNotReadyError,
)

MESSAGES = {
    ChangeRevisedError: _l(
        "Somebody else changed this meanwhile. Both texts are shown: look at theirs, "
        "change yours if need be, and save again."
    ),
    ComparisonFailedError: _l(
        "“%(old)s” and “%(new)s” could not be compared: it took too long, or the program "
        "failed. Compare each of them with a "
        "version between them, or read both texts. The operator finds the cause in the log "
        "of the worker."
    ),
    ComparisonNotReadyError: _l(
        "This comparison is still being computed. It will be here in a moment."
    ),
}
