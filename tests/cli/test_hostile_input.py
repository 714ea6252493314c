"""Texts made to break a comparison get a true answer or a clear refusal, and soon (attacks A73
and A74).

Seconds are those of the processor, start of the process included, so that a busy machine makes
no test fail.
"""

import json
import random
import resource
from collections import Counter

import pytest

from tests.cli.running import CommandLine

LINE = "The harbour master keeps a register of every vessel that is moored overnight."
MOST_SECONDS = 5


def compared(bare: CommandLine, old: str | bytes, new: str | bytes) -> Counter[str]:
    """How many entries there are of each status, after a look at how long it took."""
    begun = _spent()
    names = [
        bare.file(text.encode() if isinstance(text, str) else text, f"{n}.md")
        for n, text in enumerate((old, new))
    ]
    said = bare.run("compare", *names, "--json")
    assert said.code == 0, said.err
    assert _spent() - begun < MOST_SECONDS
    return Counter(entry["status"] for entry in json.loads(said.out)["clauses"])


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def paragraphs(count: int, seed: int) -> list[str]:
    """Paragraphs of ten words, hardly any of which stands twice."""
    rng = random.Random(seed)
    return [" ".join(f"w{rng.randrange(16**6):06x}" for _ in range(10)) for _ in range(count)]


def test_A73_two_megabytes_of_equal_lines_are_unchanged(bare: CommandLine) -> None:
    text = "\n".join([LINE] * 25_000)
    assert compared(bare, text, text) == {"unchanged": 1}


def test_A73_a_megabyte_with_nothing_in_common_is_deleted_and_added(bare: CommandLine) -> None:
    old, new = ("\n\n".join(paragraphs(7_000, seed)) for seed in (1, 2))
    assert compared(bare, old, new) == {"deleted": 7_000, "added": 7_000}


def test_A73_lines_of_a_hundred_thousand_characters_are_edited(bare: CommandLine) -> None:
    lines = [" ".join(paragraphs(1_400, seed)) for seed in range(5)]
    changed = [line.replace("a", "b", 1) for line in lines]
    assert compared(bare, "\n\n".join(lines), "\n\n".join(changed)) == {"edited": 5}


def test_A73_a_thousand_nearly_identical_lines_are_told_apart(bare: CommandLine) -> None:
    lines = [
        f"- The provider of berth {n} keeps its record for {n % 7} years." for n in range(1_000)
    ]
    assert compared(bare, "\n".join(lines), "\n".join(lines[1:])) == {
        "deleted": 1,
        "unchanged": 999,
    }


def test_A74_one_changed_word_among_three_thousand_equal_lines_is_the_only_change(
    bare: CommandLine,
) -> None:
    lines = [LINE] * 3_000
    edited = [*lines[:1_500], LINE.replace("every", "each"), *lines[1_501:]]
    names = [
        bare.file("\n\n".join(text).encode(), f"{n}.md") for n, text in enumerate((lines, edited))
    ]
    entries = json.loads(bare.run("compare", *names, "--json", "--details").out)["clauses"]
    (change,) = (entry for entry in entries if entry["status"] != "unchanged")
    assert change["new"] == {"start_line": 3_001, "end_line": 3_001}
    (word,) = change["words"]
    assert (
        LINE[word["old_start"] : word["old_end"]],
        edited[1_500][word["new_start"] : word["new_end"]],
    ) == ("every", "each")


@pytest.mark.parametrize("deep", ["> ", "- ", "1. ", "> - "])
def test_ten_thousand_levels_of_nesting_lose_no_word(bare: CommandLine, deep: str) -> None:
    text = deep * 10_000 + LINE
    assert sum(compared(bare, text, text + " And more.").values()) >= 1


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_and_a_byte_order_mark_are_no_change(bare: CommandLine, end: str) -> None:
    old, new = f"# Scope\n\n{LINE}\n\n- One\n- Two\n", f"# Scope\r\n\r{LINE}\n\n- One\r- Two\n"
    assert compared(bare, old.replace("\n", end), new) == {"unchanged": 4}
    assert compared(bare, "\ufeff" + old, new) == {"unchanged": 4}


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"a" * 10_000_000, "too large"),
        (bytes(range(256)), "not a text"),
        (b"\xff\xfeS\x00", "not a text"),
        (b"\xe9", "UTF-8"),
    ],
    ids=["ten-megabytes-in-a-line", "binary", "utf-16", "latin-1"],
)
def test_what_is_no_text_of_ours_is_refused_in_one_line_that_says_why(
    bare: CommandLine, source: bytes, reason: str
) -> None:
    said = bare.run(
        "compare", bare.file(source, "bad.md"), bare.file(LINE.encode(), "good.md"), "--json"
    )
    assert said.is_one_clear_line
    assert reason in said.err
