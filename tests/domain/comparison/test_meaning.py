"""Editorial or substantive: a corpus of pairs in five languages, each with its right verdict."""

from pathlib import Path

import pytest

from drafting.domain.comparison.significance import reasons_for

PAIRS = Path(__file__).with_name("significance_pairs.txt")
FEWEST_PAIRS = 200
MOST_EDITORIAL_CALLED_SUBSTANTIVE = 0.15  # of the editorial ones: a reader looks once too often


def pairs(verdict: str) -> list[tuple[str, str, str]]:
    rows = [
        line.split("|", 2) for line in PAIRS.read_text("utf-8").splitlines() if line[1:2] == "|"
    ]
    return [
        (language, *texts.split(" => ", 1)) for given, language, texts in rows if given == verdict
    ]  # type: ignore[misc]


@pytest.mark.parametrize(("language", "old", "new"), pairs("S"))
def test_no_change_of_substance_is_called_editorial(language: str, old: str, new: str) -> None:
    assert reasons_for(old, new, language=language)
    assert reasons_for(new, old, language=language)


def test_few_editorial_changes_are_called_substantive() -> None:
    editorial = pairs("E")
    wrong = [one for one in editorial if reasons_for(one[1], one[2], language=one[0])]
    assert len(wrong) <= MOST_EDITORIAL_CALLED_SUBSTANTIVE * len(editorial), wrong


def test_the_corpus_is_large_and_has_all_languages() -> None:
    found = [*pairs("S"), *pairs("E")]
    assert len(found) >= FEWEST_PAIRS
    assert {language for language, _, _ in found} == {"en", "fr", "de", "es", "it"}
