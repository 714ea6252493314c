"""Runs the judge's pairs, its peers and its speed test, and writes the table into
docs/comparison.md (`make bench-comparison`).

The judge and the texts lie beside the project (../shared). If they are missing, it says so and
measures nothing.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.tables import section

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"
JUDGE, CORPUS = SHARED / "bench" / "comparison", SHARED / "corpus"
STANDARD, LAW = CORPUS / "standard-for-public-code", CORPUS / "eu-ai-act" / "2024-1689.md"
TUNED_ON = [STANDARD / "0.1.4.md", STANDARD / "0.8.0.md", LAW]
UNSEEN = [STANDARD / "0.2.3.md", STANDARD / "0.5.0.md", LAW]
TUNING_SEEDS = "11,12,13"
UNSEEN_SEEDS = "90817,777,4242"
DRAFTING = f"{sys.executable} -m drafting.cli"
OURS = (
    f"{DRAFTING} compare {{old}} {{new}} --json",
    f"{DRAFTING} carry {{old}} {{new}} {{anchors}}",
)
PEER = f"{sys.executable} {JUDGE / 'peers' / 'peer.py'} git-word"
PEERS = (f"{PEER} align {{old}} {{new}}", f"{PEER} anchors {{old}} {{new}} {{anchors}}")
PAGE = PROJECT / "docs" / "comparison.md"
HEADING = "## Figures\n"


def judge(script: str, *arguments: object) -> None:
    """Runs one of the judge's programs; its output is shown, so that a long run can be followed."""
    subprocess.run([sys.executable, JUDGE / script, *map(str, arguments)], check=True, cwd=PROJECT)


def scores(folder: Path, commands: tuple[str, str], out: Path) -> dict[str, Any]:
    """What the judge makes of two commands on the pairs in `folder`."""
    align, anchors = commands
    judge("score.py", folder, "--align", align, "--anchors", anchors, "--brief", "--json", out)
    found: dict[str, Any] = json.loads(out.read_text())
    return found


def times(work: Path, edited: Path) -> dict[str, list[float]]:
    """Milliseconds of ours and of the peer on sized and on hostile pairs, in turn."""
    pairs = [
        (STANDARD / "0.1.4.md", STANDARD / "0.2.3.md"),
        (STANDARD / "0.5.0.md", STANDARD / "0.8.0.md"),
    ]
    laws = sorted(folder for folder in edited.iterdir() if LAW.stem in folder.name)[:3]
    pairs += [(folder / "old.md", folder / "new.md") for folder in laws]
    judge("speed.py", "make", work / "speed", "--bases", *(f"{old}:{new}" for old, new in pairs))
    commands = (f"ours={OURS[0]}", f"git --word-diff={PEER} time {{old}} {{new}}")
    out = work / "speed.json"
    judge("speed.py", "run", work / "speed", "--cmd", *commands, "--rounds", 5, "--json", out)
    found: dict[str, list[float]] = json.loads(out.read_text())
    return found


def measure(work: Path, seeds: str) -> str:
    """The section of docs/comparison.md."""
    tuned, unseen = work / "tuned", work / "unseen"
    judge("make_corpus.py", tuned, "--bases", *TUNED_ON, "--seeds", TUNING_SEEDS)
    judge("make_corpus.py", unseen, "--bases", *UNSEEN, "--seeds", seeds)
    results = {
        f"tuned on (seeds {TUNING_SEEDS})": scores(tuned, OURS, work / "tuned.json"),
        f"not looked at (seeds {seeds})": scores(unseen, OURS, work / "unseen.json"),
        "`git diff --word-diff`, the same": scores(unseen, PEERS, work / "peer.json"),
    }
    return section(results, times(work, unseen))


def main() -> None:
    if not JUDGE.is_dir() or not CORPUS.is_dir():
        print(
            "The judge and its texts do not stand beside this project (../shared): nothing "
            "was measured."
        )
        return
    os.environ["PYTHONPATH"] = str(PROJECT)
    with tempfile.TemporaryDirectory() as work:
        found = measure(Path(work), os.environ.get("SEED") or UNSEEN_SEEDS)
    before, _, _ = PAGE.read_text("utf-8").partition(HEADING)
    PAGE.write_text(f"{before}{HEADING}\n{found}", "utf-8")
    print(found)


if __name__ == "__main__":
    main()
