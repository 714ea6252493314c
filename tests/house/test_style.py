"""Style sheets have no dead rules: a template, a script or the editor writes each class in them."""

import ast
import re
from pathlib import Path

from tests.house.sources import short, tracked, tree

# An attribute ends at the first quotation mark outside of Jinja's braces.
ATTRIBUTE = re.compile(r'class="((?:\{\{.*?\}\}|\{%.*?%\}|[^"])*)"')
LITERAL = re.compile(r'"[^"\n]*"|`[^`]*`')
BY_THE_EDITOR = re.compile(r"cm-")  # CodeMirror's own
# Composed with a number: levels of the reading page, colours of people.
WITH_A_NUMBER = re.compile(r"[hl]\d|(level|person)-\d")


def _words(text: str) -> set[str]:
    return set(re.findall(r"[\w-]+", text))


def _classes(sheet: Path) -> set[str]:
    bare = re.sub(
        r'/\*.*?\*/|"[^"]*"|url\([^)]*\)|@import[^;]*;', "", sheet.read_text("utf-8"), flags=re.S
    )
    selectors = re.findall(r"([^{};]*)\{", bare)
    return {name for selector in selectors for name in re.findall(r"\.([A-Za-z][\w-]*)", selector)}


def _values(path: Path) -> set[str]:
    """The values of a module's enumerations and mappings, as templates write them in a class."""
    assigned = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Assign | ast.Dict)]
    constants = [
        one for node in assigned for one in ast.walk(node) if isinstance(one, ast.Constant)
    ]
    return {one.value.replace("_", "-") for one in constants if isinstance(one.value, str)}


def _written() -> set[str]:
    templates = (
        path.read_text("utf-8")
        for path in tracked("templates/**/*.html") + tracked("templates/*.html")
    )
    found = {
        word
        for text in templates
        for attribute in ATTRIBUTE.findall(text)
        for word in _words(attribute)
    }
    for path in tracked("static/js/**/*.js"):
        lines = [
            line
            for line in path.read_text("utf-8").splitlines()
            if not line.lstrip().startswith("//")
        ]
        found |= {word for literal in LITERAL.findall("\n".join(lines)) for word in _words(literal)}
    for path in (*tracked("drafting/domain/*.py"), *tracked("drafting/web/labels.py")):
        found |= _values(path)
    return found


def test_every_class_in_a_sheet_is_written_somewhere() -> None:
    written = _written()
    unused = {
        f"{short(sheet)}: .{name}"
        for sheet in tracked("static/css/**/*.css") + tracked("static/css/*.css")
        for name in _classes(sheet)
        if name not in written
        and not BY_THE_EDITOR.match(name)
        and not WITH_A_NUMBER.fullmatch(name)
    }
    assert unused == set()


def test_every_name_of_the_tokens_is_used() -> None:
    sheets = "".join(
        path.read_text("utf-8")
        for path in tracked("static/css/**/*.css") + tracked("static/css/*.css")
    )
    scripts = "".join(path.read_text("utf-8") for path in tracked("static/js/**/*.js"))
    names = set(re.findall(r"^\s*(--[\w-]+):", sheets, re.M))
    assert names
    assert {name for name in names if f"var({name}" not in sheets + scripts} == set()
