"""The smallest honest changes from one text to another: they lead there, in order, and never
touch.
"""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from drafting.domain.words.text_diff import MOST_FOR_CHARACTERS, TextEdit, text_changes

WORDS = (
    "Providers",
    "shall",
    "report",
    "é",
    "😀",
    "👩‍⚖️",
    "\n",
    "\n\n",
    " ",
    "a",
    "\u2028",
    "\ufeff",
    "漢字",
)
texts = st.lists(st.sampled_from(WORDS), max_size=30).map("".join) | st.text(max_size=40)


def apply_changes(old: str, changes: list[TextEdit]) -> str:
    """`old` with `changes` made."""
    parts, at = [], 0
    for change in changes:
        parts += [old[at : change.start], change.new]
        at = change.end
    return "".join([*parts, old[at:]])


@given(old=texts, new=texts)
def test_the_changes_lead_from_the_old_text_to_the_new(old: str, new: str) -> None:
    assert apply_changes(old, text_changes(old, new)) == new


@given(old=texts, new=texts)
def test_changes_ascend_and_never_touch_and_are_never_empty(old: str, new: str) -> None:
    changes = text_changes(old, new)
    assert all(one.end < other.start for one, other in pairwise(changes))
    assert all(0 <= one.start <= one.end <= len(old) for one in changes)
    assert all(one.start < one.end or one.new for one in changes)


@given(old=texts, before=texts, after=texts)
def test_text_around_an_unchanged_line_is_not_replaced_whole(
    old: str, before: str, after: str
) -> None:
    kept = f"\n{old}\n"
    changes = text_changes(kept, before + kept + after)
    assert apply_changes(kept, changes) == before + kept + after
    assert sum(len(change.new) for change in changes) - sum(
        c.end - c.start for c in changes
    ) == len(before) + len(after)


def test_equal_texts_need_no_change() -> None:
    assert text_changes("The same.\n", "The same.\n") == []
    assert text_changes("", "") == []


def test_one_changed_word_is_one_small_change() -> None:
    old, new = "Providers shall report.\nNext.\n", "Providers must report.\nNext.\n"
    assert text_changes(old, new) == [TextEdit(10, 15, "must")]


def test_an_emoji_is_one_code_point_and_is_replaced_whole() -> None:
    assert text_changes("a 😀 b", "a 😁 b") == [TextEdit(2, 3, "😁")]


def test_an_inserted_line_moves_nothing_else() -> None:
    assert text_changes("a\nc\n", "a\nb\nc\n") == [TextEdit(2, 2, "b\n")]


def test_a_long_rewritten_passage_is_replaced_whole_not_character_by_character() -> None:
    old, new = "a" * MOST_FOR_CHARACTERS, "b" * MOST_FOR_CHARACTERS
    assert text_changes(old, new) == [TextEdit(0, len(old), new)]


def test_many_different_lines_are_told_apart() -> None:
    old = "".join(
        f"line {n}\n" for n in range(70_000)
    )  # more than 2**16: the coding of lines passes the surrogates
    new = old.replace("line 66000\n", "line 66000 changed\n")
    assert apply_changes(old, text_changes(old, new)) == new
    assert len(text_changes(old, new)) == 1
