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


class NameImitatesError(InvalidInputError):
    """A word of the name has letters of another script that look like Latin ones
    (CVE-2021-42694).
    """

    def __init__(self, field: str, word: str) -> None:
        super().__init__(field=field, word=word)
        self.field = field


class TextTooComplexError(InvalidInputError):
    """The work on it passed its limit of time or memory."""

    field = "markdown"


class InstantInvalidError(InvalidInputError):
    def __init__(self, field: str) -> None:
        super().__init__(field=field)
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
