"""`drafting` as a user runs it: a process of its own, its exit code, and what it said where."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from drafting.settings import PROJECT_ROOT
from tests.support.settings import environ_for


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def is_one_clear_line(self) -> bool:
        """Wrong use: exit 2, one line for people on standard error, no traceback."""
        return (
            self.code == 2
            and self.err.startswith("drafting: ")
            and self.err.count("\n") == 1
            and "Traceback" not in self.err
        )


class CommandLine:
    """`python -m drafting.cli` on one instance folder, away from the project's own folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.instance = folder, folder / "instance"
        self.environ = environ_for(self.instance)

    def run(self, *arguments: str, given: str = "", **environ: str) -> Said:
        clean = {key: value for key, value in os.environ.items() if not key.startswith("DRAFTING_")}
        done = subprocess.run(
            [sys.executable, "-m", "drafting.cli", *arguments],
            env={**clean, **self.environ, **environ, "PYTHONPATH": str(PROJECT_ROOT)},
            cwd=self.folder,
            input=given.encode(),
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    def file(self, source: bytes, name: str = "text.md") -> str:
        """A file beside the instance; its name as an argument."""
        (self.folder / name).write_bytes(source)
        return name
