"""The keystrokes of one socket on the fast path: outside any request, answered when the
committer has decided.

The same two methods decide as on the stock path (`draft_namespace`); only how they are called
and answered is another.
"""

import logging
from collections.abc import Callable
from typing import Any, Protocol

from drafting.realtime.drafts.connections import Connection
from drafting.realtime.refusals import Answer, refusal
from drafting.realtime.transport.engine import WEBSOCKET, acknowledge
from drafting.realtime.transport.hot_packets import (
    FastPathEvent,
    awareness_ack_frame,
    update_ack_frame,
)
from drafting.services.coediting.log import CommittedUpdate
from drafting.services.coediting.records import Result

log = logging.getLogger(__name__)


class Taker(Protocol):
    """What decides: the namespace."""

    namespace: str
    socketio: Any

    def take_update(
        self,
        connection: Connection,
        draft_id: int,
        lineage: object,
        payload: bytes,
        then: Callable[[Result], None],
    ) -> None: ...
    def take_awareness(
        self, connection: Connection, draft_id: int, payload: bytes
    ) -> str | None: ...
    def answer_to(self, result: Result, connection: Connection) -> Answer: ...


class FastPathHandler:
    """The listener of one connection's hot packets."""

    def __init__(self, taker: Taker, connection: Connection) -> None:
        self._taker = taker
        self._connection = connection
        self._websocket = connection.environ[WEBSOCKET]

    def take(self, event: FastPathEvent) -> None:
        """Take one event; whatever goes wrong in it stays its own."""
        try:
            if event.lineage is not None:
                then = lambda result: self._answer(event.ack_id, result)  # noqa: E731 - it carries the event's id
                self._taker.take_update(
                    self._connection, event.draft_id, event.lineage, event.payload, then
                )
            elif error := self._taker.take_awareness(
                self._connection, event.draft_id, event.payload
            ):
                self._in_words(event.ack_id, lambda: refusal(error))
            elif event.ack_id is not None:
                self._websocket.send(awareness_ack_frame(event.ack_id))
        except Exception:
            log.exception("an event of a socket failed")
            self._in_words(event.ack_id, lambda: refusal("not_saved_yet"))

    def _answer(self, ack_id: int | None, result: Result) -> None:
        if ack_id is not None and isinstance(result, CommittedUpdate):
            self._connection.lacks_since = 0.0
            self._websocket.send(update_ack_frame(ack_id, result.seq, result.at))
        else:
            self._in_words(ack_id, lambda: self._taker.answer_to(result, self._connection))

    def _in_words(self, ack_id: int | None, answer: Callable[[], Answer]) -> None:
        """Refusals are sentences, in the language of the browser that shook hands."""
        if ack_id is None:
            return
        environ = self._connection.environ
        with environ["flask.app"].request_context(environ):
            acknowledge(
                self._taker.socketio.server,
                self._connection.sid,
                self._taker.namespace,
                ack_id,
                answer(),
            )
