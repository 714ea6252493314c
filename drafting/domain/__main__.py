"""Runs one job of the domain in a child process: JSON on standard input, JSON on standard output.

Texts of unknown origin are processed here. The argument limits the address space, in bytes; the
parent limits the time (services/sandbox.py).
"""

import json
import resource
import sys
from dataclasses import asdict
from typing import Any


def answer(job: dict[str, Any]) -> Any:
    """Returns the answer to one job: "split" (with "at"), "read" or "count" a text (with its
    "vocabulary"), "compare" two (with "vocabularies" and "decisions"), or the changes from "old" to
    "new". What is read and compared comes with the places at which its "chapters" begin.

    Each imports what it needs: starting takes most of the time of a short job.
    """
    if "split" in job:
        from drafting.domain.markdown.splitting import split_markdown

        return [asdict(chapter) for chapter in split_markdown(job["split"], job["at"])]
    if "read" in job:
        from drafting.domain.clauses.parsing import parse_clauses
        from drafting.domain.clauses.rendering import render_clauses
        from drafting.domain.vocabulary.checks import vocabulary_from_json

        tree = parse_clauses(
            job["read"], vocabulary_from_json(job["vocabulary"]), tuple(job["chapters"])
        )
        return list(zip(map(asdict, tree.clauses), render_clauses(tree), strict=True))
    if "count" in job:
        from drafting.domain.clauses.kind_counts import kind_counts
        from drafting.domain.clauses.parsing import parse_clauses
        from drafting.domain.vocabulary.checks import vocabulary_from_json

        return asdict(
            kind_counts(
                parse_clauses(job["count"], vocabulary_from_json(job["vocabulary"])).clauses
            )
        )
    if "compare" in job:
        from drafting.domain.alignment.decisions import Decisions
        from drafting.domain.clauses.parsing import parse_clauses
        from drafting.domain.comparison.compare import compare
        from drafting.domain.vocabulary.checks import vocabulary_from_json

        old, new = map(
            parse_clauses,
            job["compare"],
            map(vocabulary_from_json, job["vocabularies"]),
            map(tuple, job["chapters"]),
        )
        return compare(old, new, Decisions.from_json(job["decisions"])).as_json()
    from drafting.domain.words.text_diff import text_changes

    return [asdict(change) for change in text_changes(job["old"], job["new"])]


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), int(sys.argv[1])))
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
