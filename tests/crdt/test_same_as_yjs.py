"""One stream of updates into pycrdt and into Yjs gives the same bytes, with an alphabet that is
hard on offsets.

Typed by pycrdt, and typed by Yjs; also after what a store does with it: a checkpoint and back.
"""

import base64
import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drafting.crdt.checkpoint import read_history, write_history
from drafting.crdt.history import EditHistory
from drafting.crdt.shared_text import SharedText
from drafting.crdt.verification import advance, verify
from drafting.crdt.wire.update_reader import UpdateReading, read_update
from tests.crdt.editing import CLIENTS, Session

ROOT = Path(__file__).parents[2]
ALPHABET = ("a", "😀", "é", "中", "\u202e", "\n", "👩‍⚖️", "a😀é中", "😀😀😀", "\ufeff")
SESSIONS, DEEDS = 40, 80


class Typing(Session):
    """Three people at random, half of what they type beyond the Basic Multilingual Plane."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        chance = random.Random(seed)
        for _ in range(DEEDS):
            who, place = chance.randrange(len(CLIENTS)), chance.randrange(200)
            deed = chance.random()
            if deed < 0.2:
                self._meet(who, (who + 1) % len(CLIENTS))
            else:
                self._edit(who, place, chance.choice(ALPHABET) if deed < 0.75 else None)


def _said_by(script: str, path: Path) -> list[dict[str, Any]]:
    """What a script of this folder prints about the file."""
    command = [
        sys.executable,
        str(ROOT / "tools" / "node.py"),
        "node",
        str(Path(__file__).with_name(script)),
        str(path),
    ]
    found: list[dict[str, Any]] = json.loads(
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout
    )
    return found


@pytest.fixture(scope="module")
def sessions(
    tmp_path_factory: pytest.TempPathFactory,
) -> list[tuple[list[bytes], list[dict[str, Any]]]]:
    """The streams, and what Yjs made of each: one update after the other, and merged into one."""
    streams = [[sent.update for sent in Typing(seed).sent] for seed in range(SESSIONS)]
    path = tmp_path_factory.mktemp("streams") / "streams.json"
    path.write_text(
        json.dumps([[base64.b64encode(update).decode() for update in stream] for stream in streams])
    )
    found = _said_by("yjs_apply.mjs", path)
    return [(stream, found[2 * i : 2 * i + 2]) for i, stream in enumerate(streams)]


def _contents(whole: bytes) -> tuple[list[int], UpdateReading]:
    """Its bytes and what they say, but for the order of whose deletes come first, which pycrdt
    leaves to chance.
    """
    reading = read_update(whole)
    return sorted(whole), replace(
        reading, deletes=tuple(sorted(reading.deletes, key=lambda one: (one.client, one.start)))
    )


def test_yjs_and_pycrdt_hold_the_same_bytes(
    sessions: list[tuple[list[bytes], list[dict[str, Any]]]],
) -> None:
    for stream, found in sessions:
        ours = SharedText(stream)
        for theirs in found:
            assert not theirs["pending"]
            assert theirs["text"] == ours.text
            assert _contents(base64.b64decode(theirs["whole"])) == _contents(
                ours.update_since(b"\0")
            )


def test_so_they_do_after_a_checkpoint(
    sessions: list[tuple[list[bytes], list[dict[str, Any]]]],
) -> None:
    for stream, found in sessions:
        history = EditHistory()
        for seq, update in enumerate(stream, 1):
            history.append(seq, seq, update)
        read = read_history(write_history(history))
        yjs = SharedText([base64.b64decode(found[0]["whole"])])
        assert read.text_at(read.seq) == found[0]["text"]
        assert read.shared.digest() == yjs.digest()


def _deeds(seed: int) -> list[dict[str, Any]]:
    chance, deeds = random.Random(seed), []
    for _ in range(DEEDS):
        who, kind = chance.randrange(len(CLIENTS)), chance.random()
        other = (who + 1 + chance.randrange(2)) % len(CLIENTS) if kind < 0.2 else None
        word = chance.choice(ALPHABET) if kind < 0.75 else None
        deeds.append({"who": who, "other": other, "place": chance.randrange(200), "word": word})
    return deeds


def test_what_yjs_types_is_taken_and_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "deeds.json"
    path.write_text(
        json.dumps([{"clients": CLIENTS, "deeds": _deeds(seed)} for seed in range(SESSIONS)])
    )
    for found in _said_by("yjs_type.mjs", path):
        ours = SharedText()
        for sent in found["sent"]:
            update = base64.b64decode(sent)
            reading = verify(update, ours.known(), ours.pairs)
            after = advance(ours.known(), reading)
            ours.apply(update)
            assert ours.known() == after
        assert ours.text == found["text"]
        assert _contents(ours.update_since(b"\0")) == _contents(base64.b64decode(found["whole"]))
