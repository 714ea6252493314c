"""Why a text could not become chapters or a working draft."""

from drafting.errors import InvalidInputError


class EmptyTextError(InvalidInputError):
    field = "markdown"


class NotTextError(InvalidInputError):
    """NUL characters: a picture, a Word file or another binary under a Markdown name."""

    field = "markdown"


class NotUtf8Error(InvalidInputError):
    field = "markdown"


class TextTooLargeError(InvalidInputError):
    field = "markdown"


class TooManyChaptersError(InvalidInputError):
    field = "markdown"
