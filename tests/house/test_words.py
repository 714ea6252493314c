"""Comments, docstrings and documentation use plain words: the list below is refused in all of
them.

The words are the mark of a manner that readers cannot search for; the plain word is always at
hand ("anyone who", "again", "while", "another person").
"""

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest

from tests.house.sources import short, tracked, tree

BANNED = re.compile(r"\b(whoever|whomever|whosoever|anew|meanwhile|somebody|manieth)\b", re.I)
SCRIPT_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\w])//[^\n]*", re.S)
TEMPLATE_COMMENT = re.compile(r"\{#.*?#\}", re.S)
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
DOCUMENTS = ("*.md", "Makefile", "pyproject.toml", ".pre-commit-config.yaml")


def _python_prose(path: Path) -> list[str]:
    """The comments and docstrings of a module."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    documented = [node for node in ast.walk(tree(path)) if isinstance(node, DOCUMENTED)]
    return [*comments, *(ast.get_docstring(node) or "" for node in documented)]


def _refused(path: Path, texts: list[str]) -> list[str]:
    return [f"{short(path)}: {match[0]}" for text in texts for match in BANNED.finditer(text)]


def test_python_comments_and_docstrings_are_plain() -> None:
    found = [line for path in tracked("*.py") for line in _refused(path, _python_prose(path))]
    assert found == []


@pytest.mark.parametrize("pattern", ["*.js", "*.mjs", "*.css"])
def test_comments_of_scripts_and_sheets_are_plain(pattern: str) -> None:
    found = [
        line
        for path in tracked(pattern)
        for line in _refused(path, SCRIPT_COMMENT.findall(path.read_text("utf-8")))
    ]
    assert found == []


def test_comments_of_templates_are_plain() -> None:
    found = [
        line
        for path in tracked("*.html")
        for line in _refused(path, TEMPLATE_COMMENT.findall(path.read_text("utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize("pattern", DOCUMENTS)
def test_documents_are_plain(pattern: str) -> None:
    paths = [path for path in tracked(pattern) if "sample" not in path.parts]
    assert paths
    assert [line for path in paths for line in _refused(path, [path.read_text("utf-8")])] == []
