"""Writes the pages of docs/ that come from the code (`make docs`); a house test compares them.

permissions.md and routes.md are written in full. In attacks-and-faults.md only the last column is:
its sentences are written by hand.
"""

import ast
import re
import sys
import tempfile
from itertools import takewhile
from pathlib import Path

from drafting.app import create_app
from drafting.policy.permission_map import PERMISSION_MAP
from drafting.policy.permissions import Permission
from drafting.realtime import thread_followers
from drafting.realtime.drafts import sockets as draft_sockets
from drafting.realtime.drafts.namespace import DraftNamespace
from drafting.realtime.thread_namespace import ThreadNamespace
from drafting.settings import PROJECT_ROOT, Settings

DOCS = PROJECT_ROOT / "docs"
TEST_NAMES = {".py": re.compile(r"def (test_\w+)"), ".js": re.compile(r'\btest\("([^"]+)"')}
NUMBER = re.compile(r"(?<![A-Za-z0-9])([AF]\d+)(?![0-9A-Za-z])")


def pages() -> dict[str, str]:
    """Name and text of each page."""
    return {
        "attacks-and-faults.md": attacks_page(),
        "glossary.md": glossary_page(),
        "permissions.md": permissions_page(),
        "routes.md": routes_page(),
    }


def attacks_page() -> str:
    """The page as it stands, with the tests of each number in its last column.

    A number that only test names have gets a row without a sentence, which a house test refuses.
    """
    page = (DOCS / "attacks-and-faults.md").read_text("utf-8")
    head = page[: page.index("|---|---|---|\n") + len("|---|---|---|\n")]
    sentences = dict(re.findall(r"^\| ([AF]\d+) \| (.*?) \| .*\|$", page, re.M))
    rows = [
        f"| {number} | {sentences.get(number, '')} | {', '.join(f'`{one}`' for one in files)} |\n"
        for number, files in numbered_tests().items()
    ]
    return head + "".join(rows)


def numbered_tests() -> dict[str, list[str]]:
    """The test files by the numbers of attacks (A) and faults (F) in the names of their tests."""
    found: dict[str, set[str]] = {}
    for path in sorted((PROJECT_ROOT / "tests").rglob("*")):
        if path.suffix in TEST_NAMES:
            for name in TEST_NAMES[path.suffix].findall(path.read_text("utf-8")):
                for number in NUMBER.findall(name):
                    found.setdefault(number, set()).add(str(path.relative_to(PROJECT_ROOT)))
    order = sorted(found, key=lambda number: (number[0], int(number[1:])))
    return {number: sorted(found[number]) for number in order}


def glossary_page() -> str:
    """The page as it stands, with every public class of the domain in its second table."""
    page = (DOCS / "glossary.md").read_text("utf-8")
    separator = "| class | meaning | where |\n|---|---|---|\n"
    rows = [
        f"| `{name}` | {meaning} | `domain/{place}` |\n"
        for name, meaning, place in domain_classes()
    ]
    return page[: page.index(separator)] + separator + "".join(rows)


def domain_classes() -> list[tuple[str, str, str]]:
    """Name, first paragraph of the docstring and module of each public class, by name."""
    folder = PROJECT_ROOT / "drafting" / "domain"
    found = []
    for path in folder.rglob("*.py"):
        module = ast.parse(path.read_text("utf-8"))
        for node in module.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                prose = ast.get_docstring(node) or ast.get_docstring(module) or ""
                meaning = " ".join(prose.partition("\n\n")[0].split()).replace("|", "\\|")
                found.append((node.name, meaning, str(path.relative_to(folder))))
    return sorted(found)


def permissions_page() -> str:
    """Every permission, what it is for, and who has it."""
    meanings = _comments(PROJECT_ROOT / "drafting" / "policy" / "permissions.py")
    rows = [
        f"| `{permission.value}` | {meanings[permission.name]} | {_lines(permission)} |"
        for permission in sorted(Permission, key=lambda one: one.value)
    ]
    head = [
        "# Permissions",
        "",
        "Written by `make docs` from `drafting/policy/`. A permission is granted if all facts of",
        "at least one alternative hold. The operator at the command line has every permission.",
        "",
        "| permission | what it is for | granted if |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


def routes_page() -> str:
    """Every route and every socket event, with the permission it asks for."""
    rows = sorted([*_routes(), *_events()])
    head = [
        "# Routes and socket events",
        "",
        "Written by `make docs`. What each permission means: [permissions](permissions.md).",
        "",
        "| where | how | permission |",
        "|---|---|---|",
    ]
    return "\n".join(
        [*head, *(f"| `{where}` | {how} | `{permission}` |" for where, how, permission in rows), ""]
    )


def _lines(permission: Permission) -> str:
    lines = (
        " and ".join(fact.__name__.replace("_", " ") for fact in line)
        for line in PERMISSION_MAP[permission]
    )
    return "; or ".join(lines)


def _comments(path: Path) -> dict[str, str]:
    """The comment of each assigned name: behind it, or on the lines above it if it is long."""
    source = path.read_text("utf-8")
    lines = source.splitlines()
    found = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            behind = lines[node.lineno - 1].partition("  # ")[2]
            found[node.targets[0].id] = behind or _comment_above(lines[: node.lineno - 1])
    return found


def _comment_above(lines: list[str]) -> str:
    above = takewhile(lambda line: line.lstrip().startswith("# "), reversed(lines))
    return " ".join(line.strip().removeprefix("# ") for line in reversed(list(above)))


def _routes() -> list[tuple[str, str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings.from_environ(_environ(folder)))
    rows = []
    for rule in app.url_map.iter_rules():
        methods = ", ".join(sorted(set(rule.methods or ()) - {"HEAD", "OPTIONS"}))
        permission = getattr(app.view_functions[rule.endpoint], "permission", None)
        is_static = rule.endpoint == "static"
        rows.append(
            (
                rule.rule,
                methods,
                "public" if is_static else permission.value if permission else "NONE",
            )
        )
    return rows


def _events() -> list[tuple[str, str, str]]:
    return [
        (
            f"{module.NAMESPACE} {name.removeprefix('on_')}",
            "socket event",
            getattr(handler, name).permission.value,
        )
        for module, handler in (
            (draft_sockets, DraftNamespace),
            (thread_followers, ThreadNamespace),
        )
        for name in vars(handler)
        if name.startswith("on_")
    ]


def _environ(folder: str) -> dict[str, str]:
    given = {"SECRET_KEY": "k" * 48, "BASE_URL": "http://127.0.0.1:8000", "INSTANCE": folder}
    return {f"DRAFTING_{name}": value for name, value in given.items()}


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, "utf-8")
    sys.stdout.write(f"  Wrote {', '.join(pages())}\n")
