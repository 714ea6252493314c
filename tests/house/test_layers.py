"""Imports point downwards (import-linter's contracts of pyproject.toml), and `domain` imports
nothing of Flask, SQLAlchemy or pycrdt.
"""

import subprocess
import sys

from drafting.settings import PROJECT_ROOT

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
