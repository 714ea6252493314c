"""drafting prepare, and the sample that comes with it."""

import sqlite3

from markdown_it import MarkdownIt

from drafting.cli.sample import FOLDER, PEOPLE
from drafting.cli.sample_history import HISTORY
from tests.cli.running import CommandLine

# One code of practice, its chapters, everybody, and each chapter as each version had it and as it
# is now.
SAMPLE = (1, 3, len(PEOPLE) + len(HISTORY["people"]), 3 * (len(HISTORY["versions"]) + 1))
CLAUSES = {"heading_open", "paragraph_open", "tr_open", "blockquote_open", "fence"}


def counted(line: CommandLine) -> tuple[int, ...]:
    with sqlite3.connect(line.instance / "drafting.sqlite3") as database:
        tables = ("code_of_practice", "chapter", "account", "draft_update")
        return tuple(
            database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables
        )


def test_the_first_time_makes_everything_and_the_second_keeps_it(bare: CommandLine) -> None:
    bare.environ = {"DRAFTING_INSTANCE": str(bare.instance)}
    first = bare.run("prepare", "--sample", "--base-url", "http://127.0.0.1:9000")
    assert first.code == 0, first
    kept = {
        path.name: path.read_bytes()
        for path in bare.instance.iterdir()
        if not path.name.startswith("drafting.sqlite3")
    }
    assert set(kept) == {"drafting.env", "sample-accounts.txt"}
    assert all((bare.instance / name).stat().st_mode & 0o777 == 0o600 for name in kept)
    second = bare.run("prepare", "--sample")
    assert second.code == 0, second
    assert {name: (bare.instance / name).read_bytes() for name in kept} == kept
    assert counted(bare) == SAMPLE
    passphrase = kept["sample-accounts.txt"].decode().strip()
    assert passphrase in first.out
    assert passphrase in second.out


def test_without_the_sample_there_is_an_empty_database_and_no_account(bare: CommandLine) -> None:
    bare.environ = {"DRAFTING_INSTANCE": str(bare.instance)}
    assert bare.run("prepare").code == 0
    assert counted(bare) == (0, 0, 0, 0)


def test_settings_from_the_environment_are_enough(bare: CommandLine) -> None:
    said = bare.run("prepare")
    assert said.code == 0, said.err[-600:]
    assert not (bare.instance / "drafting.env").exists()


def test_the_sample_has_at_least_forty_clauses_in_three_chapters() -> None:
    chapters = [path.read_text("utf-8") for path in sorted(FOLDER.glob("chapter-*.md"))]
    clauses = [
        sum(token.type in CLAUSES for token in MarkdownIt("commonmark").enable("table").parse(text))
        for text in chapters
    ]
    assert len(chapters) == 3
    assert all(text.startswith("# ") for text in chapters)
    assert sum(clauses) >= 40


def test_the_sample_is_for_an_empty_database(line: CommandLine) -> None:
    assert line.run("sample").code == 0
    before = counted(line)
    said = line.run("sample")
    assert said.is_one_clear_line, said
    assert counted(line) == before == SAMPLE
