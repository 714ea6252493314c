"""What this process tells the others and takes from them: the doorbell, connected to the watch and to the namespaces."""

from drafting.domain.events.base import DomainEvent
from drafting.realtime.cluster.envelope import Presence, Ring
from drafting.realtime.cluster.pubsub import Doorbell
from drafting.realtime.cluster.remote_presence import Elsewhere
from drafting.realtime.drafts.namespace import DraftNamespace
from drafting.realtime.rights_watch import Watch
from drafting.realtime.transport.handshake_gate import SocketGate
from drafting.request.app_context import AppContext
from drafting.services.coediting.flushes import Relayed
from drafting.services.coediting.live_drafts import LiveDraft


class Neighbours:
    """The other processes, as the rooms of this one see them."""

    def __init__(
        self, parts: AppContext, gate: SocketGate, drafts: DraftNamespace, watch: Watch
    ) -> None:
        self._drafts, self._watch = drafts, watch
        self._elsewhere = Elsewhere(drafts.moved_elsewhere)
        self._doorbell = Doorbell(parts.settings.redis_url, parts.settings.secret_key)
        self._doorbell.when_rung = self._rung
        self._doorbell.when_beaten = self._elsewhere.prune
        self._doorbell.every_socket = gate.open.copy
        gate.when_counted, gate.elsewhere = self._doorbell.tell_sockets, self._elsewhere.sockets_of
        drafts.when_seen = self._seen
        drafts.seen_elsewhere = self._elsewhere.in_draft
        watch.when_found = self._doorbell.ring_head
        parts.committer.relay = self._relay
        parts.database.listen(self._committed)

    def meet(self) -> None:
        """Begin to hear of them."""
        self._doorbell.start()

    def _relay(self, live: LiveDraft, relayed: Relayed) -> None:
        """From the committer: to the sockets here, and to the others where to look."""
        self._drafts.relay_flush(live, relayed)
        self._doorbell.ring_head(live.draft_id, relayed.seq)

    def _committed(self, _event: DomainEvent) -> None:
        self._doorbell.ring_news()

    def _seen(self, presence: Presence) -> None:
        self._doorbell.tell([presence])

    def _rung(self, ring: Ring) -> None:
        if self._elsewhere.hear(ring):
            self._doorbell.tell(self._drafts.presences())
        self._watch.ring(ring.heads, is_news=ring.is_news)
