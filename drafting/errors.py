"""What can go wrong, named by the fact and born without HTTP.

Four kinds; request/status.py turns a kind into a status, request/messages/ a fact into a
sentence for people. The constructor's arguments are kept as `facts`: what such a sentence may
mention.
"""


class DraftingError(Exception):
    """The root of the family; its facts fill the sentence shown to people."""

    def __init__(self, **facts: object) -> None:
        super().__init__(type(self).__name__, facts)
        self.facts = facts


class InvalidInputError(DraftingError):
    """What was sent cannot be used as it is; the sender can mend it. `field` names its place in
    a form.
    """

    field: str | None = None


class NotPermittedError(DraftingError):
    """The identity lacks the permission."""


class NotFoundError(DraftingError):
    """It does not exist, or not for this identity: the two must look the same."""


class ConflictError(DraftingError):
    """It was possible a moment ago, or is not possible in this state."""


class StoreBusyError(DraftingError):
    """The database could not be reached in time; nothing was written."""
