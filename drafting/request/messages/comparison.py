"""The sentences for refusals of comparisons and changes."""

from flask_babel import lazy_gettext as _l

from drafting.services.comparison.errors import (
    ChangeRevisedError,
    ComparisonFailedError,
    ComparisonNotReadyError,
)

MESSAGES = {
    ChangeRevisedError: _l(
        "Another editor changed this while you were writing. Both texts are shown. Read theirs, "
        "change yours if needed, and save again."
    ),
    ComparisonFailedError: _l(
        "“%(old)s” and “%(new)s” could not be compared: it took too long, or the program failed. "
        "Compare each with a version between them, or read both texts. The operator can find the "
        "cause in the worker’s log."
    ),
    ComparisonNotReadyError: _l("This comparison is still being computed. Try again in a moment."),
}
