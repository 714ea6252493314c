"""`drafting serve` (or a chaos variant of it) in its own process, which tests may kill and start
again.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from random import randrange
from typing import Self

import requests
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from drafting.settings import PROJECT_ROOT
from drafting.storage.unit_of_work import Database
from tests.support.people import World, make_world
from tests.support.settings import environ_for

START_PATIENCE = 90.0  # seconds, on a machine that has other things to do


class Server:
    """One instance: its folder, its port, its process. `command` is what runs, after the
    interpreter.
    """

    def __init__(
        self,
        instance: Path,
        world: World,
        port: int,
        command: Sequence[str] | None = None,
        **settings: str,
    ) -> None:
        self.instance, self.world, self.port = instance, world, port
        self.base_url = f"http://127.0.0.1:{port}"
        self.environ = environ_for(instance, self.base_url, **settings)
        self.command = list(
            command or ["-m", "drafting.cli", "serve", "--address", f"127.0.0.1:{port}"]
        )
        self.process: subprocess.Popen[bytes] | None = None
        self._serializer = _serializer(self.environ["DRAFTING_SECRET_KEY"])

    @classmethod
    def fresh(
        cls, instance: Path, migrated: bytes, command: Sequence[str] | None = None, **settings: str
    ) -> Self:
        """A stopped server whose database holds a new world; use it as a context manager.
        `settings` without prefix.
        """
        instance.mkdir(parents=True)
        path = instance / "drafting.sqlite3"
        path.write_bytes(migrated)
        return cls(
            instance, make_world(Database(f"sqlite:///{path}")), free_port(), command, **settings
        )

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.world.database.dispose()

    def start(self, **more: str) -> None:
        """Start and wait until it answers; `more` is added to its environment."""
        log = (self.instance / "server.log").open("ab")
        environ = {**os.environ, **self.environ, **more, "PYTHONPATH": str(PROJECT_ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, *self.command],
            env=environ,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        deadline = time.monotonic() + START_PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"the server did not start:\n{self.log()}")
            select_pause()

    def answers(self) -> bool:
        try:
            return requests.get(f"{self.base_url}/healthz", timeout=2).ok
        except requests.RequestException:
            return False

    def kill(self) -> None:
        """SIGKILL for all its processes: nothing is flushed, nothing is said."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
            while self.listens():
                select_pause()

    def listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=2).close()
        except OSError:
            return False
        return True

    def log(self) -> str:
        return (self.instance / "server.log").read_text("utf-8", "replace")[-8000:]

    def cookie(self, token: str) -> str:
        """The value of the session cookie that carries a sign-in's token."""
        value: str = self._serializer.dumps({"token": token, "_permanent": True})
        return value


def _serializer(secret_key: str) -> URLSafeTimedSerializer:
    """Made once: threads that make applications at the same time trip over the parser of Python
    3.11.
    """
    app = Flask("cookie")
    app.secret_key = secret_key
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return serializer


def free_port() -> int:
    """A port below those that the system gives to connections: one of these could take it again
    before the server listens there.
    """
    while True:
        port = randrange(10_000, 32_000)
        with socket.socket() as trial, contextlib.suppress(OSError):
            trial.bind(("127.0.0.1", port))
            return port


def select_pause() -> None:
    """Yield a moment between two looks at another process, which cannot wake us."""
    import select

    select.select([], [], [], 0.02)
