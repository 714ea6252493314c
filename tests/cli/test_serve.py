"""drafting serve: what stops it, in one line, and the worker beside it. That it serves is told
by the tests with a server.
"""

import os
import resource
import signal
import socket
from pathlib import Path

import pytest

from drafting.cli.serving import MOST_FILES
from drafting.policy.identity import OPERATOR
from drafting.services.drafts.freezing import freeze
from drafting.services.versions.publishing import prepare_version
from tests.cli.running import CommandLine
from tests.services.acting import act, look, version
from tests.support.crowd import children, words_of
from tests.support.server import Server, free_port
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


def running(server: Server, name: bytes) -> list[int]:
    """The living processes of this name that the server started."""
    assert server.process is not None
    return [pid for pid in children(server.process.pid) if name in words_of(pid) and runs(pid)]


def the(server: Server, name: bytes) -> int:
    """The one of this name, once it is there."""
    [pid] = wait_until(lambda: running(server, name), 30)
    return pid


def runs(pid: int) -> bool:
    """Whether a process lives, and is not merely unmourned."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="looks at processes through /proc"
)


@needs_proc
def test_the_worker_runs_beside_the_server_and_reads_what_is_prepared(server: Server) -> None:
    the(server, b"worker")
    frozen = look(server.world, freeze)
    act(
        server.world,
        lambda db, code: prepare_version(db, OPERATOR, code, frozen, label="First draft"),
    )
    wait_until(lambda: look(server.world, lambda db, code: version(db, code).read_at), 30)


@needs_proc
@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_all_end_with_the_parent_however_it_ends(server: Server, name: signal.Signals) -> None:
    pids = [the(server, b"worker"), the(server, b"serving-process")]
    assert server.process is not None
    server.process.send_signal(name)
    assert server.process.wait(20) == (-9 if name is signal.SIGKILL else 0), server.log()
    server.process = None
    wait_until(lambda: not any(map(runs, pids)), 30)
    assert not server.listens()


@needs_proc
@pytest.mark.parametrize("name", [b"worker", b"serving-process"])
def test_a_process_that_dies_is_replaced(server: Server, name: bytes) -> None:
    pid = the(server, name)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: [other for other in running(server, name) if other != pid], 30)
    wait_until(server.answers, 30)


@needs_proc
def test_more_sockets_than_a_system_gives_unasked_are_asked_for(own_server: Server) -> None:
    own_server.kill()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(1024, soft), hard))  # inherited
    try:
        own_server.start()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    limits = Path(f"/proc/{the(own_server, b'serving-process')}/limits").read_text("ascii")
    [line] = [line for line in limits.splitlines() if line.startswith("Max open files")]
    assert int(line.split()[3]) == (
        MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    )


def test_what_is_wrong_with_the_store_is_one_line_and_not_tried_again(bare: CommandLine) -> None:
    said = bare.run("serve", "--address", f"127.0.0.1:{free_port()}", "--workers", "3")
    assert said.is_one_clear_line, said
    assert "drafting prepare" in said.err
