"""Why a version could not be prepared, published or read."""

from drafting.errors import ConflictError, InvalidInputError, NotFoundError


class ControlCharacterInChapterError(InvalidInputError):
    """A chapter has a control character, which was typed or pasted into its working draft."""


class HiddenCharactersError(InvalidInputError):
    """The text holds characters that readers do not see, and they are not confirmed as meant."""

    field = "confirmed"


class VersionNotFoundError(NotFoundError):
    """No version of this number, or not yet for this identity."""


class ClauseNotFoundError(NotFoundError):
    """No clause at this address in this version."""


class NothingToPublishError(InvalidInputError):
    """There is no text in any chapter."""


class VersionUnchangedError(ConflictError):
    """The text is that of the version before."""


class VersionPendingError(ConflictError):
    """A version is prepared already and waits to be published or discarded."""


class VersionNotReadyError(ConflictError):
    """Its clauses are still being read."""


class VersionIsPublicError(ConflictError):
    """What is published stays as it is."""
