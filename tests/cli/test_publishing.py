"""drafting publish: what it says, what is public afterwards, and what is left when it is
refused.
"""

import sqlite3
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from tests.cli.running import CommandLine
from tests.support.people import SLUG, TEXT, World
from tests.support.published import retype


@pytest.fixture
def line(line: CommandLine, lived_in: World) -> CommandLine:
    """A command line with the world in its database."""
    return line


def rows(line: CommandLine, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(line.instance / "drafting.sqlite3") as database:
        return database.execute(query).fetchall()


def test_the_text_is_frozen_read_and_public_when_it_returns(line: CommandLine) -> None:
    said = line.run("publish", SLUG)
    assert said.code == 0, said
    digest = sha256(f"{TEXT}\n{TEXT}\n{TEXT}".encode()).hexdigest()
    assert "First draft" in said.out
    assert digest in said.out
    [found] = rows(
        line,
        "SELECT number, label, digest, read_at IS NOT NULL, published_at IS NOT NULL FROM version",
    )
    assert found == (1, "First draft", digest, 1, 1)
    assert rows(line, "SELECT count(*) FROM version_clause")[0][0] == 9


def test_A43_what_readers_would_not_see_is_published_only_when_that_is_confirmed(
    line: CommandLine, lived_in: World
) -> None:
    retype(lived_in, "# One\n\nPay \u202enothing\u202c.\n")
    refused = line.run("publish", SLUG)
    assert refused.is_one_clear_line
    assert "Confirm that they are intended" in refused.err
    assert rows(line, "SELECT count(*) FROM version") == [(0,)]
    assert line.run("publish", SLUG, "--confirm-hidden").code == 0


def test_label_note_stage_and_language_are_those_given(line: CommandLine) -> None:
    given = (
        "--label",
        "Final text",
        "--note",
        "Thank you.",
        "--stage",
        "final",
        "--language",
        "fr",
    )
    assert line.run("publish", SLUG, *given).code == 0
    assert rows(line, "SELECT label, note, stage, language FROM version") == [
        ("Final text", "Thank you.", "final", "fr")
    ]


def test_the_next_one_is_compared_with_all_before_it(line: CommandLine, lived_in: World) -> None:
    for number in range(3):
        retype(lived_in, f"# One\n\nText number {number}.\n")
        assert line.run("publish", SLUG).code == 0
    assert [label for (label,) in rows(line, "SELECT label FROM version ORDER BY number")] == [
        "First draft",
        "Second draft",
        "Third draft",
    ]
    assert rows(line, "SELECT count(*) FROM comparison") == [(3,)]


def test_nothing_changed_is_one_clear_line(line: CommandLine) -> None:
    assert line.run("publish", SLUG).code == 0
    said = line.run("publish", SLUG)
    assert said.is_one_clear_line, said
    assert rows(line, "SELECT count(*) FROM version") == [(1,)]


def test_a_set_instant_is_kept_with_its_zone(line: CommandLine) -> None:
    at = (datetime.now(UTC) + timedelta(days=2)).replace(microsecond=0)
    said = line.run("publish", SLUG, "--at", at.astimezone().isoformat())
    assert said.code == 0, said
    [(kept,)] = rows(line, "SELECT published_at FROM version")
    assert datetime.fromisoformat(str(kept)).replace(tzinfo=UTC) == at


@pytest.mark.parametrize("at", ["2026-09-30T18:00", "tomorrow", ""])
def test_an_instant_without_zone_or_sense_is_one_clear_line(line: CommandLine, at: str) -> None:
    said = line.run("publish", SLUG, "--at", at)
    assert said.is_one_clear_line, said
    assert rows(line, "SELECT count(*) FROM version") == [(0,)]


def test_an_instant_that_has_passed_leaves_nothing_that_bars_the_next_try(
    line: CommandLine,
) -> None:
    said = line.run("publish", SLUG, "--at", "2020-01-01T00:00+00:00")
    assert (said.code, said.err.count("\n")) == (2, 1), said
    assert rows(line, "SELECT count(*) FROM version") == [(0,)]
    assert line.run("publish", SLUG).code == 0


@pytest.mark.parametrize(
    "given",
    [
        ("nowhere",),
        (SLUG, "--label", " "),
        (SLUG, "--language", "??"),
        (SLUG, "--stage", "done"),
        (SLUG, "--note", "x" * 5001),
    ],
    ids=["code of practice", "label", "language", "stage", "note"],
)
def test_what_is_wrong_is_one_clear_line_and_nothing_is_prepared(
    line: CommandLine, given: tuple[str, ...]
) -> None:
    said = line.run("publish", *given)
    assert said.is_one_clear_line, said
    assert rows(line, "SELECT count(*) FROM version") == [(0,)]
