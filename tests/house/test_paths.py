"""What the documentation points to exists: each path and each link, and the flows hang together."""

import ast
import re
from pathlib import Path

import pytest

from drafting.settings import PROJECT_ROOT
from tests.house.sources import short, tracked, tree

SUFFIXES = "py|js|mjs|html|css|md|toml|json|yaml|yml|txt|pot|lock"
PATH = re.compile(rf"`([\w.-]+(?:/[\w.-]+)*(?:/|\.(?:{SUFFIXES})))`")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
# Made by commands, or named as an example.
NOT_TRACKED = re.compile(r"(instance|node_modules|\.venv)/|drafting\.env$")
FLOWS = re.compile(r"^## ((?:Life|From)[^\n]*)\n(.*?)(?=^## )", re.M | re.S)


def _documents() -> list[Path]:
    return [path for path in tracked("*.md") if "sample" not in path.parts]


def _exists(name: str, document: Path) -> bool:
    """Whether a path exists from the root, from drafting/, or beside the document."""
    places = (PROJECT_ROOT, PROJECT_ROOT / "drafting", document.parent)
    if any((place / name).exists() for place in places):
        return True
    # a module named without its folder, as docs/comparison.md does for the engine
    return "/" not in name and any(path.name == name for path in tracked("drafting/*.py"))


@pytest.mark.parametrize("document", _documents(), ids=short)
def test_every_path_in_a_document_exists(document: Path) -> None:
    names = {one for one in PATH.findall(document.read_text("utf-8")) if not NOT_TRACKED.match(one)}
    assert sorted(name for name in names if not _exists(name, document)) == []


@pytest.mark.parametrize("document", _documents(), ids=short)
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    targets = LINK.findall(document.read_text("utf-8"))
    assert [one for one in targets if not (document.parent / one).exists()] == []


def _imported(path: Path) -> set[str]:
    """The modules of the product that a module imports, as paths."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            stems = [name.replace(".", "/") for name in names]
            found |= {f"{stem}{end}" for stem in stems for end in (".py", "/__init__.py")}
    return found


def test_the_modules_of_a_flow_import_each_other() -> None:
    """Each module of a flow imports, or is imported by, another one of the same flow."""
    page = (PROJECT_ROOT / "docs" / "architecture.md").read_text("utf-8")
    flows = FLOWS.findall(page)
    assert len(flows) == 4
    for title, text in flows:
        modules = {name for name in PATH.findall(text) if name.endswith(".py")}
        edges = {name: _imported(PROJECT_ROOT / name) & modules for name in modules}
        reached = set().union(*edges.values())
        alone = {name for name in modules if not edges[name] and name not in reached}
        assert alone - BY_NAME == set(), title


# Reached without an import: patched in at run time, run as a child process, or found by WSGI.
BY_NAME = {
    "drafting/domain/__main__.py",
}
