"""Several processes: killed at random while six people type, and many clients who come back at
once.

Once in every run of the tests, at length by `make chaos`. On PostgreSQL with Redis, which is
stopped and frozen during it. F3, F15, F17; CHAOS_SEED repeats a campaign.
"""

import os
import random
import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from drafting.domain.roles import Role
from drafting.services.coediting.queries import draft_text
from drafting.services.coediting.update_log import rows_after
from drafting.settings import WEBSOCKETS
from tests.chaos.autopsy import stored_state
from tests.chaos.campaign import LAST_DEEDS, TYPISTS, has_reached
from tests.chaos.ledger import Ledger
from tests.chaos.steady_client import ServerGoneError
from tests.chaos.test_kill_minus_9 import SECONDS, Record, tell
from tests.chaos.typists import Typist
from tests.support.crowd import Crowd
from tests.support.people import add_drafter, token_of
from tests.support.postgresql import new_database
from tests.support.redis import RedisServer
from tests.support.waiting import wait_until

pytestmark = pytest.mark.xdist_group("postgresql")  # one server for all
CLIENTS, WINDOWS = 200, 10  # so many of each person
PROMISES = 300  # before the server ends
BACK = 60.0  # seconds within which all of them must be there again


class Mover(Typist):
    """A client that reconnects as soon as its process is gone, until the test is over."""

    is_over = threading.Event()

    def work(self) -> None:
        while not self.is_over.is_set():
            self.work_until_the_server_is_gone()

    def do_something(self) -> None:
        if self.is_over.is_set():
            raise ServerGoneError
        super().do_something()


class Early(Typist):
    """One of a crowd, who tries until it is let in, as a browser does, and waits for all the
    others before typing.
    """

    are_here = threading.Barrier(CLIENTS)
    attempts = 0

    def arrive(self) -> None:
        wait_until(self.is_let_in, BACK)
        self.are_here.wait(BACK)

    def is_let_in(self) -> bool:
        self.attempts += 1
        try:
            super().arrive()
        except ServerGoneError:
            self.close()
            return False
        return True


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with RedisServer(tmp_path) as redis:
        yield redis


@pytest.fixture(params=WEBSOCKETS)
def crowd(
    request: pytest.FixtureRequest, tmp_path: Path, postgresql: str, redis: RedisServer
) -> Iterator[Crowd]:
    crowd = Crowd.on(
        tmp_path / "instance", new_database(postgresql), redis_url=redis.url, workers=4
    )
    crowd.environ["DRAFTING_WEBSOCKET"] = request.param
    with crowd:
        yield crowd


def test_F15_nothing_promised_is_lost_or_doubled_while_processes_die(
    crowd: Crowd, redis: RedisServer, record_property: Record
) -> None:
    seed = int(os.environ.get("CHAOS_SEED", secrets.randbits(32)))
    ledger, chance, world = Ledger(), random.Random(seed), crowd.world
    draft_id = world.draft_ids[0]
    movers = [
        Mover(
            crowd,
            world.token((Role.CHAIR, Role.DRAFTER)[n % 2]),
            draft_id,
            number=n,
            ledger=ledger,
            seed=seed,
        )
        for n in range(TYPISTS)
    ]
    Mover.is_over.clear()
    kills, until = 0, time.monotonic() + SECONDS
    with ThreadPoolExecutor(TYPISTS) as pool:
        days = [pool.submit(mover.work) for mover in movers]
        try:
            while kills == 0 or time.monotonic() < until:
                with trouble(redis, chance):
                    crowd.kill_one(chance.choice(crowd.serving()))
                    kills += 1
                    crowd.wait_until_full()
        finally:
            Mover.is_over.set()
    for day in days:
        day.result()
    agree_in_the_end(movers, ledger)
    tell(record_property, seed=seed, processes_killed=kills, **ledger.figures, lost=0, doubled=0)


def trouble(redis: RedisServer, chance: random.Random) -> "Trouble":
    return Trouble(
        *chance.choice(
            [(redis.freeze, redis.thaw), (redis.stop, redis.start), (redis.answers, redis.answers)]
        )
    )


class Trouble:
    """Redis broken inside the block, or not."""

    def __init__(self, break_: Callable[[], object], mend: Callable[[], object]) -> None:
        self.break_, self.mend = break_, mend

    def __enter__(self) -> None:
        self.break_()

    def __exit__(self, *_: object) -> None:
        self.mend()


def agree_in_the_end(movers: list[Mover], ledger: Ledger) -> None:
    """All come back and type on."""
    stored_as_promised(movers[0], ledger)
    Mover.is_over.clear()
    for mover in movers:
        mover.arrive()
    for mover in movers * LAST_DEEDS:
        mover.do_something()
    all_say_the_same(movers, ledger)


def stored_as_promised(typist: Typist, ledger: Ledger) -> str:
    """The text in the database, which keeps every promise. Before anybody comes back, who could
    mend what was lost.
    """
    with typist.server.world.database.reading() as session:
        rows, text = (
            rows_after(session.connection(), typist.draft_id, 0),
            draft_text(session, typist.draft_id),
        )
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert ledger.judge(typist.draft_id, text) == []
    return text


def all_say_the_same(typists: Sequence[Typist], ledger: Ledger) -> None:
    """Every screen, a fresh load and the ledger. A state vector tells nothing of deletions; the
    text does.
    """
    stored = stored_state(typists[0].server.world.database, typists[0].draft_id)
    text = stored_as_promised(typists[0], ledger)
    for typist in typists:
        wait_until(partial(shows, typist, stored, text), BACK)
        typist.close()


def shows(typist: Typist, stored: dict[int, int], text: str) -> bool:
    return has_reached(typist, stored) and typist.text == text


@pytest.mark.parametrize(
    ("name", "crowd"), [(signal.SIGTERM, "fast"), (signal.SIGKILL, "stock")], indirect=["crowd"]
)
def test_F3_F17_all_who_type_come_back_and_nothing_promised_is_lost_or_doubled(
    crowd: Crowd, name: signal.Signals, record_property: Record
) -> None:
    seed, ledger = int(os.environ.get("CHAOS_SEED", secrets.randbits(32))), Ledger()
    typists = many_typists(crowd, ledger, seed)
    with ThreadPoolExecutor(CLIENTS) as pool:
        days = [pool.submit(typist.work_until_the_server_is_gone) for typist in typists]
        took = {"it had ended": end_while_all_type(crowd, name, ledger)}
        for day in days:
            day.result()
        interrupted = sum(bool(typist.unsaved) for typist in typists)
        stored_as_promised(typists[0], ledger)
        crowd.start(
            DRAFTING_WEBSOCKET=next(
                one for one in WEBSOCKETS if one != crowd.environ["DRAFTING_WEBSOCKET"]
            )
        )
        took["all were back"] = seconds_of(lambda: list(pool.map(Early.arrive, typists)))
    assert interrupted > CLIENTS / 2
    assert took["all were back"] < BACK
    for typist in typists[::20] * LAST_DEEDS:
        typist.do_something()
    all_say_the_same(typists, ledger)
    tell(
        record_property,
        **{
            "seed": seed,
            "signal": name.name,
            "clients": CLIENTS,
            "interrupted": interrupted,
            **ledger.figures,
        },
        attempts=sum(typist.attempts for typist in typists),
        **{f"seconds until {what}": round(seconds, 1) for what, seconds in took.items()},
        lost=0,
        doubled=0,
    )


def many_typists(crowd: Crowd, ledger: Ledger, seed: int) -> list[Early]:
    """Ten windows for each person, in one draft."""
    Early.are_here.reset()
    people = [
        add_drafter(crowd.world, f"p{n}@test.example", f"Person {n}")
        for n in range(CLIENTS // WINDOWS)
    ]
    tokens = [token_of(crowd.world, people[n // WINDOWS]) for n in range(CLIENTS)]
    draft_id = crowd.world.draft_ids[0]
    return [
        Early(crowd, token, draft_id, number=n, ledger=ledger, seed=seed)
        for n, token in enumerate(tokens)
    ]


def end_while_all_type(crowd: Crowd, name: signal.Signals, ledger: Ledger) -> float:
    """Seconds that the end took. Whatever happens, the server is gone, and nobody types for
    ever.
    """
    try:
        wait_until(lambda: all_were_promised_something(ledger), BACK)
        return seconds_of(lambda: end(crowd, name))
    finally:
        crowd.kill()


def all_were_promised_something(ledger: Ledger) -> bool:
    """Each of them, and together a good deal."""
    promised = [token for token, entry in list(ledger.entries.items()) if entry.acked]
    return (
        len(promised) >= PROMISES
        and len({token.partition(":")[0] for token in promised}) == CLIENTS
    )


def end(crowd: Crowd, name: signal.Signals) -> None:
    assert crowd.process is not None
    if name is signal.SIGTERM:
        crowd.process.terminate()
        assert crowd.process.wait(15) == 0
    crowd.kill()


def seconds_of(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began
