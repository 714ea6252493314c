"""The heart as a child process: one job as JSON on standard input, its answer as JSON on standard output.

Texts of unknown origin are worked on here; the argument bounds the address space, in bytes, and the parent the time
(services/bounded.py).
"""

import json
import resource
import sys
from dataclasses import asdict
from typing import Any

from drafting.domain.splitting import split_markdown
from drafting.domain.text_diff import text_changes


def answer(job: dict[str, Any]) -> Any:
    """The answer to one job: {"split": text, "at": "h1"|"h2"|null} or {"old": text, "new": text}."""
    if "split" in job:
        return [asdict(chapter) for chapter in split_markdown(job["split"], job["at"])]
    return [asdict(change) for change in text_changes(job["old"], job["new"])]


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), int(sys.argv[1])))
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
