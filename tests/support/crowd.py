"""A server of several processes on one database: which of them a socket is in, and sockets in
each of them.

Looks at processes and their connections through /proc, so that the product need not tell.
"""

import os
import re
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Self

from drafting.cli.store import migrate
from drafting.domain.roles import Role
from drafting.services.coediting.queries import draft_text
from drafting.storage.unit_of_work import Database
from tests.support.people import World, make_world
from tests.support.server import Server, free_port
from tests.support.sockets import SocketClient
from tests.support.waiting import wait_until

TRIES = 60  # connections made until one is in the process wanted


class Crowd(Server):
    """`workers` serving processes on any database, with or without Redis."""

    workers = 2

    @classmethod
    def on(
        cls, instance: Path, database_url: str, *, redis_url: str = "", workers: int = 2
    ) -> Self:
        """A stopped crowd on an empty database; use it as a context manager."""
        instance.mkdir(parents=True)
        database = Database(database_url)
        migrate(database)
        port = free_port()
        command = [
            "-m",
            "drafting.cli",
            "serve",
            "--address",
            f"127.0.0.1:{port}",
            "--workers",
            str(workers),
        ]
        crowd = cls(instance, make_world(database), port, command)
        crowd.environ |= {"DRAFTING_DATABASE_URL": database_url, "DRAFTING_REDIS_URL": redis_url}
        crowd.workers = workers
        return crowd

    def start(self, **more: str) -> None:
        super().start(**more)
        self.wait_until_full()

    def wait_until_full(self) -> None:
        """As many processes serve as should."""
        wait_until(self.is_full, 90)

    def is_full(self) -> bool:
        return len([pid for pid in self.serving() if accepts(pid, self.port)]) == self.workers

    def serving(self) -> list[int]:
        """The processes that serve, whether they are ready or not."""
        return (
            [pid for pid in children(self.process.pid) if b"serving-process" in words_of(pid)]
            if self.process
            else []
        )

    def process_of(self, client: SocketClient) -> int:
        """The serving process at the other end of a client's connection."""
        return self.process_at(client.io.eio.ws.sock)

    def process_at(self, connection: socket.socket) -> int:
        """The serving process at the other end."""
        port = connection.getsockname()[1]
        return next(pid for pid in self.serving() if connection_of(pid, self.port, port))

    def kill_one(self, pid: int) -> None:
        """SIGKILL; returns when it is gone."""
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: pid not in self.serving())


class Room:
    """Clients in one draft of a crowd, closed at the end."""

    def __init__(self, crowd: Crowd, world: World) -> None:
        self.crowd, self.world, self.clients = crowd, world, list[SocketClient]()

    def enter(self, role: Role, where: Callable[[int], bool] = lambda pid: True) -> SocketClient:
        """A joined client, connected to a process that `where` says yes to."""
        client = SocketClient(self.crowd, self.world.token(role), self.world.draft_ids[0])
        self.clients.append(client)
        for _ in range(TRIES):
            client.connect()
            if where(self.crowd.process_of(client)):
                assert client.join()["ok"]
                return client
            client.close()
        raise AssertionError(f"{TRIES} connections all went elsewhere")

    def enter_apart_from(self, other: SocketClient, role: Role) -> SocketClient:
        pid = self.crowd.process_of(other)
        return self.enter(role, lambda here: here != pid)

    def stored(self) -> str:
        with self.world.database.reading() as session:
            return draft_text(session, self.world.draft_ids[0])

    def close(self) -> None:
        for client in self.clients:
            client.close()


def children(pid: int, thread: int | None = None) -> list[int]:
    """Those that the main thread of a process began, or another."""
    return [int(child) for child in _read(f"/proc/{pid}/task/{thread or pid}/children").split()]


def words_of(pid: int) -> list[bytes]:
    """The command line of a process."""
    return _read(f"/proc/{pid}/cmdline").encode().split(b"\0")


def accepts(pid: int, port: int) -> bool:
    """Whether the process waits for connections: it has the listener in an epoll of its own."""
    listeners = _inodes(lambda near, _far, state: state == "0A" and near == port)
    fds = [fd for fd, inode in _sockets(pid).items() if inode in listeners]
    watched = "".join(
        _read(f"/proc/{pid}/fdinfo/{fd}") for fd, kind in _links(pid).items() if "eventpoll" in kind
    )
    return any(re.search(rf"^tfd:\s+{fd}\s", watched, re.M) for fd in fds)


def connection_of(pid: int, near_port: int, far_port: int) -> bool:
    """Whether the process holds the connection between these two ports of this machine."""
    wanted = _inodes(lambda near, far, _state: (near, far) == (near_port, far_port))
    return bool(wanted & set(_sockets(pid).values()))


def _inodes(fits: Callable[[int, int, str], bool]) -> set[str]:
    lines = [line.split() for line in _read("/proc/net/tcp").splitlines()[1:]]
    return {one[9] for one in lines if fits(_port(one[1]), _port(one[2]), one[3])}


def _port(address: str) -> int:
    return int(address.rpartition(":")[2], 16)


def _sockets(pid: int) -> dict[str, str]:
    return {fd: kind[8:-1] for fd, kind in _links(pid).items() if kind.startswith("socket:[")}


def _links(pid: int) -> dict[str, str]:
    found = {}
    try:
        for path in Path(f"/proc/{pid}/fd").iterdir():
            found[path.name] = str(path.readlink())
    except OSError:  # closed since, or the process is gone
        return found
    return found


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8", "replace")
    except OSError:
        return ""
