"""drafting import."""

import sqlite3

import pytest

from tests.cli.running import CommandLine
from tests.support.people import SLUG, World


def titles(line: CommandLine) -> list[str]:
    with sqlite3.connect(line.instance / "drafting.sqlite3") as database:
        return [title for (title,) in database.execute("SELECT title FROM chapter ORDER BY id")][3:]


SOURCE = b"# One\n\na\n\n## Half\n\nb\n\n# Two\n\nc\n"


@pytest.mark.parametrize(
    ("split", "expected"), [([], ["One"]), (["--split-at", "h1"], ["One", "Two"])]
)
def test_a_file_becomes_chapters(
    line: CommandLine, lived_in: World, split: list[str], expected: list[str]
) -> None:
    said = line.run("import", line.file(SOURCE), "--code", SLUG, *split)
    assert said.code == 0, said
    assert "Traceback" not in said.err
    assert titles(line) == expected
    assert "text.md" in said.out


def test_a_code_of_practice_is_begun_with_a_title(line: CommandLine) -> None:
    assert (
        line.run("import", line.file(SOURCE), "--code", "new-one", "--title", "New one").code == 0
    )
    with sqlite3.connect(line.instance / "drafting.sqlite3") as database:
        assert database.execute("SELECT slug, title FROM code_of_practice").fetchall() == [
            ("new-one", "New one")
        ]


@pytest.mark.parametrize(
    ("source", "word"),
    [
        (b"# One\n\ncaf\xe9", "line 3"),
        (b"", "text is empty"),
        (b"PK\0\0", "not a Markdown"),
        (b"a" * (5 * 1024 * 1024 + 1), "5 MiB"),
    ],
    ids=["not UTF-8", "empty", "binary", "too large"],
)
def test_a_bad_file_is_one_line_and_writes_nothing(
    line: CommandLine, lived_in: World, source: bytes, word: str
) -> None:
    said = line.run("import", line.file(source), "--code", SLUG)
    assert said.is_one_clear_line, said
    assert word in said.err
    assert "text.md" in said.err
    assert titles(line) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["missing.md", "--code", SLUG],
        ["text.md"],
        ["text.md", "--code", SLUG, "--split-at", "h3"],
        [".", "--code", SLUG],
    ],
    ids=["missing file", "no code", "split at h3", "a folder"],
)
def test_wrong_use_is_one_line(line: CommandLine, lived_in: World, arguments: list[str]) -> None:
    line.file(SOURCE)
    said = line.run("import", *arguments)
    assert said.is_one_clear_line, said
    assert titles(line) == []


WRONG_CODES = {
    "unknown code": (["--code", "none"], "--title"),
    "A94 slug": (["--code", "Not Plain", "--title", "T"], "lower-case"),
}


@pytest.mark.parametrize(("more", "word"), WRONG_CODES.values(), ids=WRONG_CODES)
def test_a_code_of_practice_that_cannot_be_is_one_line(
    line: CommandLine, lived_in: World, more: list[str], word: str
) -> None:
    said = line.run("import", line.file(SOURCE), *more)
    assert said.is_one_clear_line, said
    assert word in said.err
    assert titles(line) == []


def test_more_chapters_than_there_may_be_are_one_line_and_none_is_kept(
    line: CommandLine, lived_in: World
) -> None:
    said = line.run("import", line.file(b"# A\n\na\n" * 201), "--code", SLUG, "--split-at", "h1")
    assert said.code == 2
    assert "200 chapters" in said.err
    assert "Traceback" not in said.err
    assert titles(line) == []
