"""Small rooms: the budgets of the design, counted over the product's files."""

from pathlib import Path
from statistics import median, quantiles

from tests.house.sources import functions, modules, short, tracked

MEDIAN_FILE, LONGEST_FILE = 90, 400
MEDIAN_FUNCTION, LONG_FUNCTION = 8, 25
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


def test_templates_scripts_and_sheets_are_small() -> None:
    assert median(_lines(path) for path in tracked("templates/**/*.html")) <= MEDIAN_TEMPLATE
    scripts = {short(path): _lines(path) for path in tracked("static/js/**/*.js")}
    assert {name: size for name, size in scripts.items() if size > LONGEST_SCRIPT} == {}
    sheets = {short(path): _lines(path) for path in tracked("static/css/**/*.css")}
    assert {name: size for name, size in sheets.items() if size > LONGEST_FILE} == {}


def test_tests_are_no_longer_than_rooms_may_be() -> None:
    sizes = {short(path): _lines(path) for path in tracked("tests/**/*.py")}
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}
