"""What this process tells the other processes and takes from them.

Receives broadcasts for the rooms and the poller of this process, and publishes what it commits.
"""

from collections import Counter
from collections.abc import Iterable

from drafting.realtime.cluster.envelope import Presence, ProcessMessage
from drafting.realtime.cluster.pubsub import ProcessBroadcast
from drafting.realtime.cluster.remote_presence import RemotePresence
from drafting.realtime.commit_and_rights_poller import CommitAndRightsPoller
from drafting.realtime.drafts.sockets import DraftSockets
from drafting.realtime.transport.handshake_gate import SocketGate
from drafting.services.coediting.records import MergedUpdate
from drafting.services.coediting.replica_cache import CachedReplica


class ClusterLink:
    """Implements cluster.pubsub.BroadcastReceiver."""

    def __init__(
        self,
        broadcast: ProcessBroadcast,
        remote: RemotePresence,
        gate: SocketGate,
        sockets: DraftSockets,
        poller: CommitAndRightsPoller,
    ) -> None:
        self._broadcast, self._remote = broadcast, remote
        self._gate, self._sockets, self._poller = gate, sockets, poller

    def relay(self, cached: CachedReplica, merged: MergedUpdate) -> None:
        """Relay a flush to the sockets here, and publish the new head."""
        self._sockets.relay(cached, merged)
        self._broadcast.publish_head(cached.draft_id, merged.seq)

    def on_message(self, message: ProcessMessage) -> None:
        """Take in what another process published; a new process is told who is here."""
        is_new_process = self._remote.receive(message)
        self._show(message.presences.values())
        if is_new_process:
            self._broadcast.publish_presences(self._sockets.presences())
        self._poller.notify(message.heads, is_other=message.has_other_commits)

    def on_heartbeat(self) -> None:
        """Show that those have left who are in no process any more."""
        self._show(self._remote.prune())

    def socket_counts(self) -> Counter[int]:
        """The sockets of this process, by account."""
        return self._gate.open.copy()

    def _show(self, presences: Iterable[Presence]) -> None:
        for presence in presences:
            self._sockets.show_remote(presence)
