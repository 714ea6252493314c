"""A whole sentence that only changed its place inside a clause is told apart from words that
came and went.
"""

from hypothesis import given
from hypothesis import strategies as st

from drafting.domain.words.changes import WordChangeKind, word_changes

A = "Signatories will report incidents without delay."
B = "They keep a log of all of them for the office."
C = "The log is public for ten years after the end."


def moves(old: str, new: str) -> tuple[list[str], list[str]]:
    changes = word_changes(old, new)
    gone = [
        old[one.old_start : one.old_end] for one in changes if one.kind is WordChangeKind.MOVED_AWAY
    ]
    return gone, [
        new[one.new_start : one.new_end] for one in changes if one.kind is WordChangeKind.MOVED_HERE
    ]


def applied(old: str, new: str) -> str:
    text, at = "", 0
    for one in word_changes(old, new):
        text += old[at : one.old_start] + new[one.new_start : one.new_end]
        at = one.old_end
    return text + old[at:]


def test_the_sentence_that_jumped_is_the_one_that_moved() -> None:
    assert moves(f"{A} {B} {C}", f"{B} {C} {A}") == ([A], [A])
    assert moves(f"{A} {B} {C}", f"{C} {A} {B}") == ([C], [C])


def test_other_words_may_change_beside_it() -> None:
    old, new = f"{A} {B} {C}", f"{B} {C.replace('ten', 'five')} {A}"
    assert moves(old, new) == ([A], [A])
    words = [one for one in word_changes(old, new) if one.kind is WordChangeKind.WORDS]
    assert ("ten", "five") in [
        (old[w.old_start : w.old_end], new[w.new_start : w.new_end]) for w in words
    ]


def test_a_sentence_that_jumped_over_edited_ones_moved_and_they_did_not() -> None:
    old, new = f"{A.replace('will', 'may')} {B} {C}", f"{C} {A} {B}"
    assert moves(old, new) == ([C], [C])
    assert moves(f"{A.replace('will', 'may')} {C}", f"{C} {A}") == ([C], [C])


def test_both_places_of_a_moved_sentence_know_each_other() -> None:
    changes = word_changes(f"{A} {B} {C}", f"{C} {A} {B.replace('all', 'each')}")
    ends = [(at, one.counterpart) for at, one in enumerate(changes) if one.counterpart is not None]
    assert len(ends) == 2
    assert ends[0] == ends[1][::-1]
    assert {changes[at].kind for at, _ in ends} == {
        WordChangeKind.MOVED_AWAY,
        WordChangeKind.MOVED_HERE,
    }


def test_what_kept_its_place_did_not_move_and_a_short_sentence_never_does() -> None:
    assert moves(f"{A} {B}", f"{A} Something new. {B}") == ([], [])
    assert moves("Yes. No. Perhaps so.", "No. Yes. Perhaps so.") == ([], [])


@given(
    st.permutations([A, B, C, "é😀 шесть слов в этом предложении тут.", "Short one."]),
    st.permutations([A, B, C]),
)
def test_the_changes_still_make_the_new_text_of_the_old_one(old: list[str], new: list[str]) -> None:
    assert applied(" ".join(old), " ".join(new)) == " ".join(new)
