"""Files, functions and folders stay small: the budgets of the design, counted over the product.

Functions are counted by characters as well as by lines, so that long lines cannot hide size. The
90th percentile stands for "nearly all".
"""

import ast
from collections import Counter
from pathlib import Path
from statistics import median, quantiles

import pytest

from tests.house.sources import FunctionNode, functions, modules, short, tracked, tree

MEDIAN_FILE, LONGEST_FILE = 90, 400
MEDIAN_FUNCTION, LONG_FUNCTION = 8, 25  # lines
# of a function, without indentation; 250 is the aim for the median: it may only shrink
MEDIAN_CHARACTERS, MANY_CHARACTERS = 287, 700
FILES_IN_A_FOLDER = 20
MEDIAN_IMPORTED_NAMES, MEDIAN_OWN_MODULES = 15, 5  # of a module with views
MEDIAN_TEMPLATE, LONGEST_SCRIPT = 40, 150


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_files_are_small() -> None:
    sizes = {short(path): _lines(path) for path in modules()}
    assert median(sizes.values()) <= MEDIAN_FILE
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}


def test_functions_are_short() -> None:
    sizes = [
        (node.end_lineno or 0) - node.lineno + 1 for path in modules() for node in functions(path)
    ]
    assert median(sizes) <= MEDIAN_FUNCTION
    assert quantiles(sizes, n=10)[-1] <= LONG_FUNCTION


def _characters(lines: list[str], node: FunctionNode) -> int:
    return sum(len(line.strip()) for line in lines[node.lineno - 1 : node.end_lineno])


def test_functions_are_short_in_characters_too() -> None:
    sizes = [
        _characters(lines, node)
        for path in modules()
        for lines in [path.read_text("utf-8").splitlines()]
        for node in functions(path)
    ]
    assert median(sizes) <= MEDIAN_CHARACTERS
    assert quantiles(sizes, n=10)[-1] <= MANY_CHARACTERS


@pytest.mark.parametrize("room", ["drafting", "templates", "static/js"])
def test_folders_hold_few_files(room: str) -> None:
    counts = Counter(str(Path(short(path)).parent) for path in tracked(f"{room}/**"))
    assert counts
    assert {name: count for name, count in counts.items() if count > FILES_IN_A_FOLDER} == {}


def _is_blueprint(path: Path) -> bool:
    return any(
        isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("Blueprint(")
        for node in tree(path).body
    )


def test_views_import_little() -> None:
    names, own_modules = [], []
    for path in filter(_is_blueprint, modules()):
        imports = [n for n in ast.walk(tree(path)) if isinstance(n, ast.Import | ast.ImportFrom)]
        names.append(sum(len(node.names) for node in imports))
        sources = {node.module or "" for node in imports if isinstance(node, ast.ImportFrom)}
        own_modules.append(sum(source.startswith("drafting") for source in sources))
    assert median(names) <= MEDIAN_IMPORTED_NAMES
    assert median(own_modules) <= MEDIAN_OWN_MODULES


def test_templates_scripts_and_sheets_are_small() -> None:
    assert median(_lines(path) for path in tracked("templates/**/*.html")) <= MEDIAN_TEMPLATE
    scripts = {short(path): _lines(path) for path in tracked("static/js/**/*.js")}
    assert {name: size for name, size in scripts.items() if size > LONGEST_SCRIPT} == {}
    sheets = {short(path): _lines(path) for path in tracked("static/css/**/*.css")}
    assert {name: size for name, size in sheets.items() if size > LONGEST_FILE} == {}


def test_tests_are_no_longer_than_rooms_may_be() -> None:
    sizes = {
        short(path): _lines(path) for path in tracked("tests/**/*.py") + tracked("tests/**/*.js")
    }
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}
