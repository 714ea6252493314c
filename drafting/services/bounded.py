"""Work on texts of unknown origin in a child process that may die: limits on time and memory, no ambient files.

A web process that parsed five megabytes itself would stall every socket meanwhile.
"""

import json
import subprocess
import sys
import tempfile
from typing import Any

from drafting.domain.splitting import ChapterText, SplitAt
from drafting.domain.text_diff import Change
from drafting.services.errors import TextTooComplexError
from drafting.settings import PROJECT_ROOT

PATIENCE = 20.0  # seconds of wall time
MEMORY = 1024 * 1024 * 1024  # bytes of address space


def split_in_child(source: str, at: SplitAt | None) -> list[ChapterText]:
    """split_markdown, bounded; raises TextTooComplexError."""
    return [ChapterText(**chapter) for chapter in _answer({"split": source, "at": at})]


def changes_in_child(old: str, new: str) -> list[Change]:
    """text_changes, bounded; raises TextTooComplexError."""
    return [Change(**change) for change in _answer({"old": old, "new": new})]


def _answer(job: dict[str, Any]) -> Any:
    with tempfile.TemporaryDirectory() as empty:
        try:
            child = subprocess.run(
                [sys.executable, "-m", "drafting.domain", str(MEMORY)],
                input=json.dumps(job).encode(),
                capture_output=True,
                check=True,
                cwd=empty,
                env={"PYTHONPATH": str(PROJECT_ROOT), "PATH": ""},
                timeout=PATIENCE,
            )
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
            raise TextTooComplexError from error
    return json.loads(child.stdout)
