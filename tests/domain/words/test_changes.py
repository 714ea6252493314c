"""Changes inside a clause rebuild the new text exactly, and read as a person would mark them."""

import subprocess
import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.domain.words.changes import WordChange, word_changes
from drafting.domain.words.tokens import tokens_of

WORDS = (
    "shall",
    "may",
    "not",
    "2,000",
    "12.7.2024",
    "😀",
    "é",
    "e\u0301",
    "漢",
    "字",
    "مرحبا",
    "don’t",
    "  ",
    ".",
    "👩\u200d🚒",
    "🇪🇺",
    "1\ufe0f\u20e3",
    "שָׁלוֹם",
    "क्षि",
    "10^25",
    "1 000 000",
    "\u0301",
)
phrases = st.lists(st.sampled_from(WORDS)).map(" ".join) | st.text(max_size=60)


def applied(old: str, new: str, changes: tuple[WordChange, ...]) -> str:
    """`old` with the changes made, from its end to its beginning."""
    for change in reversed(changes):
        old = (
            old[: change.old_start] + new[change.new_start : change.new_end] + old[change.old_end :]
        )
    return old


def marked(old: str, new: str) -> str:
    """The redline: [-deleted-] and {+added+}."""
    parts, at = [], 0
    for change in word_changes(old, new):
        parts.append(old[at : change.old_start])
        gone, come = old[change.old_start : change.old_end], new[change.new_start : change.new_end]
        parts.append((f"[-{gone}-]" if gone else "") + (f"{{+{come}+}}" if come else ""))
        at = change.old_end
    return "".join([*parts, old[at:]])


@given(phrases, phrases)
def test_the_changes_make_the_new_text_of_the_old_one(old: str, new: str) -> None:
    changes = word_changes(old, new)
    assert applied(old, new, changes) == new
    assert all(
        change.old_start < change.old_end or change.new_start < change.new_end for change in changes
    )
    assert all(a.old_end <= b.old_start and a.new_end <= b.new_start for a, b in pairwise(changes))


@given(phrases, phrases)
def test_no_word_is_cut(old: str, new: str) -> None:
    edges = [{0}, {0}]
    for side, text in zip(edges, (old, new), strict=True):
        at = 0
        for token in tokens_of(text):
            at += len(token)
            side.add(at)
    for change in word_changes(old, new):
        assert {change.old_start, change.old_end} <= edges[0]
        assert {change.new_start, change.new_end} <= edges[1]


@given(st.lists(st.sampled_from(WORDS)))
def test_no_mark_is_parted_from_what_it_stands_on(words: list[str]) -> None:
    for text in (" ".join(words), "".join(words)):
        assert not any(unicodedata.combining(token[0]) for token in tokens_of(text)[1:])


@pytest.mark.parametrize(
    "number",
    [
        "10^25",
        "10²⁵",
        "1 000",
        "1 000 000",
        "1\u202f000",
        "10’000",
        "3.5",
        "12.5",
        "2026-03-24",
        "3,5",
        "12.7.2024",
        "12:30",
    ],
)
def test_a_number_is_one_word(number: str) -> None:
    assert tokens_of(f"about {number} of") == ["about", " ", number, " ", "of"]


@pytest.mark.parametrize("joined", ["\n", " ", ". "])
def test_a_paragraph_too_long_for_all_pairs_of_words_is_compared_by_its_sentences(
    joined: str,
) -> None:
    words = [f"w{n * 7919 % 5003}" for n in range(9_000)]
    old = joined.join(words)
    new = joined.join([*words[:4_000], "shall", *words[4_001:8_000], *words[8_010:]])
    changes = word_changes(old, new)
    assert applied(old, new, changes) == new
    assert sum(one.old_end - one.old_start for one in changes) < 2_000


def test_a_paragraph_of_400_kilobytes_needs_no_gigabyte() -> None:
    program = """
import resource
from drafting.domain.words.changes import word_changes
old = ". ".join(f"word {n * 7919 % 50021} of a sentence" for n in range(16_000))
resource.setrlimit(resource.RLIMIT_AS, (10**9, 10**9))
print(len(word_changes(old, old.replace("7 of", "8 of"))))
"""
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert int(answer.stdout) > 100


def test_a_long_paragraph_rewritten_from_its_first_word_is_one_change() -> None:
    old, new = (" ".join(f"{letter}{n}" for n in range(6_000)) for letter in "ab")
    assert applied(old, new, word_changes(old, new)) == new


@given(phrases)
def test_the_same_text_has_no_changes(text: str) -> None:
    assert word_changes(text, text) == ()


@given(st.text())
def test_tokens_are_the_text(text: str) -> None:
    assert "".join(tokens_of(text)) == text


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "Providers should report.",
            "Providers shall report.",
            "Providers [-should-]{+shall+} report.",
        ),
        (
            "Providers shall report.",
            "Providers shall not report.",
            "Providers shall {+not +}report.",
        ),
        ("a fee of 2,000 euro", "a fee of 2,500 euro", "a fee of [-2,000-]{+2,500+} euro"),
        ("by 12.7.2024 at most", "by 12.8.2024 at most", "by [-12.7.2024-]{+12.8.2024+} at most"),
        ("at 10^25 FLOP", "at 10^26 FLOP", "at [-10^25-]{+10^26+} FLOP"),
        ("1 000 users", "1 000 000 users", "[-1 000-]{+1 000 000+} users"),
        ("fined € 3.5 million", "fined € 35 million", "fined € [-3.5-]{+35+} million"),
        ("from 2026-03-24", "from 2026-03-25", "from [-2026-03-24-]{+2026-03-25+}"),
        ("It ends here.", "It ends here", "It ends here[-.-]"),
        ("委员会应当报告", "委员会可以报告", "委员会[-应当-]{+可以+}报告"),
        ("done 👩\u200d🚒 now", "done 👩\u200d🏫 now", "done [-👩\u200d🚒-]{+👩\u200d🏫+} now"),
        ("the cafe\u0301 opens", "the cafe opens", "the [-cafe\u0301-]{+cafe+} opens"),
        ("", "New words.", "{+New words.+}"),
    ],
)
def test_a_change_reads_as_a_person_would_mark_it(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


def test_a_rewritten_sentence_is_one_deletion_and_one_insertion() -> None:
    old, new = (
        "Vessels of a kind that is large wait outside.",
        "Berths in a row that is free cost double.",
    )
    assert len(word_changes(old, new)) == 1
