"""`make bench-realtime`: Hocuspocus, y-websocket and ours in turn, round after round, on one
machine; medians and ratios.

The load generator lies beside the repository (../shared/bench/realtime); where it is absent this
says so and ends well. BENCH_ROUNDS (5), BENCH_SECONDS (5) and BENCH_LOADS change what is run;
the table is written into docs/realtime-figures.md.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import socketio

from bench.realtime.contenders import HERE, NODE, TWO_PROCESSES, Running, running
from bench.realtime.table import write_figures

ROOT = HERE.parent.parent
GENERATOR = ROOT.parent / "shared" / "bench" / "realtime"
ROUNDS, SECONDS = int(os.environ.get("BENCH_ROUNDS", "5")), os.environ.get("BENCH_SECONDS", "5")
LOADS = os.environ.get("BENCH_LOADS", "200:20:1,500:50:1,10:3:30").split(
    ","
)  # clients:typists:documents, for each document
CONTENDERS = ("hocuspocus", "y-websocket", "ours")
TOKENS_PER_SECOND = 8  # keys a second of each typist
TYPED, CHARACTERS = 260_000, 1_000_000  # the history that a joiner gets
Row = dict[str, object]


def main() -> None:
    if not GENERATOR.is_dir():
        print(f"make bench-realtime: no load generator at {GENERATOR}; nothing is measured.")
        return
    scratch = Path(tempfile.mkdtemp(prefix="bench-realtime-"))
    _install_peers(scratch)
    rows: list[Row] = []
    for number in range(1, ROUNDS + 1):
        for load in [*LOADS, "join", "idle", "slow"]:
            for name in [*CONTENDERS, *([TWO_PROCESSES] if load == LOADS[0] else [])]:
                row: Row = {
                    "name": name,
                    "load": load,
                    "round": number,
                    **_measured(name, load, scratch),
                }
                rows.append(row)
                print(json.dumps(row), flush=True)
        write_figures(ROOT / "docs" / "realtime-figures.md", rows)
    shutil.rmtree(scratch)


def _install_peers(scratch: Path) -> None:
    peers = scratch / "peers"
    shutil.copytree(
        GENERATOR, peers, ignore=shutil.ignore_patterns("node_modules", "package*.json")
    )
    for name in ("package.json", "package-lock.json", "slow.mjs"):
        shutil.copy(HERE / name, peers)
    npm = [
        sys.executable,
        str(ROOT / "tools" / "node.py"),
        "npm",
        "ci",
        "--ignore-scripts",
        "--no-progress",
        "--no-audit",
    ]
    subprocess.run(npm, cwd=peers, check=True, stdout=subprocess.DEVNULL)
    for root in ("t", "body"):
        history = [
            NODE,
            "mkhistory.mjs",
            str(scratch / f"history-{root}"),
            str(TYPED),
            str(CHARACTERS),
            root,
        ]
        subprocess.run(history, cwd=peers, check=True, stdout=subprocess.DEVNULL)


def _measured(name: str, load: str, scratch: Path) -> Row:
    is_ours = name.startswith("ours")
    history = scratch / f"history-{'body' if is_ours else 't'}" if load == "join" else None
    with running(name, scratch, history if is_ours else None) as contender:
        if (
            load == "join"
            # the first client to join sends a peer the history and stays; so one of ours stays too
        ):
            alone = replace(contender, pid=_serving(contender.pid))
            with _somebody_there(contender.environ) if is_ours else nullcontext():
                return _ran(
                    alone,
                    scratch,
                    "joinbench.mjs",
                    ["--clients=200", *([] if is_ours else [f"--seed={history}"])],
                )
        if load == "slow":
            return _ran(contender, scratch, "slow.mjs", [])
        if load == "idle":
            _ran(
                contender, scratch, "rtbench.mjs", _sizes("2", "1", "1", TOKENS_PER_SECOND)
            )  # what is loaded at the first use
            before = _resident(contender.pid)
            return {
                **_ran(contender, scratch, "rtbench.mjs", _sizes("500", "1", "1", 0.1)),
                "rssBefore": before,
            }
        return _ran(contender, scratch, "rtbench.mjs", _sizes(*load.split(":"), TOKENS_PER_SECOND))


def _sizes(clients: str, typists: str, documents: str, rate: float) -> list[str]:
    return [
        f"--clients={clients}",
        f"--typists={typists}",
        f"--docs={documents}",
        f"--rate={rate}",
        f"--secs={SECONDS}",
    ]


def _ran(contender: Running, scratch: Path, script: str, more: list[str]) -> Row:
    command = [
        NODE,
        str(scratch / "peers" / script),
        *contender.arguments,
        *more,
        f"--pids={contender.pid}",
    ]
    environ = {**os.environ, **contender.environ}
    ran = subprocess.run(
        command, env=environ, capture_output=True, text=True, timeout=180, check=False
    )
    found: Row = json.loads(
        ran.stdout.strip().split("\n")[-1] or json.dumps({"error": ran.stderr[-300:]})
    )
    return found


@contextmanager
def _somebody_there(environ: dict[str, str]) -> Iterator[None]:
    """One signed-in socket in the first draft."""
    given = json.loads(Path(environ["BENCH_INSTANCE"]).read_text("utf-8"))
    origin, cookie = given["origin"], given["cookies"][0]
    io = socketio.Client(websocket_extra_options={"origin": origin})
    io.connect(origin, headers={"Cookie": cookie}, transports=["websocket"], namespaces=["/drafts"])
    join = {"draft": given["drafts"][0], "lineage": None, "state_vector": b"\0", "client_id": 1}
    if not io.call("join", join, namespace="/drafts")["ok"]:
        raise SystemExit("nobody can join the draft that is measured")
    yield
    io.disconnect()


def _serving(pid: int) -> int:
    """The process that answers, which of ours is a child."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return next(
        (
            int(one)
            for one in children
            if b"serving-process" in Path(f"/proc/{one}/cmdline").read_bytes()
        ),
        pid,
    )


def _resident(pid: int) -> float:
    """MiB of a process and its children, as the load generator counts them."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    pages = [
        int(Path(f"/proc/{one}/statm").read_text("ascii").split()[1]) for one in (pid, *children)
    ]
    return round(sum(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)


if __name__ == "__main__":
    main()
