"""Lists the tracked files of the project, for the tests of the house rules."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from drafting.settings import PROJECT_ROOT

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tracked(pattern: str) -> tuple[Path, ...]:
    """Files that git tracks or would add, matching a pathspec.

    A downloaded archive has no git: there, all files that match are taken.
    """
    command = [
        "git",
        "-C",
        str(PROJECT_ROOT),
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
        pattern,
    ]
    found = subprocess.run(command, capture_output=True, check=False)
    if found.returncode == 0:
        paths = [PROJECT_ROOT / name for name in found.stdout.decode().split("\0") if name]
    else:
        paths = list(PROJECT_ROOT.glob(pattern))
    return tuple(sorted(path for path in paths if path.is_file()))


def modules() -> list[Path]:
    """The product's own Python modules, each once; empty package files are left out."""
    found = {*tracked("drafting/**/*.py"), *tracked("drafting/*.py")}
    return sorted(path for path in found if path.stat().st_size)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def functions(path: Path) -> Iterator[FunctionNode]:
    """Every function of a module, methods and inner ones too."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, FunctionNode))


def short(path: Path) -> str:
    return str(path.relative_to(PROJECT_ROOT))
