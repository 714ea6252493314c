"""Why a use-case about a code of practice was refused."""

from drafting.errors import ConflictError, InvalidInputError, NotFoundError


class CodeNotFoundError(NotFoundError):
    """No code of practice with this slug, or not for this identity."""


class SlugInvalidError(InvalidInputError):
    field = "slug"


class SlugTakenError(ConflictError):
    field = "slug"


class VocabularyChangedError(ConflictError):
    """The vocabulary was changed by another person since the form was opened."""


class DraftNotFoundError(NotFoundError):
    """No such working draft, or not for this identity."""
