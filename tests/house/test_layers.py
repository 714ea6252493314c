"""Imports point downwards (import-linter's contracts of pyproject.toml), and `domain` imports only
what ALLOWED names.
"""

import ast
import subprocess
import sys

from drafting.settings import PROJECT_ROOT
from tests.house.sources import modules, short

# beside the standard library: pure functions of texts, without input or output
ALLOWED = {
    "anyascii", "diff_match_patch", "icu4py", "markdown_it", "rapidfuzz",
    "drafting.domain", "drafting.errors",
}  # fmt: skip

BLOCKED = """
import sys
for name in ("flask", "sqlalchemy", "pycrdt", "gevent", "requests"):
    sys.modules[name] = None
import importlib, pkgutil, drafting.domain
for module in pkgutil.walk_packages(drafting.domain.__path__, "drafting.domain."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""


def test_the_contracts_hold() -> None:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run(['--no-cache'])",
    ]
    checked = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_domain_imports_without_flask_sqlalchemy_and_pycrdt() -> None:
    checked = subprocess.run(
        [sys.executable, "-c", BLOCKED],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr


def imports_of(source: str) -> set[str]:
    """The modules a source imports: two names of ours, the first name of others."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{one.name}" for one in node.names}
            found |= names if node.module == "drafting" else {node.module}
    parts = [one.split(".") for one in found]
    return {".".join(one[: 2 if one[0] == "drafting" else 1]) for one in parts}


def test_imports_are_found() -> None:
    source = "import os.path\nfrom drafting import clock\nfrom drafting.domain.words import x\n"
    assert imports_of(source) == {"os", "drafting.clock", "drafting.domain"}


def test_the_domain_imports_only_what_is_allowed() -> None:
    inside = [path for path in modules() if short(path).startswith("drafting/domain/")]
    used = set().union(*(imports_of(path.read_text("utf-8")) for path in inside))
    assert used - sys.stdlib_module_names - ALLOWED == set()
    assert used >= ALLOWED, "leaves the list"
