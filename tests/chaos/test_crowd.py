"""Several processes: killed at random while six people type, and many clients who come back at once.

Once in every run of the tests, at length by `make chaos`.
On PostgreSQL with Redis, which is stopped and frozen meanwhile. F3, F15, F17; CHAOS_SEED repeats a campaign.
"""

import os
import random
import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from drafting.domain.roles import Role
from drafting.services.draft_log import rows_after
from drafting.settings import WEBSOCKETS
from tests.chaos.autopsy import stored_state
from tests.chaos.campaign import LAST_DEEDS, TYPISTS, has_reached
from tests.chaos.ledger import Ledger
from tests.chaos.steady_client import ServerGoneError
from tests.chaos.test_kill_minus_9 import SECONDS, Record, tell
from tests.chaos.typists import Typist
from tests.support.crowd import Crowd, Room
from tests.support.people import add_drafter, token_of
from tests.support.postgresql import new_database
from tests.support.redis import RedisServer
from tests.support.sockets import SocketClient
from tests.support.waiting import wait_until

pytestmark = pytest.mark.xdist_group("postgresql")  # one server for all
CLIENTS = 200
BACK = 60.0  # seconds within which all of them must be there again


class Mover(Typist):
    """Somebody who comes back as soon as the process is gone, until it is over."""

    is_over = threading.Event()

    def work(self) -> None:
        while not self.is_over.is_set():
            self.work_until_the_server_is_gone()

    def do_something(self) -> None:
        if self.is_over.is_set():
            raise ServerGoneError
        super().do_something()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with RedisServer(tmp_path) as redis:
        yield redis


@pytest.fixture(params=WEBSOCKETS)
def crowd(request: pytest.FixtureRequest, tmp_path: Path, postgresql: str, redis: RedisServer) -> Iterator[Crowd]:
    crowd = Crowd.on(tmp_path / "instance", new_database(postgresql), redis_url=redis.url, workers=4)
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
        Mover(crowd, world.token((Role.CHAIR, Role.DRAFTER)[n % 2]), draft_id, number=n, ledger=ledger, seed=seed)
        for n in range(TYPISTS)
    ]
    Mover.is_over.clear()
    kills, until = 0, time.monotonic() + SECONDS
    with ThreadPoolExecutor(TYPISTS) as pool:
        days = [pool.submit(mover.work) for mover in movers]
        while kills == 0 or time.monotonic() < until:
            with trouble(redis, chance):
                crowd.kill_one(chance.choice(crowd.serving()))
                kills += 1
                crowd.wait_until_full()
        Mover.is_over.set()
    for day in days:
        day.result()
    agree_in_the_end(movers, ledger)
    tell(record_property, seed=seed, processes_killed=kills, **ledger.figures, lost=0, doubled=0)


def trouble(redis: RedisServer, chance: random.Random) -> "Trouble":
    return Trouble(*chance.choice([(redis.freeze, redis.thaw), (redis.stop, redis.start), (redis.answers, redis.answers)]))


class Trouble:
    """Redis broken inside the block, or not."""

    def __init__(self, break_: Callable[[], object], mend: Callable[[], object]) -> None:
        self.break_, self.mend = break_, mend

    def __enter__(self) -> None:
        self.break_()

    def __exit__(self, *_: object) -> None:
        self.mend()


def agree_in_the_end(movers: list[Mover], ledger: Ledger) -> None:
    """All come back and type on; then every screen, a fresh load and the ledger say the same, and the log has no gap."""
    Mover.is_over.clear()
    database, draft_id = movers[0].server.world.database, movers[0].draft_id
    for mover in movers:
        mover.arrive()
    for mover in movers * LAST_DEEDS:
        mover.do_something()
    stored = stored_state(database, draft_id)
    for mover in movers:
        wait_until(lambda mover=mover: has_reached(mover, stored))
        mover.close()
    assert len({mover.text for mover in movers}) == 1
    with database.reading() as session:
        rows = rows_after(session.connection(), draft_id, 0)
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert ledger.judge(draft_id, movers[0].text) == []


@pytest.mark.parametrize(("name", "crowd"), [(signal.SIGTERM, "fast"), (signal.SIGKILL, "stock")], indirect=["crowd"])
def test_F3_F17_all_clients_come_back(crowd: Crowd, name: signal.Signals, record_property: Record) -> None:
    room = Room(crowd, crowd.world)
    people = [add_drafter(room.world, f"p{n}@test.example", f"Person {n}") for n in range(CLIENTS // 10)]
    tokens = [token_of(room.world, people[n // 10]) for n in range(CLIENTS)]
    clients = [SocketClient(crowd, token, room.world.draft_ids[0]) for token in tokens]
    with ThreadPoolExecutor(40) as pool:
        list(pool.map(arrive, clients))
        words = list(pool.map(lambda pair: say(*pair), enumerate(clients)))
        assert crowd.process is not None
        crowd.process.send_signal(name) if name is signal.SIGTERM else crowd.kill()
        if crowd.process is not None:
            assert crowd.process.wait(15) == 0
            crowd.process = None
        crowd.start(DRAFTING_WEBSOCKET=next(one for one in WEBSOCKETS if one != crowd.environ["DRAFTING_WEBSOCKET"]))
        began = time.monotonic()
        list(pool.map(arrive, clients))
        took = time.monotonic() - began
    assert took < BACK
    wait_until(lambda: {client.text for client in clients} == {room.stored()}, BACK)
    assert all(room.stored().count(word) == 1 for word in words)
    for client in clients:
        client.close()
    tell(record_property, signal=name.name, clients=CLIENTS, seconds_until_all_were_back=round(took, 1))


def arrive(client: SocketClient) -> None:
    client.connect()
    check(client.join())


def say(number: int, client: SocketClient) -> str:
    word = f"⟦{number}⟧"
    check(client.send(client.type(word)))
    return word


def check(answer: dict[str, Any]) -> None:
    """In the threads of a pool, where pytest cannot look into an assertion."""
    if not answer["ok"]:
        raise AssertionError(answer)
