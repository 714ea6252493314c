"""Lines are short enough for two windows side by side: a long line hides how long a function is."""

import pytest

from tests.house.sources import short, tracked


@pytest.mark.parametrize(
    ("pattern", "columns"), [("*.py", 100), ("*.js", 100), ("*.mjs", 100), ("*.html", 120)]
)
def test_lines_are_not_too_wide(pattern: str, columns: int) -> None:
    wide = [
        f"{short(path)}:{number}"
        for path in tracked(pattern)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > columns
    ]
    assert wide == []
