"""Refusals that every subject shares, named by the fact. What people read stands in
request/messages/.
"""

from drafting.errors import InvalidInputError


class FieldMissingError(InvalidInputError):
    def __init__(self, field: str) -> None:
        super().__init__(field=field)
        self.field = field


class FieldTooLongError(InvalidInputError):
    def __init__(self, field: str, most: int) -> None:
        super().__init__(field=field, most=most)
        self.field = field


class ControlCharacterError(InvalidInputError):
    """A character that no text has: the leftover of another encoding, or of a binary file."""

    def __init__(self, field: str, line: int, name: str) -> None:
        super().__init__(field=field, line=line, name=name)
        self.field = field


class TextTooComplexError(InvalidInputError):
    """The work on it passed its limit of time or memory."""

    field = "markdown"


class InstantInvalidError(InvalidInputError):
    def __init__(self, field: str) -> None:
        super().__init__(field=field)
        self.field = field


class InstantSkippedError(InvalidInputError):
    """The clocks leave this hour out; `last` and `next` are those around it, as HH:MM."""

    def __init__(self, field: str, typed: str, last: str, next: str) -> None:  # noqa: A002 - a fact
        super().__init__(field=field, typed=typed, last=last, next=next)
        self.field = field


class InstantTwiceError(InvalidInputError):
    """The clocks show this hour twice; `first` and `second` are both offsets: "UTC+02:00"."""

    def __init__(self, field: str, typed: str, first: str, second: str) -> None:
        super().__init__(field=field, typed=typed, first=first, second=second)
        self.field = field


class InstantPastError(InvalidInputError):
    def __init__(self, field: str) -> None:
        super().__init__(field=field)
        self.field = field


class TimeNotChosenError(InvalidInputError):
    """A time was typed, and "at once" was chosen."""

    def __init__(self, field: str) -> None:
        super().__init__(field=field)
        self.field = field


class ChoiceInvalidError(InvalidInputError):
    """A word that is none of those offered."""

    def __init__(self, field: str) -> None:
        super().__init__(field=field)
        self.field = field


class LanguageInvalidError(InvalidInputError):
    field = "language"


class AddressInvalidError(InvalidInputError):
    field = "email"


class PasswordTooShortError(InvalidInputError):
    field = "password"
