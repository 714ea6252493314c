"""Work on texts of unknown origin in a child process that may die: limits on time and memory, no
ambient files.

A web process that parsed five megabytes itself would stall every socket for that time.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from drafting.domain.alignment.decisions import Decisions
from drafting.domain.clauses.kind_counts import KindCounts
from drafting.domain.clauses.tree import Clause, ClauseKind
from drafting.domain.comparison.compare import Comparison
from drafting.domain.markdown.splitting import ChapterText, SplitAt
from drafting.domain.vocabulary.tables import Vocabulary
from drafting.domain.words.text_diff import TextEdit
from drafting.services.errors import TextTooComplexError
from drafting.settings import PROJECT_ROOT

PATIENCE = 20.0  # seconds of wall time while a user waits
WORKER_TIMEOUT = 120.0  # seconds, where nobody does
MEMORY = 1024 * 1024 * 1024  # bytes of address space


def split_limited(source: str, at: SplitAt | None) -> list[ChapterText]:
    """split_markdown, bounded; raises TextTooComplexError."""
    return [ChapterText(**chapter) for chapter in _answer({"split": source, "at": at})]


def text_changes_limited(old: str, new: str) -> list[TextEdit]:
    """text_changes, bounded; raises TextTooComplexError."""
    return [TextEdit(**change) for change in _answer({"old": old, "new": new})]


def kind_counts_limited(text: str, vocabulary: Vocabulary) -> KindCounts:
    """How many clauses of a text would be of each kind, bounded; raises TextTooComplexError."""
    return KindCounts(**_answer({"count": text, "vocabulary": vocabulary.as_json()}))


def read_clauses_limited(
    text: str, vocabulary: Vocabulary, chapters: Sequence[int] = ()
) -> list[tuple[Clause, str]]:
    """The clauses of a text, each with its HTML, bounded; raises TextTooComplexError. Only for
    the worker.

    `chapters` says where each chapter after the first begins.
    """
    job = {"read": text, "vocabulary": vocabulary.as_json(), "chapters": chapters}
    answer = _answer(job, WORKER_TIMEOUT)
    return [
        (Clause(**{**clause, "kind": ClauseKind(clause["kind"])}), html) for clause, html in answer
    ]


@dataclass(frozen=True, slots=True)
class TextToCompare:
    """One side of a comparison; `chapters` says where each chapter after the first begins."""

    text: str
    vocabulary: Vocabulary
    chapters: Sequence[int] = ()


def compare_limited(old: TextToCompare, new: TextToCompare, decisions: Decisions) -> Comparison:
    """The comparison of two texts, bounded; raises TextTooComplexError. Only for the worker."""
    job = {
        "compare": [old.text, new.text],
        "decisions": asdict(decisions),
        "vocabularies": [one.vocabulary.as_json() for one in (old, new)],
        "chapters": [old.chapters, new.chapters],
    }
    return Comparison.from_json(_answer(job, WORKER_TIMEOUT))


def _answer(job: dict[str, Any], patience: float | None = None) -> Any:
    with tempfile.TemporaryDirectory() as empty:
        try:
            child = subprocess.run(
                [sys.executable, "-m", "drafting.domain", str(MEMORY)],
                input=json.dumps(job).encode(),
                capture_output=True,
                check=True,
                cwd=empty,
                env={"PYTHONPATH": str(PROJECT_ROOT), "PATH": ""},
                timeout=PATIENCE if patience is None else patience,
            )
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
            raise TextTooComplexError from error
    return json.loads(child.stdout)
