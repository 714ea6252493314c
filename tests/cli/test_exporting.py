"""drafting export."""

import hashlib
import sqlite3

import pytest

from drafting.storage.unit_of_work import Database
from tests.cli.running import CommandLine
from tests.support.people import SLUG, World
from tests.support.published import make_published, publish_world, retype


@pytest.fixture
def published(line: CommandLine, lived_in: World) -> World:
    """The world with one published version and comments."""
    lived_in.database = Database(f"sqlite:///{line.instance / 'drafting.sqlite3'}")
    make_published(lived_in)
    return lived_in


def digest(line: CommandLine, number: int) -> str:
    with sqlite3.connect(line.instance / "drafting.sqlite3") as database:
        return str(
            database.execute("SELECT digest FROM version WHERE number = ?", [number]).fetchone()[0]
        )


def test_the_newest_published_text_is_written_with_its_digest(
    line: CommandLine, published: World
) -> None:
    retype(published, "# One\n\nAnother text with é.\n")
    publish_world(published, label="Second draft")
    for number, arguments in ((2, []), (1, ["--version", "1"])):
        said = line.run("export", SLUG, *arguments, "--out", "text.md")
        assert said.code == 0, said
        assert hashlib.sha256((line.folder / "text.md").read_bytes()).hexdigest() == digest(
            line, number
        )


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("markdown", ["# One", "😀"]),
        ("html", ["<!doctype html>", "First draft"]),
        ("csv", ["Permanent link", "A comment that is unfiled."]),  # the operator sees all
    ],
)
def test_each_form_goes_to_standard_output(
    line: CommandLine, published: World, form: str, words: list[str]
) -> None:
    said = line.run("export", SLUG, "--format", form)
    assert (said.code, said.err) == (0, "")
    for word in words:
        assert word in said.out


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["no-such-code"], "no-such-code"),
        ([SLUG], "published version"),
        ([SLUG, "--version", "7"], "version 7"),
        ([SLUG, "--version", "0"], "--version"),
        ([SLUG, "--format", "docx"], "--format"),
        ([], "SLUG"),
    ],
)
def test_what_cannot_be_is_one_line(
    line: CommandLine, lived_in: World, arguments: list[str], word: str
) -> None:
    said = line.run("export", *arguments)
    assert said.is_one_clear_line, said
    assert word in said.err


def test_a_file_that_cannot_be_written_is_one_line(line: CommandLine, published: World) -> None:
    said = line.run("export", SLUG, "--out", "no/such/folder/text.md")
    assert said.is_one_clear_line, said
    assert "no/such/folder" in said.err
