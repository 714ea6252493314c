"""drafting comment: entered in an author's name, at the right place, and refused in one line
where it cannot be.
"""

import sqlite3

import pytest

from drafting.domain.roles import Role
from tests.cli.running import CommandLine
from tests.support.people import SLUG, World
from tests.support.published import QUOTED, make_published


@pytest.fixture
def world(lived_in: World) -> World:
    """The world with a version published and an open round on it."""
    make_published(lived_in)
    lived_in.database.dispose()
    return lived_in


def newest(line: CommandLine) -> tuple[object, ...]:
    query = """
        SELECT t.number, c.eid, t.exact, k.text, k.state, k.role, k.language
        FROM thread t LEFT JOIN version_clause c ON c.id = t.clause_id
        JOIN comment k ON k.thread_id = t.id ORDER BY t.number DESC LIMIT 1
    """
    with sqlite3.connect(line.instance / "drafting.sqlite3") as database:
        found: tuple[object, ...] = database.execute(query).fetchone()
    return found


def test_a_letter_becomes_a_filed_comment_on_the_words_it_names(
    line: CommandLine, world: World
) -> None:
    address = world.email(Role.STAKEHOLDER)
    said = line.run(
        "comment",
        SLUG,
        "Say who.",
        "--by",
        address,
        "--clause",
        "one-p1",
        "--quote",
        QUOTED,
        "--language",
        "fr",
    )
    assert said.code == 0, said.err
    assert said.out == "  Thread 5 on First draft, filed, by Stakeholder Person\n"
    assert newest(line) == (5, "one-p1", QUOTED, "Say who.", "filed", "stakeholder", "fr")


def test_without_a_clause_it_is_about_the_version_and_a_long_one_comes_from_standard_input(
    line: CommandLine, world: World
) -> None:
    said = line.run(
        "comment",
        SLUG,
        "-",
        "--by",
        world.email(Role.CHAIR),
        "--state",
        "unfiled",
        given="One.\n\nTwo.\n",
    )
    assert said.code == 0, said.err
    assert newest(line)[1:6] == (None, None, "One.\n\nTwo.", "unfiled", "chair")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (["--clause", "nowhere"], "clause"),
        (["--clause", "one-p1", "--quote", "no such words"], "words"),
        (["--version", "9"], "version"),
        (["--by", "nobody@test.example"], "nobody@test.example"),
        (["--language", "!!"], "language"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_nothing_is_kept(
    line: CommandLine, world: World, more: list[str], reason: str
) -> None:
    before = newest(line)
    said = line.run("comment", SLUG, "Words.", "--by", world.email(Role.STAKEHOLDER), *more)
    assert said.is_one_clear_line, said
    assert reason in said.err
    assert newest(line) == before


def test_an_empty_comment_an_unknown_code_and_nothing_published_are_refused(
    line: CommandLine, lived_in: World
) -> None:
    by = ("--by", lived_in.email(Role.STAKEHOLDER))
    assert "published yet" in line.run("comment", SLUG, "Words.", *by).err
    assert "no code of practice other" in line.run("comment", "other", "Words.", *by).err
    assert line.run("comment", SLUG, " ", *by).is_one_clear_line
