"""The sentences for refusals of threads and comments."""

from flask_babel import lazy_gettext as _l

from drafting.services.comments.errors import CommentStepError, QuoteNotFoundError

MESSAGES = {
    CommentStepError: _l(
        "You cannot share or withdraw this comment in this way: it has replies, or it is being "
        "answered."
    ),
    QuoteNotFoundError: _l(
        "The quoted words are not in this clause. Copy them exactly from the clause, or leave the "
        "quotation empty."
    ),
}
