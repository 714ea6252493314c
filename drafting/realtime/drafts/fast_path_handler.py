"""Handles the keystrokes of one socket on the fast path: outside any request.

UpdateHandler decides as on the stock path; only how it is called and answered differs.
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from drafting.realtime.drafts.connections import Connection
from drafting.realtime.drafts.sockets import NAMESPACE
from drafting.realtime.drafts.update_handler import UpdateHandler
from drafting.realtime.refusals import Answer, refusal
from drafting.realtime.transport.engine import acknowledge
from drafting.realtime.transport.fast_path import (
    FastPathEvent,
    awareness_ack_frame,
    update_ack_frame,
)
from drafting.realtime.transport.fast_websocket import FastWebSocket
from drafting.services.coediting.records import Result
from drafting.services.coediting.update_log import CommittedUpdate

log = logging.getLogger(__name__)


class FastPathHandler:
    """The listener of one connection's fast-path events. `environ` is that of its handshake."""

    def __init__(
        self,
        updates: UpdateHandler,
        connection: Connection,
        websocket: FastWebSocket,
        environ: dict[str, Any],
        server: Any,
    ) -> None:
        self._websocket = websocket
        self._updates = updates
        self._connection = connection
        self._environ = environ
        self._server = server

    def handle(self, event: FastPathEvent) -> None:
        """Handle one event; a failure is answered and does not end the connection."""
        try:
            self._dispatch(event)
        except Exception:
            log.exception("an event of a socket failed")
            self._send_refusal(event.ack_id, lambda: refusal("not_saved_yet"))

    def _dispatch(self, event: FastPathEvent) -> None:
        connection, draft_id = self._connection, event.draft_id
        if event.lineage is not None:
            on_result = partial(self._answer, event.ack_id)
            self._updates.submit_update(
                connection, draft_id, event.lineage, event.payload, on_result
            )
        elif error := self._updates.set_awareness(connection, draft_id, event.payload):
            self._send_refusal(event.ack_id, lambda: refusal(error))
        elif event.ack_id is not None:
            self._websocket.send(awareness_ack_frame(event.ack_id))

    def _answer(self, ack_id: int | None, result: Result) -> None:
        if ack_id is not None and isinstance(result, CommittedUpdate):
            self._connection.missing_since = 0.0
            self._websocket.send(update_ack_frame(ack_id, result.seq, result.at))
        else:
            connection = self._connection
            self._send_refusal(ack_id, lambda: self._updates.acknowledgement(result, connection))

    def _send_refusal(self, ack_id: int | None, answer: Callable[[], Answer]) -> None:
        """Answer with a sentence in the language of the browser that shook hands."""
        if ack_id is None:
            return
        with self._environ["flask.app"].request_context(self._environ):
            acknowledge(self._server, self._connection.sid, NAMESPACE, ack_id, answer())
