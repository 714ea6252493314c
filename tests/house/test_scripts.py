"""The scripts: their own tests pass, pages give them exactly the texts that they use, and each
component is one module.
"""

import ast
import json
import re
import subprocess
import sys

from drafting.settings import PROJECT_ROOT
from tests.house.sources import tracked


def test_the_scripts_pass_their_own_tests() -> None:
    files = [str(path) for path in tracked("tests/js/**/*.test.js")]
    assert files
    command = [sys.executable, "tools/node.py", "node", "--test", "--test-timeout=60000", *files]
    run = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]


def test_the_pages_give_exactly_the_words_that_the_scripts_know() -> None:
    english = json.loads(
        (PROJECT_ROOT / "static" / "js" / "lib" / "strings-en.json").read_text("utf-8")
    )
    source = ast.parse((PROJECT_ROOT / "drafting" / "web" / "script_strings.py").read_text("utf-8"))
    found = {
        ast.literal_eval(key): ast.literal_eval(value.args[0])
        for table in ast.walk(source)
        if isinstance(table, ast.Dict)
        for key, value in zip(table.keys, table.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(value, ast.Call)
    }
    assert found
    assert found == english


def test_every_component_of_a_template_is_a_module() -> None:
    names = {
        name
        for path in [*tracked("templates/**/*.html"), *tracked("templates/*.html")]
        for name in re.findall(r'data-component="([\w-]+)"', path.read_text("utf-8"))
    }
    assert names
    modules = {path.stem for path in tracked("static/js/components/**/*.js")}
    assert names <= modules
