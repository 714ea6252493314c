"""What a keystroke asks for: an update to be committed, an awareness state to be relayed.

The namespace (stock path) and the fast path call the same two methods. Rights were read when the
socket joined; the committer compares the rights epoch again in its transaction.
"""

from collections.abc import Callable

from drafting.crdt.awareness import (
    AwarenessState,
    read_awareness,
    write_awareness,
    write_json_awareness,
)
from drafting.crdt.errors import MalformedAwarenessError
from drafting.realtime.drafts.connections import Connection, Joined
from drafting.realtime.drafts.sockets import DraftSockets
from drafting.realtime.refusals import Answer, refusal
from drafting.realtime.transport.rate_limit import AWARENESS, update_cost
from drafting.services.coediting.committer import Committer
from drafting.services.coediting.records import Refusal, Result
from drafting.services.coediting.update_log import CommittedUpdate


class UpdateHandler:
    """Hands updates to the committer and awareness states to the rooms."""

    def __init__(self, committer: Committer, sockets: DraftSockets) -> None:
        self._committer = committer
        self._sockets = sockets

    def submit_update(
        self,
        connection: Connection | None,
        draft_id: int,
        lineage: object,
        payload: bytes,
        on_result: Callable[[Result], None],
    ) -> None:
        """Enqueue an update; `on_result` is called with the outcome, at once if refused here."""
        if connection is None:
            return on_result(Refusal("not_joined"))
        # first: it may wait, and the socket may have left the draft afterwards
        connection.bucket.wait(update_cost(payload) + connection.pending_cost())
        joined = connection.is_in(draft_id)
        if joined is None:
            on_result(Refusal("not_joined"))
        elif not joined.may_write:
            on_result(Refusal("not_permitted"))
        elif lineage != joined.cached.lineage_id:
            on_result(Refusal("lineage"))
        else:
            self._committer.enqueue(
                joined.cached, joined.sender, payload, on_result, connection.sid
            )
        return None

    @staticmethod
    def acknowledgement(result: Result, connection: Connection | None) -> Answer:
        """The acknowledgement of an update, or its refusal with what the browser needs next."""
        if isinstance(result, CommittedUpdate):
            if connection:
                connection.missing_since = 0.0
            return {"ok": True, "seq": result.seq, "at": result.at}
        cached = connection.joined.cached if connection and connection.joined else None
        if connection and cached is not None and result.error == "missing":
            connection.note_missing_predecessor(cached.draft_id)
            return refusal("missing", state_vector=cached.shared.state_vector)
        if cached is not None and result.error == "lineage":
            return refusal("lineage", lineage=cached.lineage_id)
        return refusal(result.error)

    def set_awareness(
        self, connection: Connection | None, draft_id: int, payload: bytes
    ) -> str | None:
        """Relay an awareness state within a moment; returns the error if it is refused."""
        if connection is None:
            return "not_joined"
        connection.bucket.wait(AWARENESS)
        joined = connection.is_in(draft_id)
        if joined is None:
            return "not_joined"
        try:
            state = read_awareness(payload, client_id=joined.client_id)
        except MalformedAwarenessError:
            return "malformed"
        self._sockets.show(joined, connection.sid, _shown_state(joined, state))
        return None


def _shown_state(joined: Joined, state: AwarenessState) -> bytes:
    """The state as others receive it: under the alias, with the server's name for the person."""
    joined.awareness_clock = max(joined.awareness_clock, state.clock)
    if state.is_leaving:
        joined.awareness = b""
        return write_awareness(joined.alias, state.clock, None)
    joined.awareness = write_json_awareness(joined.alias, state.clock, joined.user, state.cursor)
    return joined.awareness
