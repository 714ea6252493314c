"""Every promise that is written down is true, and what should be written down is."""

import re

from drafting.policy.permission_map import PERMISSION_MAP
from drafting.policy.permissions import Permission
from drafting.settings import PROJECT_ROOT, Settings
from tools.write_docs import pages


def test_every_setting_is_documented_and_no_other() -> None:
    documented = re.findall(
        r"^\| `DRAFTING_(\w+)`", (PROJECT_ROOT / "docs" / "settings.md").read_text("utf-8"), re.M
    )
    assert sorted(name.lower() for name in documented) == sorted(Settings.__dataclass_fields__)


def test_the_pages_written_from_the_code_are_up_to_date() -> None:
    for name, text in pages().items():
        assert (PROJECT_ROOT / "docs" / name).read_text("utf-8") == text, (
            f"docs/{name}: run make docs"
        )


def test_A3_every_route_and_socket_event_says_what_it_asks_for() -> None:
    assert "`NONE`" not in pages()["routes.md"]


def test_every_permission_stands_in_the_map() -> None:
    assert set(PERMISSION_MAP) == set(Permission)


def test_every_make_target_has_its_help() -> None:
    makefile = (PROJECT_ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.M)
    assert phony
    for target in phony[1].split():
        assert re.search(rf"^{target}:.*##", makefile, re.M), f"make {target} has no ## help"


def test_the_readme_shows_both_commands_and_the_prerequisites() -> None:
    readme = (PROJECT_ROOT / "README.md").read_text("utf-8")
    for words in ("make run", "make test", "python3-venv", "3.11"):
        assert words in readme
