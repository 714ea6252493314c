"""Many lives of one server, and the same typists through all of them.

A life begins with a start and ends with SIGKILL: from the inside, at a failpoint, or from the
outside, at any moment. After each, the disk is held against the ledger before anybody comes
back: a client that comes back could mend what was lost.
"""

import random
import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

from drafting.crdt.wire.update_reader import read_state_vector
from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.drafts.chapters import create_chapter
from drafting.settings import WEBSOCKETS
from tests.chaos.autopsy import examine, stored_state
from tests.chaos.ledger import Ledger
from tests.chaos.typists import Typist
from tests.support.people import TEXT, World
from tests.support.server import Server
from tests.support.waiting import wait_until

TYPISTS = 6
MANY = 60  # a failpoint strikes at one of its first so many passings
LAST_DEEDS = 5  # of each typist when all are back, so that the others must hear of them
# seconds after which a server that is told to end has ended, as promised; a busy machine gets as
# much again
GONE = 10.0
BUILT_TO_DIE = ("-m", "tests.chaos.serve")
PATIENCE = 60.0  # seconds within which a server must have died at its failpoint


class Campaign:
    """One server, two drafts, six typists, one ledger, one seed. Use as a context manager."""

    def __init__(
        self,
        instance: Path,
        migrated: bytes,
        seed: int,
        mutant: str = "",
        *,
        command: Sequence[str] | None = BUILT_TO_DIE,
    ) -> None:
        self.seed, self.mutant, self.kills = seed, mutant, 0
        self.random, self.ledger = random.Random(seed), Ledger()
        self.server = Server.fresh(instance, migrated, command=command)
        world = self.server.world
        self.draft_ids = [world.draft_ids[0], _second_draft(world)]
        roles = [Role.CHAIR, Role.DRAFTER]
        self.typists = [
            Typist(
                self.server,
                world.token(roles[number // 2 % 2]),
                self.draft_ids[number % 2],
                number=number,
                ledger=self.ledger,
                seed=seed,
            )
            for number in range(TYPISTS)
        ]
        world.database.dispose()  # an open connection of ours would spare the server its recovery

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: object, error: BaseException | None, _traceback: object) -> None:
        self.server.__exit__()
        for typist in self.typists:
            typist.close()
        if error is not None:
            error.add_note(f"seed {self.seed}, {self.figures}; to repeat: CHAOS_SEED={self.seed}")

    @property
    def figures(self) -> dict[str, int]:
        return {"kills": self.kills, **self.ledger.figures}

    def kill_at(self, point: str, patience: float = PATIENCE) -> None:
        """A life that ends by itself, at a failpoint."""
        nth = self.random.randint(1, MANY)
        assert self._live(patience, CHAOS_POINT=point, CHAOS_NTH=str(nth)), (
            f"{point} was not passed {nth} times"
        )

    def kill_at_any_moment(self) -> None:
        """A life that ends within a second, whatever the server is about."""
        assert not self._live(self.random.uniform(0.05, 1.0))

    def end_as_told(self) -> None:
        """A life that ends with SIGTERM, while everybody types."""
        assert not self._live(self.random.uniform(0.05, 1.0), self._ends_as_told)

    def _ends_as_told(self) -> None:
        assert self.server.process
        self.server.process.terminate()
        assert self.server.process.wait(2 * GONE) == 0
        self.server.kill()

    def _live(self, patience: float, end: Callable[[], None] | None = None, **environ: str) -> bool:
        """One life; whether the server died of itself. Every typist has noticed when it returns."""
        websocket = WEBSOCKETS[self.kills % len(WEBSOCKETS)]  # one life over this, one over that
        self.server.start(CHAOS_MUTANT=self.mutant, DRAFTING_WEBSOCKET=websocket, **environ)
        with ThreadPoolExecutor(TYPISTS) as pool:
            days = [pool.submit(typist.work_until_the_server_is_gone) for typist in self.typists]
            died = self._dies_within(patience)
            (end or self.server.kill)()
        self.kills += 1
        for day in days:
            day.result()
        examine(self.server.instance, self.draft_ids, self.ledger)
        return died

    def _dies_within(self, patience: float) -> bool:
        assert self.server.process
        try:
            return bool(self.server.process.wait(patience))
        except subprocess.TimeoutExpired:
            return False

    def all_agree_in_the_end(self) -> None:
        """Everybody comes back and types on; then all texts are one: on every screen, in a fresh
        load, and as promised.
        """
        self.server.start(CHAOS_MUTANT=self.mutant)
        for typist in self.typists:
            typist.arrive()
        for typist in self.typists * LAST_DEEDS:
            typist.do_something()
        stored = {
            draft_id: stored_state(self.server.world.database, draft_id)
            for draft_id in self.draft_ids
        }
        for typist in self.typists:
            wait_until(lambda typist=typist: has_reached(typist, stored[typist.draft_id]))
            typist.close()
        self.server.kill()
        texts = examine(self.server.instance, self.draft_ids, self.ledger)
        for typist in self.typists:
            assert typist.text == texts[typist.draft_id], (
                f"typist {typist.number} sees another text"
            )


def has_reached(typist: Typist, state: dict[int, int]) -> bool:
    typist.take_in()
    return read_state_vector(typist.doc.get_state()) == state


def _second_draft(world: World) -> int:
    """Another chapter of the working group that the chair and the drafter are in."""
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        chapter = create_chapter(
            session,
            OPERATOR,
            code,
            title="Another chapter",
            markdown=TEXT,
            working_group_id=world.group_ids[0],
        )
        return chapter.working_draft.id
