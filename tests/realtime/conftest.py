"""Every test of the sockets runs over both WebSockets: our own and that of python-engineio."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from drafting.settings import WEBSOCKETS
from tests.support.people import make_world
from tests.support.server import Server


@pytest.fixture(scope="session", params=WEBSOCKETS)
def _one_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, migrated: bytes) -> Iterator[Server]:
    with Server.fresh(tmp_path_factory.mktemp("shared") / "instance", migrated, websocket=request.param) as server:
        yield server


@pytest.fixture
def shared_server(_one_server: Server) -> Server:
    _one_server.world = make_world(_one_server.world.database, f"-{secrets.token_hex(4)}")
    return _one_server


@pytest.fixture(params=WEBSOCKETS)
def server(request: pytest.FixtureRequest, tmp_path: Path, migrated: bytes) -> Iterator[Server]:
    with Server.fresh(tmp_path / "instance", migrated, websocket=request.param) as server:
        yield server
