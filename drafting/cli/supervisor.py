"""The parent of the serving processes and of the worker: starts them, replaces one that dies,
ends them together.

It imports nothing of the application, holds no database and answers no request. A child's
standard input leads here and ends when this process dies, however it dies; the child then ends
too. What a child says on it is that it is ready.
"""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

import click

LOOK = 0.25  # seconds between two looks at the children
LOOK_AT_START = 0.05
STEADY = 10.0  # seconds after which a child that dies did not die of its start
LONGEST_PAUSE = 30.0  # seconds before a process that dies again and again is restarted
GRACE = 10.0  # seconds for the serving processes to end by themselves


@dataclass(slots=True, eq=False)
class Child:
    """One place for a process, and the process that has it now."""

    name: str
    arguments: Sequence[str]  # of `drafting`
    inherits: tuple[int, ...] = ()  # file descriptors
    process: subprocess.Popen[bytes] | None = None
    line: socket.socket | None = None  # to its standard input
    began: float = 0.0
    early_deaths: int = 0
    due: float = 0.0  # not to be started before, on the monotonic clock

    def start(self) -> None:
        """Put a new process in the place."""
        self.line, far = socket.socketpair()
        self.line.setblocking(False)
        command = [sys.executable, "-m", "drafting.cli", *self.arguments]
        self.process = subprocess.Popen(command, stdin=far.fileno(), pass_fds=self.inherits)
        far.close()
        self.began = time.monotonic()

    def look(self) -> None:
        """Start a process if there is none and its time has come."""
        if self.process is not None and self.process.poll() is not None:
            self._mourn(self.process)
        if self.process is None and time.monotonic() >= self.due:
            self.start()

    def _mourn(self, process: subprocess.Popen[bytes]) -> None:
        now = time.monotonic()
        self.early_deaths = self.early_deaths + 1 if now - self.began < STEADY else 0
        pause = min(2.0 ** (self.early_deaths - 1), LONGEST_PAUSE) if self.early_deaths else 0.0
        self.due = now + pause
        self.forget()
        click.echo(
            f"drafting: {self.name} {process.pid} ended ({process.returncode}); another "
            f"follows in {pause:g} s.",
            err=True,
        )

    def forget(self) -> None:
        """The process is gone, or none of ours any more."""
        if self.line is not None:
            self.line.close()
        self.process = self.line = None

    def is_ready(self) -> bool:
        """Whether the process has said so by now."""
        try:
            return self.line is not None and self.line.recv(1) != b""
        except BlockingIOError:
            return False


class Supervisor:
    """`servers` are told to end and waited for; the worker is told, and ends after the job it is
    at.
    """

    def __init__(self, servers: Sequence[Child], worker: Child) -> None:
        self._servers, self._worker = servers, worker
        self._stopped = threading.Event()

    def run(self, when_ready: str) -> int:
        """Until SIGTERM or SIGINT, or until the first serving process cannot start; returns the
        exit code.
        """
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self._stopped.set())
        first, *_ = self._servers
        first.start()
        try:
            code = self._wait_for(first)
            if code is None and not self._stopped.is_set():
                click.echo(when_ready)
            while code is None and not self._stopped.wait(LOOK):
                for child in (*self._servers, self._worker):
                    child.look()
        finally:
            self._end()
        return code or 0

    def _wait_for(self, first: Child) -> int | None:
        """None once it serves; else how it ended: what is wrong with the settings or the store
        it has said by then.
        """
        while first.process and not first.is_ready() and not self._stopped.wait(LOOK_AT_START):
            code = first.process.poll()
            if code is not None:
                return code if code > 0 else None  # killed from outside: the next may fare better
        return None

    def _end(self) -> None:
        running = [
            child.process for child in (*self._servers, self._worker) if child.process is not None
        ]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE
        for process in running:
            if self._worker.process is not process:
                _wait_or_kill(process, deadline - time.monotonic())


def _wait_or_kill(process: subprocess.Popen[bytes], patience: float) -> None:
    try:
        process.wait(max(patience, 0.0))
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
