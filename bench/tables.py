"""The figures of bench/comparison.py as the tables of docs/comparison.md, each beside its bar."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

Counts = Sequence[int]  # right, wrongly said, missed
SIZES = {
    "size-0030K": "30 KB",
    "size-0100K": "100 KB",
    "size-0500K": "500 KB",
    "size-1000K": "1 MB",
}
HOSTILE = {
    "adv-10k-identical": "10,000 identical items",
    "adv-1MB-paragraph": "one paragraph of 1 MB",
    "adv-3k-near-identical": "3,000 near twins",
    "adv-all-moved-100K": "all moved",
    "adv-renumbered": "all renumbered",
    "adv-reversed": "reversed",
    "adv-rewritten-100K": "all rewritten",
}
OURS, PEER = "ours", "git --word-diff"


def f1(counts: Counts) -> float:
    """The harmonic mean of precision and recall (van Rijsbergen 1979)."""
    right, said, missed = counts
    return 2 * right / (2 * right + said + missed) if right + said + missed else 1.0


def _f1_of(name: str) -> Callable[[Mapping[str, Any]], float]:
    return lambda found: f1(found["total"][name])


def _heavy(found: Mapping[str, Any]) -> float:
    rows = [row["all"] for row in found["rows"] if "-heavy-" in row["doc"]]
    return f1([sum(row[n] for row in rows) for n in range(3)])


def _divided(found: Mapping[str, Any]) -> float:
    split, merged = found["total"]["split"], found["total"]["merged"]
    return f1([a + b for a, b in zip(split, merged, strict=True)])


def _anchors(*names: str) -> Callable[[Mapping[str, Any]], float]:
    """The share of the passages that are still there which were judged so, in percent."""

    def share(found: Mapping[str, Any]) -> float:
        counts = found["total"]["anch"]
        there = sum(counts.values()) - sum(
            counts.get(one, 0) for one in ("orphan_ok", "wrongly_attached", "either_ok")
        )
        return 100 * sum(counts.get(one, 0) for one in names) / max(1, there)

    return share


def _attached(found: Mapping[str, Any]) -> float:
    counts = found["total"]["anch"]
    attached = counts.get("wrongly_attached", 0)
    return 100 * attached / max(1, attached + counts.get("orphan_ok", 0))


# what is measured, how it is printed, and the bar: at least (+) or at most (-)
MEASURES: tuple[tuple[str, Callable[[Mapping[str, Any]], float], str, float], ...] = (
    ("pairs of clauses, F1", _f1_of("all"), ".4f", +0.995),
    ("the same without what did not change, F1", _f1_of("hard"), ".4f", +0.98),
    ("profile heavy, F1", _heavy, ".4f", +0.97),
    ("moves, F1", _f1_of("move"), ".4f", +0.99),
    ("splits and merges, F1", _divided, ".4f", +0.93),
    ("added and deleted, F1", _f1_of("deladd"), ".4f", +0.96),
    ("anchors: exact, %", _anchors("exact"), ".2f", +99.0),
    ("anchors: right clause, %", _anchors("exact", "near", "right_clause"), ".2f", +99.7),
    ("anchors: wrong, %", _anchors("wrong"), ".2f", -0.1),
    ("anchors: wrongly lost, %", _anchors("wrongly_orphaned"), ".2f", -0.3),
    ("deleted quotes attached somewhere, %", _attached, ".1f", -4.0),
)


def section(results: Mapping[str, Mapping[str, Any]], times: Mapping[str, Sequence[float]]) -> str:
    """Both tables, in Markdown."""
    lines = [
        (
            "Made by `make bench-comparison` on the judge's pairs: twelve kinds of change for "
            "each text, 200 passages each."
        ),
        (
            "Thresholds were set on the texts and seeds of the first column; a figure under "
            "its bar is in bold."
        ),
        "",
        _row("measure", "bar", *results),
        _row(*["---"] * (len(results) + 2)),
    ]
    for name, measured, shape, bar in MEASURES:
        values = [_judged(measured(found), bar, shape) for found in results.values()]
        lines.append(_row(name, f"{'≥' if bar > 0 else '≤'} {abs(bar):{shape}}", *values))
    return "\n".join([*lines, "", *_speed(times), ""])


def _judged(value: float, bar: float, shape: str) -> str:
    said = f"{value:{shape}}"
    return said if (value >= bar if bar > 0 else value <= -bar) else f"**{said}**"


def _speed(times: Mapping[str, Sequence[float]]) -> list[str]:
    lines = [
        (
            "Work in milliseconds, reading included, without the start of the process: medians "
            "of interleaved rounds (least–most)."
        ),
        "The size is that of each of the two texts.",
        "",
        _row("pair", OURS, PEER, "ratio"),
        _row("---", "---", "---", "---"),
    ]
    for pair, name in (SIZES | HOSTILE).items():
        ours, peer = times[f"{OURS}|{pair}"], times[f"{PEER}|{pair}"]
        lines.append(_row(name, _spread(ours), _spread(peer), f"{median(ours) / median(peer):.1f}"))
    return lines


def _spread(values: Sequence[float]) -> str:
    return f"{median(values):.0f} ({min(values):.0f}–{max(values):.0f})"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
