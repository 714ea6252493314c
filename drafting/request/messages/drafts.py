"""The sentences for refusals of chapters, imports and working drafts."""

from flask_babel import lazy_gettext as _l

from drafting.services.coediting.update_log import LogDamagedError
from drafting.services.drafts.errors import (
    EmptyTextError,
    NotTextError,
    NotUtf8Error,
    TextTooLargeError,
    TooManyChaptersError,
)

MESSAGES = {
    EmptyTextError: _l("The text is empty. Choose a Markdown file with text, or paste the text."),
    NotTextError: _l("This is not a Markdown text. Save it as plain text (.md) and try again."),
    NotUtf8Error: _l(
        "The text is not in UTF-8 (first at line %(line)s). Save it in UTF-8 and try again."
    ),
    TextTooLargeError: _l("The text is larger than 5 MiB. Split it and import the parts."),
    TooManyChaptersError: _l(
        "There can be at most %(most)s chapters. Split at a higher level of headings."
    ),
    LogDamagedError: _l(
        "The stored text of this chapter is damaged. Nothing was overwritten. Tell the operator."
    ),
}
