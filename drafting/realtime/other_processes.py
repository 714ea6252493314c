"""What this process tells the others and takes from them: the doorbell, connected to the watch
and to the namespaces.
"""

from drafting.domain.events.base import DomainEvent
from drafting.realtime.cluster.envelope import Presence, ProcessMessage
from drafting.realtime.cluster.pubsub import ProcessBroadcast
from drafting.realtime.cluster.remote_presence import RemotePresence
from drafting.realtime.drafts.namespace import DraftNamespace
from drafting.realtime.rights_watch import CommitAndRightsPoller
from drafting.realtime.transport.handshake_gate import SocketGate
from drafting.request.app_context import AppContext
from drafting.services.coediting.records import MergedUpdate
from drafting.services.coediting.replica_cache import CachedReplica


class ClusterLink:
    """The other processes, as the rooms of this one see them."""

    def __init__(
        self,
        parts: AppContext,
        gate: SocketGate,
        drafts: DraftNamespace,
        watch: CommitAndRightsPoller,
    ) -> None:
        self._drafts, self._watch = drafts, watch
        self._elsewhere = RemotePresence(drafts.moved_elsewhere)
        self._broadcast = ProcessBroadcast(parts.settings.redis_url, parts.settings.secret_key)
        self._broadcast.when_rung = self._rung
        self._broadcast.when_beaten = self._elsewhere.prune
        self._broadcast.every_socket = gate.open.copy
        gate.when_counted, gate.elsewhere = self._broadcast.tell_sockets, self._elsewhere.sockets_of
        drafts.when_seen = self._seen
        drafts.seen_elsewhere = self._elsewhere.in_draft
        watch.when_found = self._broadcast.ring_head
        parts.committer.relay = self._relay
        parts.database.listen(self._committed)

    def meet(self) -> None:
        """Begin to hear of them."""
        self._broadcast.start()

    def _relay(self, live: CachedReplica, relayed: MergedUpdate) -> None:
        """From the committer: to the sockets here, and to the others where to look."""
        self._drafts.relay_flush(live, relayed)
        self._broadcast.ring_head(live.draft_id, relayed.seq)

    def _committed(self, _event: DomainEvent) -> None:
        self._broadcast.ring_news()

    def _seen(self, presence: Presence) -> None:
        self._broadcast.tell([presence])

    def _rung(self, ring: ProcessMessage) -> None:
        if self._elsewhere.hear(ring):
            self._broadcast.tell(self._drafts.presences())
        self._watch.ring(ring.heads, is_news=ring.is_news)
