"""Rules for all modules: who commits, who reads the clock, what carries a docstring."""

import ast
import re
from pathlib import Path

import pytest

from drafting.settings import PROJECT_ROOT
from tests.house.sources import functions, modules, short, tracked, tree

MAY_COMMIT = {
    "drafting/storage/unit_of_work.py",
    "drafting/services/coediting/record_updates.py",
    "drafting/cli/store.py",
}
MAY_READ_THE_CLOCK = {"drafting/clock.py"}
# Unfinished-work marks, put together here so that this file does not hold them.
MARKS = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]))
SLEEPS = {"sleep", "wait_for_timeout"}


def _calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]


def _named(call: ast.Call) -> str:
    return ast.unparse(call.func)


def test_only_the_unit_of_work_and_the_committer_commit() -> None:
    found = {
        short(path)
        for path in modules()
        for call in _calls(path)
        if _named(call).endswith(".commit")
    }
    assert found <= MAY_COMMIT


def test_only_the_clock_reads_the_clock() -> None:
    banned = re.compile(r"(datetime\.(now|utcnow|today)|date\.today|time\.time)$")
    found = {
        short(path) for path in modules() for call in _calls(path) if banned.search(_named(call))
    }
    assert found <= MAY_READ_THE_CLOCK


def test_tests_wait_on_conditions_and_never_sleep() -> None:
    found = {
        short(path)
        for path in tracked("tests/**/*.py")
        for call in _calls(path)
        if _named(call).rsplit(".", 1)[-1] in SLEEPS
    }
    assert found == set()


def test_every_module_opens_with_its_idea_in_at_most_six_lines() -> None:
    for path in [*modules(), *tracked("tests/**/*.py")]:
        idea = ast.get_docstring(tree(path))
        if path.stat().st_size:
            assert idea, f"{short(path)} has no docstring"
            assert len(idea.splitlines()) <= 6, short(path)


def test_what_services_offer_says_what_it_does() -> None:
    public = [
        (short(path), node.name)
        for path in tracked("drafting/services/*.py")
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert public == []


def test_every_function_is_annotated() -> None:
    bare = [
        (short(path), node.name)
        for path in modules()
        for node in functions(path)
        if node.returns is None
    ]
    assert bare == []


@pytest.mark.parametrize("pattern", ["*.py", "*.js", "*.html", "*.css", "Makefile"])
def test_nothing_is_left_for_later(pattern: str) -> None:
    marked = [short(path) for path in tracked(pattern) if MARKS.search(path.read_text("utf-8"))]
    assert marked == []


def test_every_exception_to_the_linter_gives_its_reason() -> None:
    bare = [
        f"{short(path)}: {line.strip()}"
        for path in modules()
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"# noqa(: [A-Z0-9, ]+)?\s*$", line)
    ]
    assert bare == []


def test_locks_carry_names_versions_and_hashes_but_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "package-lock.json"):
        text = (PROJECT_ROOT / name).read_text("utf-8")
        assert not re.search(
            r"https?://(?!.*(funding|sponsors|opencollective|patreon))", _without_funding(text)
        ), name
        assert "sha256:" in text or "sha512-" in text


def _without_funding(text: str) -> str:
    return re.sub(r'"(url|funding)": "https?://[^"]*"', "", text)


def test_no_path_of_a_machine_is_tracked() -> None:
    pattern = re.compile(r"(?<![\w.])/(work|root|home/\w+)/")
    for path in tracked("*"):
        if (
            path.suffix not in {".woff2", ".png", ".gz"}
            and short(path) != "tests/house/test_rules.py"
        ):
            assert not pattern.search(path.read_text("utf-8")), short(path)
