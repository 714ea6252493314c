"""Tests mirror the product: `tests/a/test_b.py` tests `drafting/a/b.py`.

`modules_without_tests.txt` holds the modules that only tests of other modules reach. The list may
only shrink: a new module needs a test at its place, and one that got a test leaves the list.
"""

from pathlib import Path

from drafting.settings import PROJECT_ROOT
from tests.house.sources import modules, short

LIST = PROJECT_ROOT / "tests" / "house" / "modules_without_tests.txt"
LONGEST_LIST = 171


def mirror(path: Path) -> Path:
    """The place of a module's tests."""
    inside = Path(short(path)).relative_to("drafting")
    return PROJECT_ROOT / "tests" / inside.with_name(f"test_{inside.name}")


def without_tests() -> set[str]:
    """The modules without tests at their place."""
    tested = [path for path in modules() if not path.name.startswith("__")]
    return {short(path) for path in tested if not mirror(path).is_file()}


def test_every_module_has_tests_at_its_place_or_stands_in_the_list() -> None:
    listed = set(LIST.read_text("utf-8").split())
    assert without_tests() - listed == set(), "these modules need tests at their place"
    assert listed - without_tests() == set(), "these lines leave the list"


def test_the_list_only_shrinks() -> None:
    assert len(LIST.read_text("utf-8").split()) <= LONGEST_LIST
