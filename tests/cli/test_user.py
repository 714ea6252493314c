"""drafting user: accounts from the command line."""

import sqlite3

import pytest

from drafting.domain.roles import Role
from tests.cli.running import CommandLine
from tests.support.people import SLUG, World

PASSPHRASE = "a long passphrase\n"


def roles(line: CommandLine) -> dict[str, str]:
    with sqlite3.connect(line.instance / "drafting.sqlite3") as database:
        return dict(
            database.execute(
                "SELECT email, role FROM membership JOIN account ON account.id = account_id"
            ).fetchall()
        )


def test_an_account_is_added_listed_and_disabled(line: CommandLine) -> None:
    said = line.run(
        "user",
        "add",
        "Ada@X.org",
        "--name",
        "Ada",
        "--administrator",
        "--password-stdin",
        given=PASSPHRASE,
    )
    assert said.code == 0, said
    assert line.run("user", "list").out == "ada@x.org\tAda\tadministrator\n"
    assert line.run("user", "disable", "ADA@x.org").code == 0
    assert "disabled" in line.run("user", "list").out


def test_a_role_is_given_and_changed(line: CommandLine, lived_in: World) -> None:
    line.run("user", "add", "ada@x.org", "--name", "Ada", "--password-stdin", given=PASSPHRASE)
    for role in ("observer", "chair"):
        said = line.run("user", "role", "ada@x.org", "--code", SLUG, "--role", role)
        assert said.code == 0, said
        assert roles(line)["ada@x.org"] == role


def test_a_password_is_set(line: CommandLine, lived_in: World) -> None:
    said = line.run(
        "user",
        "password",
        lived_in.email(Role.CHAIR),
        "--password-stdin",
        given="another long passphrase\n",
    )
    assert (said.code, "another" in said.out + said.err) == (0, False)


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        (["add", "ada", "--name", "Ada", "--password-stdin"], PASSPHRASE),
        (["add", "chair@test.example", "--name", "Ada", "--password-stdin"], PASSPHRASE),
        (["add", "ada@x.org", "--name", "", "--password-stdin"], PASSPHRASE),
        (["add", "ada@x.org", "--name", "Ada", "--password-stdin"], "short\n"),
        (["add", "ada@x.org", "--password-stdin"], PASSPHRASE),
        (["disable", "none@x.org"], ""),
        (["role", "chair@test.example", "--code", "none", "--role", "chair"], ""),
        (["role", "chair@test.example", "--code", SLUG, "--role", "king"], ""),
        (["role", "secretariat@test.example", "--code", SLUG, "--role", "observer"], ""),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_one_line_and_changes_nothing(
    line: CommandLine, lived_in: World, arguments: list[str], given: str
) -> None:
    before = roles(line)
    said = line.run("user", *arguments, given=given)
    assert said.is_one_clear_line, said
    assert roles(line) == before
