"""The sentences for refusals of chapters, imports and working drafts."""

from flask_babel import lazy_gettext as _l

from drafting.services.coediting.log import LogDamagedError
from drafting.services.drafts.errors import (
    EmptyTextError,
    NotTextError,
    NotUtf8Error,
    TextTooLargeError,
    TooManyChaptersError,
)

MESSAGES = {
    EmptyTextError: _l(
        "There is no text in it. Choose a Markdown file with text, or paste the text."
    ),
    NotTextError: _l("This is not a Markdown text. Save it as plain text (.md) and try again."),
    NotUtf8Error: _l(
        "The text is not in UTF-8 (first at line %(line)s). Save it with the encoding "
        "UTF-8 and try again."
    ),
    TextTooLargeError: _l("The text is too large: at most 5 MiB. Split it and import the parts."),
    TooManyChaptersError: _l(
        "That would be more than %(most)s chapters. Split at a higher level of headings."
    ),
    LogDamagedError: _l(
        "The stored text of this chapter is damaged. Nothing was overwritten; tell the operator."
    ),
}
