"""`drafting compare` and `drafting carry`: what they print, and how they refuse."""

import json

import pytest

from tests.cli.running import CommandLine

OLD = b"# Scope\n\nProviders should report.\n\n- one incident\n- two incidents\n"
NEW = (
    "# Scope\n\nProviders shall report 😀.\n\n- one incident\n- two incidents\n\nLate reports "
    "are void.\n"
).encode()


@pytest.fixture
def files(bare: CommandLine) -> tuple[str, str]:
    return bare.file(OLD, "old.md"), bare.file(NEW, "new.md")


def anchors(bare: CommandLine, *rows: object) -> str:
    return bare.file(json.dumps(rows).encode(), "anchors.json")


def test_json_tells_lines_and_status_of_each_clause(
    bare: CommandLine, files: tuple[str, str]
) -> None:
    said = bare.run("compare", *files, "--json")
    answer = json.loads(said.out)
    assert answer["ms"] > 0
    assert [row["status"] for row in answer["clauses"]] == [
        "unchanged",
        "edited",
        "unchanged",
        "unchanged",
        "added",
    ]
    assert answer["clauses"][1]["old"] == {"start_line": 3, "end_line": 3}
    added = answer["clauses"][4]
    assert (added["old"], added["new"], added["status"]) == (
        None,
        {"start_line": 8, "end_line": 8},
        "added",
    )
    assert 0 < answer["clauses"][1]["confidence"] < 1


def test_details_tell_what_changed_and_how_much_it_matters(
    bare: CommandLine, files: tuple[str, str]
) -> None:
    rows = json.loads(bare.run("compare", *files, "--json", "--details").out)["clauses"]
    assert [row["significance"] for row in rows] == [None, "substantive", None, None, "substantive"]
    assert rows[1]["reasons"] == ["duty_word"]
    assert rows[1]["summary"] == "“should” became “shall”"
    assert rows[1]["words"][0]["kind"] == "words"
    assert rows[4]["summary"] == "New: Late reports are void."


def test_a_character_that_turns_the_line_around_is_shown_by_its_name(bare: CommandLine) -> None:
    old = bare.file(b"Signatories shall report it.\n", "old.md")
    new = bare.file("Signatories shall\u202e report it.\n".encode(), "new.md")
    said = bare.run("compare", old, new).out
    assert "⟦U+202E RIGHT-TO-LEFT OVERRIDE⟧" in said
    assert "cannot be seen: U+202E RIGHT-TO-LEFT OVERRIDE, +1" in said
    assert "\u202e" not in said


def test_without_a_terminal_the_redline_needs_no_colour(
    bare: CommandLine, files: tuple[str, str]
) -> None:
    said = bare.run("compare", *files)
    assert "Providers [-should-]{+shall+} report{+ 😀+}." in said.out
    assert "{+Late reports are void.+}" in said.out
    assert "2 unchanged clauses" in said.out
    assert "\x1b[" not in said.out
    assert said.out.rstrip().endswith("2 changes")


def test_a_moved_clause_is_told_with_both_places(bare: CommandLine) -> None:
    lines = [f"{n}. Berth {n * 37} is kept free.\n" for n in range(1, 5)]
    old = bare.file("".join(lines).encode(), "old.md")
    new = bare.file("".join([*lines[1:], lines[0]]).encode(), "new.md")
    assert "moved" in bare.run("compare", old, new).out


def test_passages_are_carried_in_code_points(bare: CommandLine, files: tuple[str, str]) -> None:
    start = OLD.decode().index("two incidents")
    named = {"id": "t-1", "start": start, "end": start + 13, "quote": "two incidents"}
    gone = {"id": 2, "start": 19, "end": 25, "quote": "should"}
    (found, orphan) = json.loads(bare.run("carry", *files, anchors(bare, named, gone)).out)[
        "anchors"
    ]
    assert (found["id"], found["status"], NEW.decode()[found["start"] : found["end"]]) == (
        "t-1",
        "shifted",
        "two incidents",
    )
    assert orphan == {"id": 2, "status": "orphan", "start": None, "end": None}


@pytest.mark.parametrize("source", [b"caf\xe9\n", b"nul\0\n"], ids=["latin-1", "binary"])
def test_what_is_no_text_is_refused_in_one_line(
    bare: CommandLine, files: tuple[str, str], source: bytes
) -> None:
    assert bare.run("compare", files[0], bare.file(source, "bad.md"), "--json").is_one_clear_line


@pytest.mark.parametrize(
    "given",
    [
        b"{",
        b"{}",
        b"[1]",
        b"\xff",
        b"[" * 100_000,
        b'[{"id": 1}]',
        b'[{"id": 1, "start": 2, "end": 7}]',
        b'[{"id": 1, "start": 0, "end": 9999, "quote": ""}]',
        b'[{"id": 1, "start": -1, "end": 3, "quote": ""}]',
        b'[{"id": 1, "start": 3, "end": 3, "quote": ""}]',
        b'[{"id": 1, "start": true, "end": 3, "quote": " Sc"}]',
    ],
)
def test_anchors_that_are_none_are_refused_in_one_line(
    bare: CommandLine, files: tuple[str, str], given: bytes
) -> None:
    assert bare.run("carry", *files, bare.file(given, "anchors.json")).is_one_clear_line


def test_a_quote_that_does_not_stand_there_is_refused_with_its_anchor(
    bare: CommandLine, files: tuple[str, str]
) -> None:
    start = OLD.decode().index("two incidents")
    right = {"id": "t-1", "start": start, "end": start + 13, "quote": "two\n incidents"}
    assert bare.run("carry", *files, anchors(bare, right)).code == 0
    for quote in ("one incident", 7, None):
        wrong = {**right, "id": "t-2", "quote": quote}
        said = bare.run("carry", *files, anchors(bare, right, wrong))
        assert said.is_one_clear_line
        assert "anchor 2" in said.err
    assert (
        '"t-2"' in bare.run("carry", *files, anchors(bare, {**wrong, "quote": "one incident"})).err
    )


@pytest.mark.parametrize(
    "arguments",
    [["compare"], ["compare", "missing.md", "missing.md"], ["carry", "old.md", "new.md"]],
)
def test_wrong_use_is_one_clear_line(
    bare: CommandLine, files: tuple[str, str], arguments: list[str]
) -> None:
    assert bare.run(*arguments).is_one_clear_line


def test_they_start_without_the_platform(bare: CommandLine, files: tuple[str, str]) -> None:
    bare.environ = {"PYTHONPROFILEIMPORTTIME": "1"}
    imported = bare.run("compare", *files, "--json").err
    assert "drafting.domain.alignment.align" in imported
    assert "flask" not in imported
    assert "sqlalchemy" not in imported
