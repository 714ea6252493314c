"""Wrong use of any command: one line, exit 2, no traceback."""

import pytest

from drafting import __version__
from tests.cli.running import CommandLine


def test_help_names_every_command(bare: CommandLine) -> None:
    said = bare.run("--help")
    assert said.code == 0
    assert all(command in said.out for command in ("import", "prepare", "sample", "serve", "user"))
    assert __version__ in bare.run("--version").out


@pytest.mark.parametrize(
    "arguments",
    [
        ["drink"],
        ["import"],
        ["--no-such-option"],
        ["user", "drink"],
        ["serve", "--address", "8000"],
        ["serve", "--address", "h:p"],
    ],
    ids=" ".join,
)
def test_a_command_that_is_none_or_misses_something_is_one_line(
    bare: CommandLine, arguments: list[str]
) -> None:
    said = bare.run(*arguments)
    assert said.is_one_clear_line, said


def test_bad_settings_are_one_line_that_names_every_fault(bare: CommandLine) -> None:
    said = bare.run(
        "user", "list", DRAFTING_SECRET_KEY="", DRAFTING_BASE_URL="", DRAFTING_TIME_ZONE="Nowhere"
    )
    assert said.is_one_clear_line, said
    assert all(
        name in said.err
        for name in ("DRAFTING_SECRET_KEY", "DRAFTING_BASE_URL", "DRAFTING_TIME_ZONE")
    )


@pytest.mark.parametrize(
    "command", [["user", "list"], ["serve", "--address", "127.0.0.1:0"]], ids=" ".join
)
@pytest.mark.parametrize("folder", [True, False], ids=["folder without a database", "no folder"])
def test_a_database_that_is_not_there_yet_is_one_line(
    bare: CommandLine, command: list[str], *, folder: bool
) -> None:
    if folder:
        bare.instance.mkdir()
    said = bare.run(*command)
    assert said.is_one_clear_line, said.err[-600:]
    assert "drafting prepare" in said.err


@pytest.mark.parametrize(
    "url", ["nonsense", "postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=2"]
)
def test_a_database_that_cannot_be_reached_is_one_line(bare: CommandLine, url: str) -> None:
    bare.instance.mkdir()
    said = bare.run("user", "list", DRAFTING_DATABASE_URL=url)
    assert said.is_one_clear_line, said.err[-600:]
