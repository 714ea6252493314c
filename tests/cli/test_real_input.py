"""Real texts, from the command line: the Standard for Public Code in four versions, and the AI
Act as one code of practice.
"""

import json
from itertools import combinations
from pathlib import Path

import pytest

from drafting.settings import PROJECT_ROOT
from tests.cli.running import CommandLine

CORPUS = PROJECT_ROOT.parent / "shared" / "corpus"
STANDARD = [
    CORPUS / "standard-for-public-code" / f"{name}.md"
    for name in ("0.1.4", "0.2.3", "0.5.0", "0.8.0")
]
AI_ACT = CORPUS / "eu-ai-act" / "2024-1689.md"

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus is not beside this checkout"
)


def test_four_versions_are_imported_published_and_exported(line: CommandLine) -> None:
    first = line.run(
        "import", str(STANDARD[0]), "--code", "standard", "--title", "Standard for Public Code"
    )
    assert first.code == 0, first.err
    for number, file in enumerate(STANDARD, start=1):
        if number > 1:
            assert line.run("import", str(file), "--code", "standard", "--into", "1").code == 0
        said = line.run("publish", "standard", "--label", file.stem)
        assert f"Published: version {number}" in said.out, said.err
        if number == 1:
            assert (
                line.run(
                    "user",
                    "add",
                    "lio@test.example",
                    "--name",
                    "Lio",
                    "--password-stdin",
                    given="a long password\n",
                ).code
                == 0
            )
            assert (
                line.run(
                    "user",
                    "role",
                    "lio@test.example",
                    "--code",
                    "standard",
                    "--role",
                    "stakeholder",
                ).code
                == 0
            )
            by = ("--by", "lio@test.example", "--clause", "glossary", "--quote", "Glossary")
            assert "Thread 1 on 0.1.4" in line.run("comment", "standard", "Add terms.", *by).out
    again = line.run("publish", "standard")
    assert again.is_one_clear_line
    assert "Nothing has changed since “0.8.0”" in again.err
    exported = line.run("export", "standard", "--format", "markdown")
    assert "Add terms." in line.run("export", "standard", "--format", "csv", "--version", "1").out
    assert exported.out.strip() == STANDARD[-1].read_text("utf-8").strip()


@pytest.mark.parametrize(
    ("old", "new"), list(combinations(STANDARD, 2)), ids=lambda file: file.stem
)
def test_each_pair_is_compared_and_every_clause_accounted_for(
    line: CommandLine, old: Path, new: Path
) -> None:
    rows = json.loads(line.run("compare", str(old), str(new), "--json").out)["clauses"]
    for side, other in (("old", old), ("new", new)):
        lines = {row[side]["start_line"] for row in rows if row[side]}
        itself = json.loads(line.run("compare", str(other), str(other), "--json").out)["clauses"]
        assert lines == {row["old"]["start_line"] for row in itself}
        assert {row["status"] for row in itself} == {"unchanged"}


def test_the_ai_act_is_one_code_of_practice(line: CommandLine) -> None:
    assert line.run("import", str(AI_ACT), "--code", "ai-act", "--title", "AI Act").code == 0
    said = line.run("publish", "ai-act", "--label", "Official text")
    assert "Published: version 1" in said.out, said.err
    exported = line.run("export", "ai-act", "--format", "html")
    assert exported.out.count('id="article-') > 100
