"""The measured rows as a page: medians, their spread, and each beside Hocuspocus in the same
rounds.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from bench.realtime.contenders import TWO_PROCESSES

Row = dict[str, object]
PEER = "hocuspocus"
HEAD = """# Live editing beside its peers, measured

Written by `make bench-realtime`: every contender started afresh for each row, in turn, round after
round, on one machine; medians of the rounds, with the least and the most in brackets. Ours runs as
in production: signed-in accounts, rights, a commit to SQLite with `synchronous=FULL` before every
acknowledgement, and awareness: each typist sends a cursor with what is typed, up to ten times a
second. The peers store nothing, authenticate no one and are sent no awareness. A delivery is one
keystroke at one receiver. Latencies depend on what else the machine does; ratios of CPU hardly.

| load | measure | Hocuspocus 4.7 | y-websocket | ours | ours ÷ Hocuspocus | bar |
|---|---|---|---|---|---|---|
"""


def _plain(key: str) -> Callable[[Row], object]:
    return lambda row: row.get(key)


def _herd(row: Row) -> object:
    herd = row.get("herd")
    return herd.get("cpuMs") if isinstance(herd, dict) else None


def _each_idle(row: Row) -> object:
    after, before, clients = row.get("rssMB"), row.get("rssBefore"), row.get("n")
    numbers = [value for value in (after, before, clients) if isinstance(value, int | float)]
    return (numbers[0] - numbers[1]) * 1024 / numbers[2] if len(numbers) == 3 else None


Measure = tuple[str, str, Callable[[Row], object], str]
MEASURES: list[Measure] = [
    ("200:20:1", "CPU, µs a delivery", _plain("cpuMsPer1kDeliv"), "≤ 0.7"),
    ("200:20:1", "latency p50, ms", _plain("p50"), ""),
    ("200:20:1", "latency p99, ms", _plain("p99"), "≤ 1.0"),
    ("500:50:1", "CPU, µs a delivery", _plain("cpuMsPer1kDeliv"), "≤ 0.5"),
    ("500:50:1", "latency p99, ms", _plain("p99"), ""),
    ("10:3:30", "CPU, µs a delivery", _plain("cpuMsPer1kDeliv"), "≤ 0.85"),
    ("10:3:30", "latency p99, ms", _plain("p99"), ""),
    ("join", "join of 1 MB with 260,000 edits, warm, ms", _plain("joinMs"), "≤ 0.3"),
    ("join", "200 such joins at once, CPU ms", _herd, "≤ 0.2"),
    ("idle", "memory of an idle socket, KiB", _each_idle, "≤ 1.0"),
]


def write_figures(path: Path, rows: Sequence[Row]) -> None:
    """Rewrite the page."""
    lines = [line for measure in MEASURES if (line := _line(rows, *measure))]
    lines += filter(None, [_two_processes(rows), _slow_reader(rows)])
    rounds = max((int(str(row["round"])) for row in rows), default=0)
    lost = sorted(
        {
            f"{row['verify']} ({row['name']})"
            for row in rows
            if row.get("verify") not in {None, "ok"}
        }
    )
    end = (
        f"\n{rounds} rounds. Characters that did not arrive: "
        f"{', '.join(lost) or 'none, with anybody'}.\n"
    )
    path.write_text(HEAD + "\n".join(lines) + "\n" + end, "utf-8")


def _line(
    rows: Sequence[Row], load: str, label: str, value: Callable[[Row], object], bar: str
) -> str | None:
    found = {name: _values(rows, load, name, value) for name in (PEER, "y-websocket", "ours")}
    if not found[PEER] or not found["ours"]:
        return None
    ratio = median(found["ours"]) / median(found[PEER])
    shown = load.replace(":", " / ") if ":" in load else load
    cells = [shown, label, *(_cell(values) for values in found.values()), f"**{ratio:.2f}**", bar]
    return f"| {' | '.join(cells)} |"


def _two_processes(rows: Sequence[Row]) -> str | None:
    """Beside one process of ours, not beside a peer."""
    load, label, value, _ = MEASURES[0]
    one, two = (_values(rows, load, name, value) for name in ("ours", TWO_PROCESSES))
    if not one or not two:
        return None
    ratio = f"**{median(two) / median(one):.2f} × one process**"
    cells = [
        load.replace(":", " / "),
        f"two processes over Redis, {label}",
        "–",
        "–",
        _cell(two),
        ratio,
        "≤ 2 × one process",
    ]
    return f"| {' | '.join(cells)} |"


def _slow_reader(rows: Sequence[Row]) -> str | None:
    """A count, not a ratio."""
    found = [
        _values(rows, "slow", name, _plain("missing")) for name in (PEER, "y-websocket", "ours")
    ]
    cells = [f"{max(values):.0f}" if values else "–" for values in found]
    return (
        "| slow | a reader that takes nothing while 12 MB pass, characters missing | "
        f"{' | '.join(cells)} |  | 0 |"
    )


def _values(
    rows: Sequence[Row], load: str, name: str, value: Callable[[Row], object]
) -> list[float]:
    given = (value(row) for row in rows if row["load"] == load and row["name"] == name)
    return [float(one) for one in given if isinstance(one, int | float)]


def _cell(values: list[float]) -> str:
    return f"{median(values):.1f} ({min(values):.1f} to {max(values):.1f})" if values else "–"
