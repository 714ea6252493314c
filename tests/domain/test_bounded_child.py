"""Texts of unknown origin are worked on where they may die: the parent gets an answer or an
error, in bounded time.
"""

import time
from contextlib import suppress
from pathlib import Path

import pytest

from drafting.domain.markdown.splitting import ChapterText
from drafting.domain.vocabulary.usual import USUAL
from drafting.domain.words.text_diff import TextEdit
from drafting.services import sandbox as bounded
from drafting.services.errors import TextTooComplexError
from drafting.services.sandbox import kind_counts_limited, split_limited, text_changes_limited

BOUND = 10.0  # seconds: far above what each of these takes, far below a hang


@pytest.mark.parametrize("source", ["", "# One\n\na\n", "é 😀 \u2028\n"])
def test_the_child_answers_as_the_function_would(source: str) -> None:
    assert "".join(one.markdown for one in split_limited(source, "h1")) == source


def test_what_came_out_of_the_child_is_typed_again() -> None:
    assert split_limited("# One\n\na\n", None) == [ChapterText("One", "# One\n\na\n")]
    assert text_changes_limited("a 😀", "a 😁") == [TextEdit(2, 3, "😁")]


def test_A39_work_that_takes_too_long_ends_with_an_error_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bounded, "PATIENCE", 0.5)
    began = time.monotonic()
    with pytest.raises(TextTooComplexError):
        split_limited("#\n" * 2_000_000, "h1")
    assert time.monotonic() - began < 0.5 + BOUND / 2


def test_A39_work_that_takes_too_much_memory_ends_with_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bounded, "MEMORY", 96 * 1024 * 1024)
    assert split_limited("# small\n", "h1") == [ChapterText("small", "# small\n")]
    with pytest.raises(TextTooComplexError):
        split_limited("# a\n\nb\n" * 200_000, "h1")


@pytest.mark.parametrize(
    "source",
    [
        "> " * 10_000 + "deep",
        "- " * 10_000 + "deep",
        "\n".join("  " * depth + "- a" for depth in range(1_500)),
        "[" * 100_000,
        "*_`" * 30_000,
        "[a]: b\n" * 20_000,
        "e" + "\u0301" * 1_000_000,
        "---\na: &a [*a, *a]\n---\n# One\n",
    ],
    ids=[
        "quotes",
        "lists",
        "nested lists",
        "brackets",
        "stress",
        "definitions",
        "A40 combining marks",
        "A91 front matter",
    ],
)
def test_A39_hostile_text_gives_an_answer_or_that_error_and_never_hangs(source: str) -> None:
    began = time.monotonic()
    with suppress(TextTooComplexError):
        assert "".join(one.markdown for one in split_limited(source, "h1")) == source
    assert time.monotonic() - began < BOUND


def test_A40_a_lone_surrogate_survives_the_way_to_the_child_and_back() -> None:
    assert split_limited("a \ud800 b", None) == [ChapterText("", "a \ud800 b")]


def test_the_child_sees_no_secret_of_the_parent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "absent.py"))
    monkeypatch.setenv("DRAFTING_SECRET_KEY", "s" * 40)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "json.py").write_text(
        "raise SystemExit(3)"
    )  # a module beside the working folder must not be imported
    assert split_limited("a", None) == [ChapterText("", "a")]


def test_the_child_counts_the_kinds_that_a_vocabulary_would_find() -> None:
    counts = kind_counts_limited("# Measure 1\n\na\n\n> [!explanation]\n> b\n", USUAL)
    assert (counts.provisions, counts.headings, counts.blocks) == (
        {"measure": 3},
        {"measure": 1},
        {"explanation": 1},
    )
