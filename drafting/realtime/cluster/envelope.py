"""The message that one process sends to the others through Redis: ids, numbers, awareness states.

It carries no text and no code: it only says where to poll. Every message is signed with a key
derived from the secret key; one that is unsigned, of another shape or too large is ignored (attack
A122). A replayed message costs one poll, and counts no sockets.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from drafting.crdt.awareness import AwarenessState, read_awareness
from drafting.crdt.errors import MalformedAwarenessError
from drafting.crdt.wire.lib0 import MAX_SAFE_INTEGER
from drafting.domain.limits import MAX_KEY

MAX_MESSAGE_BYTES = 256 * 1024  # bytes
MAX_HEADS = 1000
MAX_PRESENCES = 100
MAX_SOCKET_COUNTS = 5000
DIGEST = 16  # bytes
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Presence:
    """A person in a draft; `awareness` is as relayed, with the identity that the server set."""

    draft_id: int
    alias: int
    awareness: bytes

    @property
    def state(self) -> AwarenessState:
        return read_awareness(self.awareness, client_id=self.alias)


@dataclass(slots=True)
class ProcessMessage:
    """One message; an empty one is a heartbeat of `process`."""

    process: str
    heads: dict[int, int] = field(default_factory=dict)  # the seq that each draft has now
    has_other_commits: bool = False  # a right, a comment, an import: anything but updates
    presences: dict[int, Presence] = field(default_factory=dict)  # the last of each alias
    sockets: dict[int, int] = field(default_factory=dict)  # open sockets, by account
    is_every_socket: bool = False  # False: only accounts whose number has changed
    at: int = 0  # seconds since 1970


class MessageSigner:
    """The key and the channel of one installation."""

    def __init__(self, secret_key: str) -> None:
        self._key = hashlib.blake2b(secret_key.encode(), person=b"drafting-ring").digest()
        mark = hashlib.blake2b(
            secret_key.encode(), person=b"drafting-channel", digest_size=8
        ).hexdigest()
        self.channel = f"drafting:{mark}"

    def write(self, message: ProcessMessage) -> bytes:
        presences = [
            [one.draft_id, one.alias, base64.b64encode(one.awareness).decode("ascii")]
            for one in message.presences.values()
        ]
        heads, sockets = list(message.heads.items()), list(message.sockets.items())
        fields = [
            message.process,
            heads,
            message.has_other_commits,
            presences,
            sockets,
            message.is_every_socket,
            message.at,
        ]
        body = json.dumps(fields, separators=(",", ":")).encode()
        return self._digest(body) + body

    def read(self, data: object) -> ProcessMessage | None:
        """The message, or None if it was not written by `write` with the same secret."""
        if not isinstance(data, bytes) or not DIGEST < len(data) <= MAX_MESSAGE_BYTES:
            return None
        if not hmac.compare_digest(data[:DIGEST], self._digest(data[DIGEST:])):
            return None
        try:
            return _message(json.loads(data[DIGEST:]))
        except (ValueError, TypeError, RecursionError, MalformedAwarenessError):
            return None

    def _digest(self, body: bytes) -> bytes:
        return hashlib.blake2b(body, key=self._key, digest_size=DIGEST).digest()


def _message(fields: Any) -> ProcessMessage:
    """Raises ValueError or TypeError for any other shape."""
    process, heads, has_other_commits, presences, sockets, is_every_socket, at = fields
    is_named = isinstance(process, str) and 0 < len(process) <= LONGEST_NAME
    if not is_named or {type(has_other_commits), type(is_every_socket)} != {bool}:
        raise ValueError("not a message")
    if len(heads) > MAX_HEADS or len(presences) > MAX_PRESENCES or len(sockets) > MAX_SOCKET_COUNTS:
        raise ValueError("too many at once")
    seen = {one.alias: one for one in map(_presence, presences)}
    counts = dict(_numbers(sockets))
    return ProcessMessage(
        process,
        dict(_numbers(heads)),
        has_other_commits,
        seen,
        counts,
        is_every_socket,
        _number(at, MAX_SAFE_INTEGER),
    )


def _numbers(pairs: Iterable[Any]) -> Iterable[tuple[int, int]]:
    for key, number in pairs:
        yield _number(key, MAX_KEY), _number(number, MAX_SAFE_INTEGER)


def _presence(given: Any) -> Presence:
    draft_id, alias, encoded = given
    presence = Presence(
        _number(draft_id, MAX_KEY),
        _number(alias, 2**32 - 1),
        base64.b64decode(encoded, validate=True),
    )
    if presence.state.clock < 0:
        raise ValueError(presence.state.clock)
    return presence


def _number(value: object, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError(value)
    return value
