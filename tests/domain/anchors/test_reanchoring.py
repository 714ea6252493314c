"""Places on clauses and on their words are carried through edits, moves, splits and merges; step
by step or better.
"""

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.domain.alignment.align import align
from drafting.domain.anchors.anchoring import Anchor, AnchorStatus, reanchor
from drafting.domain.anchors.reanchoring import (
    Place,
    ReanchoredPlace,
    Words,
    better,
    reanchor_places,
)
from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.clauses.tree import ClauseTree
from tests.support.markdown import markdown

CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "standard-for-public-code"
EDITIONS = ("0.1.4", "0.2.3", "0.5.0", "0.8.0")
SAFE = "The provider keeps a register of serious incidents for ten years."
OTHER = "Authorities may inspect the premises of a provider at any time."
THIRD = "A signatory publishes a summary of the data used for training."


def words_of(tree: ClauseTree) -> Words:
    return Words.of(clause.text for clause in tree.clauses)


def carried_all(old: str, new: str, places: list[Place]) -> list[ReanchoredPlace]:
    trees = parse_clauses(old), parse_clauses(new)
    return reanchor_places(words_of(trees[0]), words_of(trees[1]), align(*trees), places)


def quoting(source: str, quote: str) -> Place:
    """The first place where the words stand."""
    for clause in parse_clauses(source).clauses:
        if quote in clause.text:
            start = clause.text.index(quote)
            return Place(clause.position, start, start + len(quote))
    raise AssertionError(quote)


def became(old: str, new: str, quote: str) -> tuple[AnchorStatus, str | None]:
    """What became of some words: the status, and the words there now; of an orphan the clause of
    its last place.
    """
    (found,) = carried_all(old, new, [quoting(old, quote)])
    tree = parse_clauses(new)
    if found.place is None:
        return found.status, None
    if found.status is AnchorStatus.ORPHAN:
        return found.status, tree.clauses[found.place.clause].text
    return found.status, words_of(tree).quoted(found.place)


def clause_became(old: str, new: str, position: int = 0) -> tuple[AnchorStatus, str | None]:
    """What became of a clause as a whole."""
    (found,) = carried_all(old, new, [Place(position)])
    return found.status, None if found.place is None else parse_clauses(new).clauses[
        found.place.clause
    ].text


HARD = (
    "👨‍👩‍👧‍👦 family",
    "🇪🇺 flag",
    "𠮷野家 shop",
    "e\u0301te\u0301 summer",
    "שלום peace",
    "👍🏽 fine",
)


@pytest.mark.parametrize("quote", HARD)
@pytest.mark.parametrize("before", ["😀😀 ", "𠮷𠮷 ", "🇪🇺🇪🇺 ", "👩‍🚀 ", "plain "])
def test_a48_emoji_flags_joined_families_and_han_before_and_inside_a_passage(
    quote: str, before: str
) -> None:
    old = f"A clause with {quote} in the middle of its words."
    assert became(old, before + old, quote) == (AnchorStatus.SHIFTED, quote)
    assert became(old, f"{OTHER}\n\n{old}", quote)[1] == quote


@given(markdown, st.text(alphabet="😀👩‍🚀🇪🇺𠮷é\u0301א ab", min_size=1, max_size=12))
def test_a48_what_is_found_never_reaches_beyond_its_clause(source: str, added: str) -> None:
    old, new = parse_clauses(source), parse_clauses(f"{added}\n\n{source}")
    places = [Place(one.position, 0, len(one.text)) for one in old.clauses if one.text]
    for found in reanchor_places(words_of(old), words_of(new), align(old, new), places):
        if (
            found.place is not None
            and found.place.start is not None
            and found.place.end is not None
        ):
            assert (
                0
                <= found.place.start
                <= found.place.end
                <= len(new.clauses[found.place.clause].text)
            )


def test_a50_a_deleted_sentence_leaves_an_orphan_at_the_clause_it_stood_in() -> None:
    assert became(f"{SAFE} {OTHER}", OTHER, "register of serious incidents") == (
        AnchorStatus.ORPHAN,
        OTHER,
    )


def test_a50_a_deleted_clause_leaves_an_orphan_at_the_one_before_it() -> None:
    assert became(f"{THIRD}\n\n{SAFE}\n\n{OTHER}", f"{THIRD}\n\n{OTHER}", "serious incidents") == (
        AnchorStatus.ORPHAN,
        THIRD,
    )
    assert became(f"{SAFE}\n\n{OTHER}", OTHER, "serious incidents") == (AnchorStatus.ORPHAN, OTHER)


def test_a50_where_nothing_is_left_an_orphan_has_no_place() -> None:
    assert became(SAFE, "", "serious incidents") == (AnchorStatus.ORPHAN, None)


def test_a51_what_is_cut_and_pasted_elsewhere_takes_its_threads_along() -> None:
    old, new = f"{SAFE} {OTHER}\n\n{THIRD}", f"{OTHER}\n\n{THIRD} {SAFE}"
    quote = "keeps a register of serious incidents for ten years"
    assert became(old, new, quote) == (AnchorStatus.SHIFTED, quote)


def test_a51_words_that_stood_twice_before_are_nobodys_when_one_place_is_gone() -> None:
    twin = SAFE.replace("ten", "two")
    quote = "The provider keeps a register of serious incidents"
    assert (
        became(f"{SAFE}\n\n{OTHER}\n\n{twin}", f"{OTHER}\n\n{twin}", quote)[0]
        is AnchorStatus.ORPHAN
    )


def test_a52_a_moved_clause_keeps_its_threads() -> None:
    old, new = f"{SAFE}\n\n{OTHER}\n\n{THIRD}", f"{OTHER}\n\n{THIRD}\n\n{SAFE}"
    assert became(old, new, "serious incidents")[1] == "serious incidents"
    assert clause_became(old, new) == (AnchorStatus.SHIFTED, SAFE)


def test_a52_in_a_split_clause_words_go_with_their_part_and_the_whole_with_the_largest() -> None:
    old, new = f"{SAFE} {OTHER} {THIRD}", f"{SAFE}\n\n{OTHER} {THIRD}"
    assert became(old, new, "serious incidents") == (AnchorStatus.EXACT, "serious incidents")
    assert became(old, new, "inspect the premises") == (
        AnchorStatus.SHIFTED,
        "inspect the premises",
    )
    assert clause_became(old, new) == (AnchorStatus.FUZZY, f"{OTHER} {THIRD}")


def test_a52_merged_clauses_bring_both_their_threads() -> None:
    old, new = f"{SAFE}\n\n{OTHER}", f"{SAFE} {OTHER}"
    assert became(old, new, "serious incidents")[1] == "serious incidents"
    assert became(old, new, "inspect the premises")[1] == "inspect the premises"
    assert {clause_became(old, new, position)[1] for position in (0, 1)} == {new}


def test_a52_a_renumbered_clause_keeps_its_threads_where_they_are() -> None:
    old, new = f"1. {SAFE}\n\n2. {OTHER}", f"1. {THIRD}\n\n2. {SAFE}\n\n3. {OTHER}"
    assert became(old, new, "serious incidents") == (AnchorStatus.EXACT, "serious incidents")
    assert clause_became(old, new) == (AnchorStatus.EXACT, SAFE)


def test_punctuation_beside_words_that_are_gone_is_not_part_of_what_is_left() -> None:
    old = "The codebase should include a (metadata) description."
    new = "The codebase should include a (summary) description."
    assert became(old, new, "should include a (metadata") == (
        AnchorStatus.FUZZY,
        "should include a",
    )


def test_of_two_ways_the_surer_one_counts_and_step_by_step_where_they_are_as_sure() -> None:
    orphan = ReanchoredPlace(AnchorStatus.ORPHAN, 0.0, None)
    fuzzy = ReanchoredPlace(AnchorStatus.FUZZY, 0.6, Place(1, 0, 3))
    exact = ReanchoredPlace(AnchorStatus.EXACT, 0.6, Place(2, 0, 3))
    assert better(orphan, fuzzy) is fuzzy
    assert better(fuzzy, orphan) is fuzzy
    assert better(fuzzy, exact) is fuzzy


def through(
    trees: list[ClauseTree], places: list[Place]
) -> tuple[list[ReanchoredPlace], list[ReanchoredPlace]]:
    """Step by step, and the better of that and the direct way."""
    steps = [ReanchoredPlace(AnchorStatus.EXACT, 1.0, place) for place in places]
    for old, new in pairwise(trees):
        pairs = align(old, new)
        there = [
            n
            for n, one in enumerate(steps)
            if one.place is not None and one.status is not AnchorStatus.ORPHAN
        ]
        found = reanchor_places(
            words_of(old), words_of(new), pairs, [steps[n].place or Place(0) for n in there]
        )
        for n, one in zip(there, found, strict=True):
            steps[n] = one
    first, last = trees[0], trees[-1]
    direct = reanchor_places(words_of(first), words_of(last), align(first, last), places)
    return steps, [better(*both) for both in zip(steps, direct, strict=True)]


def check_chain(trees: list[ClauseTree], places: list[Place]) -> tuple[int, int]:
    """The better answer is never less than step by step; how many places each way finds."""
    steps, best = through(trees, places)
    for one, other in zip(steps, best, strict=True):
        assert other.confidence >= one.confidence
        assert other.status is not AnchorStatus.ORPHAN or one.status is AnchorStatus.ORPHAN
    lost = [sum(one.status is AnchorStatus.ORPHAN for one in way) for way in (steps, best)]
    return len(places) - lost[0], len(places) - lost[1]


def test_over_several_versions_a_clause_that_came_back_is_found_again() -> None:
    trees = [parse_clauses(text) for text in (f"{SAFE}\n\n{OTHER}", OTHER, f"{OTHER}\n\n{SAFE}")]
    assert check_chain(trees, [quoting(f"{SAFE}\n\n{OTHER}", "serious incidents")]) == (0, 1)


def test_over_several_versions_small_steps_reach_what_one_leap_does_not() -> None:
    texts = [
        SAFE,
        "The provider keeps a list of serious incidents for ten years.",
        "Each provider keeps a list of grave incidents during ten years.",
        "Each signatory maintains a list of grave accidents during a decade.",
    ]
    steps, best = through([parse_clauses(text) for text in texts], [quoting(SAFE, "ten years")])
    assert [one.status for one in best] == [one.status for one in steps]


def test_over_the_editions_of_a_real_text_the_chain_is_as_good_as_step_by_step_or_better() -> None:
    """Uses the public texts beside the project where they are."""
    paths = [CORPUS / f"{edition}.md" for edition in EDITIONS]
    if not all(path.exists() for path in paths):
        pytest.skip("the corpus is not beside the project")
    trees = [parse_clauses(path.read_text(encoding="utf-8")) for path in paths]
    places = [Place(one.position, 0, len(one.text)) for one in trees[0].clauses if one.text]
    by_steps, best = check_chain(trees, places)
    assert best >= by_steps > len(places) / 3


HOSTILE = {
    "one letter": "a " * 100_000,
    "the same clause": "The same words here.\n\n" * 3_000,
    "one long word": "x" * 300_000,
    "only marks": "e" + "\u0301" * 100_000,
    "joined": "\u200d👩" * 50_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_are_answered_within_two_seconds(text: str) -> None:
    trees = parse_clauses(text), parse_clauses(text + "\n\nOne more clause.")
    pairs = align(*trees)
    anchors = [
        Anchor(n, min(n + 50, len(text))) for n in range(0, len(text), max(1, len(text) // 200))
    ]
    begun = time.process_time()
    found = reanchor(*trees, pairs, anchors)
    assert time.process_time() - begun < 2
    assert len(found) == len(anchors)
