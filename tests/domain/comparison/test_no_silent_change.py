"""No visible change is silent, and what no reader sees is no change.

Random small mutations of rich texts. `make fuzz-comparison` runs as many more as one likes.
"""

import os
from random import Random

import pytest

from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.comparison.compare import compare
from drafting.domain.comparison.redline import is_change
from tests.domain.comparison.fuzz_texts import TEXTS
from tests.domain.comparison.mutations import mutate
from tests.domain.comparison.visible_text import visible

MUTATIONS = int(os.environ.get("FUZZ_MUTATIONS", "3600"))
FIRST_SEED = int(os.environ.get("FUZZ_SEED", "20260101"))
SEEDS = 12


def changes(old: str, new: str) -> int:
    entries = compare(parse_clauses(old), parse_clauses(new)).entries
    return sum(map(is_change, entries))


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + SEEDS))
def test_every_visible_change_is_told_and_nothing_else(seed: int) -> None:
    random = Random(seed)
    wrong = []
    for number in range(MUTATIONS // SEEDS):
        base = random.choice(TEXTS)
        text, name = mutate(base, random)
        if random.random() < 1 / 4:  # a second slip may hide the first
            text, more = mutate(text, random)
            name = f"{name}, {more}"
        differs = visible(base) != visible(text)
        if differs != bool(changes(base, text)):
            wrong.append((number, name, "silent" if differs else "invented"))
    assert wrong == []


def test_the_witness_sees_what_readers_see() -> None:
    assert visible("- a\n- b\n\nc\n") != visible("- a\n- b\n\n  c\n")
    assert visible("See [p].\n\n[p]: /a\n") != visible("See [p].\n\n[p]: /b\n")
    assert visible("| a | b |\n|---|---|\n| x | |\n") != visible("| a | b |\n|---|---|\n| | x |\n")
    assert visible("* a\n* b\n") == visible("- a\n- b\n")
    assert visible("one two\nthree\n") == visible("one\ntwo three  \n")
