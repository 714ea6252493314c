"""Measures a long draft: bytes of log for each key, bytes after compaction, time to open, CPU of
each join.

Real Yjs types (bench/typing.mjs); the product's own code stores and opens. No server runs:
bench/realtime measures sockets. `make bench-storage` writes docs/storage-figures.md. If the trace
is missing, it says so and ends without an error.
"""

import argparse
import os
import random
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from drafting import clock
from drafting.cli.store import migrate
from drafting.policy.identity import OPERATOR
from drafting.services.codes.creating import create_code
from drafting.services.coediting.checkpoints import MAX_ROWS, ROWS, make_checkpoint
from drafting.services.coediting.history import authorship, moments_of, text_at
from drafting.services.coediting.queries import head_seqs
from drafting.services.coediting.replica_cache import CachedReplica, ReplicaCache
from drafting.services.coediting.update_log import LogRow, append_rows
from drafting.services.drafts.chapters import create_chapter
from drafting.services.people.accounts import create_account
from drafting.storage.unit_of_work import Database

ROOT = Path(__file__).parents[1]
TRACE = ROOT.parent / "shared" / "corpus" / "editing-trace" / "sequential-automerge-paper.json.gz"
TYPED = 182_315  # characters that the trace inserts; it deletes 77,463 of them again
KEYS_A_SECOND = 8
LONG = ("long", "260000", "1000000")
JOINS = 200
FIGURES = ROOT / "docs" / "storage-figures.md"
HEAD = """# What a long draft costs, measured

Written by `make bench-storage`. Yjs types a real editing trace (182,315 characters, of which 77,463
are deleted again) and a synthetic one of 260,000 edits that leaves 1 MB. The product's own code
stores them in SQLite and opens them, each time in a new process. realtime-figures.md measures
sockets. The column after the names is the median of the runs.

```
"""
NOTHING = b"\0"  # the state vector of a browser that joins for the first time


_said: list[str] = []


class Store:
    """A new database with some drafts, and a clock that runs as if people typed without a pause."""

    def __init__(self, folder: Path, name: str, drafts: int = 1) -> None:
        self.path = folder / f"{name}.sqlite3"
        self.database = Database(f"sqlite:///{self.path}")
        migrate(self.database)
        with self.database.transaction() as session:
            code = create_code(session, OPERATOR, slug="bench", title="Bench", summary="Bench.")
            self.accounts = [
                create_account(
                    session, OPERATOR, email=f"{n}@bench.example", name="A name", password_hash=None
                ).id
                for n in range(5)
            ]
            chapters = [
                create_chapter(session, OPERATOR, code, title=f"Chapter {n}", markdown="")
                for n in range(drafts)
            ]
            self.draft_ids = [chapter.working_draft.id for chapter in chapters]
            self.heads = head_seqs(session, self.draft_ids)
        self.began = datetime(2026, 11, 2, 9, tzinfo=UTC)
        self.empty = self.size()

    def size(self) -> int:
        """Bytes of the pages in use, tables and indexes."""
        with self.database.engine.connect() as connection:
            pages, free, size = (
                connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("page_count", "freelist_count", "page_size")
            )
        return int((pages - free) * size)

    @property
    def grown(self) -> int:
        return self.size() - self.empty

    def commit(self, flushes: Sequence[tuple[int, Sequence[bytes]]], seconds: float) -> None:
        """Flushes as the committer writes them, `seconds` apart; on the disk it is all one
        whether each is a transaction.
        """
        with self.database.transaction() as session:
            for draft_id, updates in flushes:
                self.began += timedelta(seconds=seconds)
                head = self.heads[draft_id]
                rows = [
                    LogRow(self.accounts[(head + i) // 2_000 % 5], update)
                    for i, update in enumerate(updates)
                ]
                with clock.frozen_at(self.began):
                    append_rows(session.connection(), draft_id, head, rows)
                self.heads[draft_id] += len(rows)


def typed(*what: str) -> list[bytes]:
    """The updates of real Yjs."""
    with tempfile.NamedTemporaryFile() as out:
        command = [
            sys.executable,
            str(ROOT / "tools" / "node.py"),
            "node",
            str(ROOT / "bench" / "typing.mjs"),
            out.name,
            *what,
        ]
        subprocess.run(command, check=True, cwd=ROOT)
        printed = Path(out.name).read_bytes()
    updates, at = [], 0
    while at < len(printed):
        (length,) = struct.unpack_from("<I", printed, at)
        updates.append(printed[at + 4 : at + 4 + length])
        at += 4 + length
    return updates


def bytes_of_log(
    folder: Path, updates: Sequence[bytes], name: str, drafts: int, batch: int
) -> float:
    """Bytes for each key: all that the database grew by, pages half full included."""
    store, order = Store(folder, name, drafts), random.Random(1)
    flushes = [
        (order.choice(store.draft_ids), updates[at : at + batch])
        for at in range(0, len(updates), batch)
    ]
    store.commit(flushes, batch / KEYS_A_SECOND / drafts)
    return store.grown / len(updates)


def condensed(folder: Path, updates: Sequence[bytes], name: str) -> Store:
    """A draft typed without a pause, with checkpoints as the worker makes them, and one when all
    have gone home.
    """
    store = Store(folder, name, drafts=2)
    draft_id = store.draft_ids[0]
    for at in range(0, len(updates), MAX_ROWS):
        part = updates[at : at + MAX_ROWS]
        store.commit([(draft_id, [update]) for update in part], 1 / KEYS_A_SECOND)
        if len(part) >= ROWS:
            make_checkpoint(store.database, {"draft_id": draft_id})
    return store


def opening(path: Path, draft_id: int, other_id: int) -> Iterator[tuple[str, float]]:
    """ms to open a draft up to the first answer, in a process of its own.

    cold: the server has been running, but nobody has opened this draft, and its file is not in
    the system's cache; warm: the last has just left, so that the replica is gone; held: others
    are in it.
    """
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    drafts = ReplicaCache(Database(f"sqlite:///{path}"))
    yield "first of the process", milliseconds(lambda: drafts.acquire(other_id))
    for name in ("cold", "warm"):
        began = time.process_time()
        yield name, milliseconds(lambda: drafts.release(joined(drafts, draft_id)))
        yield f"{name}, CPU", (time.process_time() - began) * 1000
    drafts.acquire(draft_id)
    joined(drafts, draft_id)
    yield "held", milliseconds(lambda: joined(drafts, draft_id))
    began = time.process_time()
    for _ in range(JOINS):
        joined(drafts, draft_id)
    yield "CPU of 200 joins", (time.process_time() - began) * 1000


def joined(drafts: ReplicaCache, draft_id: int) -> CachedReplica:
    """What a join asks of the store and the replica."""
    cached = drafts.acquire(draft_id)
    drafts.catch_up(cached)
    cached.shared.update_since(NOTHING)
    cached.shared.state_vector  # noqa: B018 - asked for, as for the answer
    return cached


def milliseconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000


def in_fresh_processes(store: Store, runs: int) -> dict[str, list[float]]:
    store.database.dispose()
    found: dict[str, list[float]] = {}
    for _ in range(runs):
        command = [sys.executable, __file__, "--open", str(store.path), *map(str, store.draft_ids)]
        printed = subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=ROOT
        ).stdout
        for line in printed.splitlines():
            name, _, figure = line.partition("\t")
            found.setdefault(name, []).append(float(figure))
    return found


def looking_back(store: Store, runs: int) -> Iterator[tuple[str, list[float]]]:
    draft_id = store.draft_ids[0]
    with store.database.reading() as session:
        middle = moments_of(session, draft_id)[len(moments_of(session, draft_id)) // 2].seq
        yield (
            "who wrote what",
            [milliseconds(lambda: authorship(session, draft_id)) for _ in range(runs)],
        )
        yield (
            "text at a moment",
            [milliseconds(lambda: text_at(session, draft_id, middle)) for _ in range(runs)],
        )


def tell(what: str, figures: Sequence[float], unit: str, bar: str = "") -> None:
    low, middle, high = min(figures), statistics.median(figures), max(figures)
    say(f"{what:<58} {middle:9.1f} {low:9.1f} {high:9.1f}  {unit:<12} {bar}".rstrip())


def say(line: str) -> None:
    print(line, flush=True)
    _said.append(line)


def tell_of(store: Store, name: str, runs: int, cold: str, warm: str) -> None:
    bars = {"cold": cold, "warm": warm, "held": warm}
    for what, figures in in_fresh_processes(store, runs).items():
        tell(f"{name}: {what}", figures, "ms", bars.get(what, ""))
    for what, figures in looking_back(store, runs):
        tell(f"{name}: {what}", figures, "ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trace", type=Path, default=TRACE)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--open", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.open:
        for name, figure in opening(Path(given.open[0]), *map(int, given.open[1:])):
            print(f"{name}\t{figure}")
        return
    if not given.trace.is_file():
        print(f"make bench-storage: no editing trace at {given.trace}; nothing is measured.")
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), given.trace, given.runs)
    FIGURES.write_text(HEAD + "\n".join(_said) + "\n```\n", "utf-8")


def measure(folder: Path, trace: Path, runs: int) -> None:
    updates = typed("trace", str(trace))
    say(f"{'':<58} {'median':>9} {'least':>9} {'most':>9}  of {runs} runs; sizes do not vary")
    for name, drafts, batch in (
        ("alone", 1, 1),
        ("20 in one room", 1, 6),
        ("30 drafts, one each", 30, 1),
    ):
        size = bytes_of_log(folder, updates, name, drafts, batch)
        tell(f"log, {name}", [size], "B/key", "bar: < 60 for each character typed")
        tell(
            f"log, {name}",
            [size * len(updates) / TYPED],
            "B/typed",
            "each backspace laid on what was typed",
        )
    store = condensed(folder, updates, "trace")
    tell(
        "the trace after compaction",
        [store.grown / TYPED],
        "B/typed",
        "bar: < 8, authors and moments kept",
    )
    tell_of(store, "the trace", runs, "bar: < 60", "bar: < 15")
    tell_of(condensed(folder, typed(*LONG), "long"), "1 MB, 260,000 edits", runs, "", "")


if __name__ == "__main__":
    main()
