"""Why an update cannot be taken. The names are the `error` values of docs/realtime-protocol.md."""

from drafting.errors import InvalidInputError


class MalformedUpdateError(InvalidInputError):
    """The bytes are not an update (V1), or hold something other than plain text in the one root."""


class MissingPredecessorsError(InvalidInputError):
    """The update builds on others that this replica has never seen; stored alone it would stay
    pending.
    """


class UpdateTooLargeError(InvalidInputError):
    """The update, or the document with it, passes the limit."""


class MalformedAwarenessError(InvalidInputError):
    """The bytes are not one awareness state of the client that sent them."""
