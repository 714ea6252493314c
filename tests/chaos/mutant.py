"""The mutant that the ledger must catch: a committer that says "committed" first and commits a
moment later.

If the chaos tests passed with it, they would prove nothing. Imported by the chaos server only,
after gevent has patched.
"""

import gevent

from drafting.services.coediting.committer import Committer, OnResult
from drafting.services.coediting.records import Sender
from drafting.services.coediting.replica_cache import CachedReplica
from drafting.services.coediting.update_log import CommittedUpdate

TURNS = 3  # of the event loop, in which the acknowledgement is written to its socket


class AcknowledgeFirst(Committer):
    """Commits in the background, as soon as the acknowledgement is on its way."""

    def enqueue(
        self,
        cached: CachedReplica,
        sender: Sender,
        payload: bytes,
        on_result: OnResult,
        origin: object = None,
    ) -> None:
        gevent.spawn(self._commit_afterwards, cached, sender, payload, origin)
        on_result(CommittedUpdate(cached.seq + 1, sender.account_id, 0, payload))

    def _commit_afterwards(
        self, cached: CachedReplica, sender: Sender, payload: bytes, origin: object
    ) -> None:
        for _ in range(TURNS):
            gevent.spawn(lambda: None).join()  # one turn of the loop, however busy it is
        super().enqueue(cached, sender, payload, lambda result: None, origin)
