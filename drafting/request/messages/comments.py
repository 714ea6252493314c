"""The sentences for refusals of threads and comments."""

from flask_babel import lazy_gettext as _l

from drafting.services.comments.errors import CommentStepError, QuoteNotFoundError

MESSAGES = {
    CommentStepError: _l(
        "This comment cannot be given out so, or no longer be taken back: others have "
        "replied to it, or it is being answered."
    ),
    QuoteNotFoundError: _l(
        "The quoted words do not stand in this clause. Copy them from the clause as they "
        "are, or leave the quotation empty."
    ),
}
