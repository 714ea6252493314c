"""drafting serve: what stops it, in one line, and the worker beside it. That it serves is told by the tests with a server."""

import os
import signal
import socket
from pathlib import Path

import pytest

from drafting.policy.identity import OPERATOR
from drafting.services.freezing import freeze
from drafting.services.versions import prepare_version
from tests.cli.running import CommandLine
from tests.services.acting import act, look, version
from tests.support.server import Server
from tests.support.waiting import wait_until


def test_a_port_that_is_taken_is_one_line(line: CommandLine) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = line.run("serve", "--address", f"127.0.0.1:{port}")
    assert said.is_one_clear_line, said
    assert f"127.0.0.1:{port}" in said.err


@pytest.mark.parametrize("address", ["127.0.0.1:99999", "256.1.1.1:8765", "127.0.0.1:http"])
def test_an_address_that_cannot_be_is_one_line(line: CommandLine, address: str) -> None:
    said = line.run("serve", "--address", address)
    assert said.is_one_clear_line, said.err[-600:]


def workers_of(server: Server) -> list[int]:
    """The ids of the processes that the server started."""
    assert server.process is not None
    pid = server.process.pid
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def runs(pid: int) -> bool:
    """Whether a process lives, and is not merely unmourned."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks at processes through /proc")


@needs_proc
def test_the_worker_runs_beside_the_server_and_reads_what_is_prepared(server: Server) -> None:
    [worker] = workers_of(server)
    assert b"worker" in Path(f"/proc/{worker}/cmdline").read_bytes().split(b"\0")
    frozen = look(server.world, freeze)
    act(server.world, lambda db, code: prepare_version(db, OPERATOR, code, frozen, label="First draft"))
    wait_until(lambda: look(server.world, lambda db, code: version(db, code).read_at), 30)


@needs_proc
@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_worker_ends_with_the_server_however_it_ends(server: Server, name: signal.Signals) -> None:
    [worker] = workers_of(server)
    assert server.process is not None
    server.process.send_signal(name)
    server.process.wait(20)
    wait_until(lambda: not runs(worker), 20)
    server.process = None


@needs_proc
def test_a_worker_that_dies_is_replaced(server: Server) -> None:
    [worker] = workers_of(server)
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: [pid for pid in workers_of(server) if pid != worker and runs(pid)], 20)
