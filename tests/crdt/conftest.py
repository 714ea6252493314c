"""Updates from real Yjs, written once for each run by yjs_samples.mjs."""

import base64
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Sample:
    updates: list[bytes]
    text: str | None
    whole: bytes | None


@pytest.fixture(scope="session")
def samples() -> dict[str, Sample]:
    script = Path(__file__).with_name("yjs_samples.mjs")
    command = [sys.executable, str(ROOT / "tools" / "node.py"), "node", str(script)]
    printed = subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout
    return {name: _sample(value) for name, value in json.loads(printed).items()}


def _sample(value: dict[str, object]) -> Sample:
    updates, text, whole = value["updates"], value.get("text"), value.get("whole")
    assert isinstance(updates, list)
    return Sample(
        updates=[base64.b64decode(update) for update in updates],
        text=None if text is None else str(text),
        whole=None if whole is None else base64.b64decode(str(whole)),
    )
