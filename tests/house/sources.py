"""The tracked files of the project, as the house rules look at them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from drafting.settings import PROJECT_ROOT

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tracked(pattern: str) -> tuple[Path, ...]:
    """Files that git knows or would add, matching a pathspec; a downloaded archive has no git,
    so all files are taken.
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
    """The product's own Python modules, empty package files left out."""
    return [
        path
        for path in tracked("drafting/**/*.py") + tracked("drafting/*.py")
        if path.stat().st_size
    ]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def functions(path: Path) -> Iterator[FunctionNode]:
    """Every function of a module, methods and inner ones too."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, FunctionNode))


def short(path: Path) -> str:
    return str(path.relative_to(PROJECT_ROOT))
