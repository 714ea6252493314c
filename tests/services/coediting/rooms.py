"""A committer at work on one draft, without sockets: what is handed in, in one flush or many,
and what it relayed.
"""

from concurrent.futures import Future, ThreadPoolExecutor

from drafting.crdt.shared_text import SharedText
from drafting.domain.roles import Role
from drafting.services.coediting.committer import Committer
from drafting.services.coediting.queries import draft_text
from drafting.services.coediting.records import MergedUpdate, Result
from drafting.services.coediting.replica_cache import CachedReplica, ReplicaCache
from drafting.services.coediting.update_log import CommittedUpdate
from tests.services.coediting.typists import Typist
from tests.support.people import World
from tests.support.waiting import wait_until


class Room:
    """A committer on one draft, and what it relayed."""

    def __init__(self, world: World) -> None:
        self.world, self.drafts = world, ReplicaCache(world.database)
        self.cached = self.drafts.acquire(world.draft_ids[0])
        self.screen = SharedText(
            [self.cached.shared.update_since(b"\0")]
        )  # of a member who only reads
        self.committer = Committer(world.database, self.drafts, self.at_point, relay=self.on_relay)
        self.relayed: list[tuple[int, int, object]] = []
        self.queued: list[Future[Result]] = []
        self.to_queue: list[tuple[Typist, bytes]] = []

    def on_relay(self, cached: CachedReplica, relayed: MergedUpdate) -> None:
        self.relayed.append((relayed.after, relayed.seq, relayed.origin))
        self.screen.apply(relayed.payload)

    def submit(self, typist: Typist, update: bytes, origin: object = None) -> Result:
        return self.committer.submit(self.cached, typist.sender, update, origin)

    def at_point(self, point: str) -> None:
        """While the first flush is in its transaction, let `to_queue` come, so that they are one
        flush after it.
        """
        if point == "after_insert_before_commit" and self.to_queue:
            pool = ThreadPoolExecutor(len(self.to_queue))
            for number, (typist, update) in enumerate(self.to_queue, start=1):
                self.queued.append(pool.submit(self.submit, typist, update))
                wait_until(lambda number=number: len(self.committer._waiting) == number)
            self.to_queue = []
            pool.shutdown(wait=False)

    def in_one_flush(self, *items: tuple[Typist, bytes]) -> list[Result]:
        """The results of updates that were committed together, in this order."""
        opener = Typist(self.world, Role.SECRETARIAT)
        self.to_queue = list(items)
        assert isinstance(self.submit(opener, opener.type("|")), CommittedUpdate)
        return [future.result(timeout=10) for future in self.queued]

    def stored(self) -> str:
        with self.world.database.reading() as session:
            return draft_text(session, self.world.draft_ids[0])

    def rows(self) -> int:
        with self.world.database.reading() as session:
            return (
                session.connection()
                .exec_driver_sql("SELECT count(*) FROM draft_update WHERE working_draft_id = 1")
                .scalar_one()
            )


def seqs(results: list[Result]) -> list[object]:
    return [
        result.seq if isinstance(result, CommittedUpdate) else result.error for result in results
    ]
