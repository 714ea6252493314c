"""Every promise that is written down is true, and what should be written down is."""

import re
import tomllib

from drafting.cli.sample import PEOPLE
from drafting.policy.permission_map import PERMISSION_MAP
from drafting.policy.permissions import Permission
from drafting.settings import PROJECT_ROOT, Settings
from tools.write_docs import numbered_tests, pages

LONGEST_DECISION, LONGEST_HOW_TO, LONGEST_README = 40, 50, 99  # lines


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


def test_every_attack_and_fault_that_a_test_names_is_described() -> None:
    page = (PROJECT_ROOT / "docs" / "attacks-and-faults.md").read_text("utf-8")
    described = re.findall(r"^\| ([AF]\d+) \| [A-Z`]", page, re.M)
    assert described == list(numbered_tests())


def test_A3_every_route_and_socket_event_says_what_it_asks_for() -> None:
    assert "`NONE`" not in pages()["routes.md"]


def test_every_permission_stands_in_the_map_and_has_its_purpose() -> None:
    assert set(PERMISSION_MAP) == set(Permission)
    rows = re.findall(r"^\| `([\w:]+)` \| (.*?) \|", pages()["permissions.md"], re.M)
    assert dict(rows).keys() == {one.value for one in Permission}
    assert [name for name, purpose in rows if not purpose] == []


def _contracts() -> dict[str, list[str]]:
    """The layers of import-linter's contracts, by the contract's name."""
    pyproject = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = pyproject["tool"]["importlinter"]["contracts"]
    return {one["name"]: one["layers"] for one in contracts if one["type"] == "layers"}


def _table(page: str, heading: str) -> list[str]:
    """The names in the first column of the table below a heading, as a contract writes them."""
    section = re.split(r"^##+ ", page.partition(f"# {heading}\n")[2], maxsplit=1, flags=re.M)[0]
    cells = re.findall(r"^\| (`[^|]+) \|", section, re.M)
    return [" | ".join(re.findall(r"`(\w+)`", cell)) for cell in cells]


def test_the_architecture_lists_the_rooms_and_wings_of_the_contracts() -> None:
    page = (PROJECT_ROOT / "docs" / "architecture.md").read_text("utf-8")
    contracts = _contracts()
    rooms = [one.replace("drafting.", "") for one in contracts.pop("Arrows point downwards")]
    assert _table(page, "Rooms") == rooms
    assert {name: _table(page, name) for name in contracts} == contracts


def test_commits_are_checked_as_make_check_checks() -> None:
    makefile = (PROJECT_ROOT / "Makefile").read_text("utf-8")
    recipe = makefile.partition("\ncheck:")[2].partition("\n\n")[0]
    steps = re.findall(r'\$\(STEP\) "[^"]+" (.+)', recipe)
    hooks = (PROJECT_ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    assert re.findall(r"^ +entry: (.+)$", hooks, re.M) == steps
    assert re.findall(r"repo: (.+)$", hooks, re.M) == ["local"]


def test_decisions_are_short_and_listed() -> None:
    folder = PROJECT_ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text("utf-8")
    for path in folder.glob("0*.md"):
        text = path.read_text("utf-8")
        assert f"({path.name})" in listed, path.name
        assert len(text.splitlines()) <= LONGEST_DECISION, path.name
        assert re.findall(r"^## (.+)$", text, re.M) == ["Context", "Decision", "Consequences"]


def test_how_tos_are_short() -> None:
    for path in (PROJECT_ROOT / "docs" / "how-to").glob("*.md"):
        assert len(path.read_text("utf-8").splitlines()) <= LONGEST_HOW_TO, path.name


def test_the_licence_is_the_one_that_the_package_declares() -> None:
    pyproject = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text("utf-8"))
    assert pyproject["project"]["license"] == "EUPL-1.2"
    licence = (PROJECT_ROOT / "LICENSE").read_text("utf-8")
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")


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


def test_the_readme_is_short_and_leads_from_clone_to_sign_in() -> None:
    readme = (PROJECT_ROOT / "README.md").read_text("utf-8")
    assert len(readme.splitlines()) <= LONGEST_README
    steps = ["git clone", "cd drafting", "make run", "http://127.0.0.1:8000", PEOPLE[0][0]]
    places = [readme.index(step) for step in steps]
    assert places == sorted(places)
    assert "![" in "".join(readme.splitlines(keepends=True)[:12]), "the first screen shows it"
    assert "passphrase" not in readme
    for email, *_ in PEOPLE:
        assert email in readme


def test_the_readme_calls_the_command_where_it_lies() -> None:
    readme = (PROJECT_ROOT / "README.md").read_text("utf-8")
    assert ".venv/bin/activate" in readme or ".venv/bin/drafting" in readme
