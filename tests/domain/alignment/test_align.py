"""Which clause became which: on small texts that can be read, on any text, and on texts made to
break it.
"""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.domain.alignment.align import ClauseStatus, Pair, align, longest_increasing
from drafting.domain.alignment.matching import Feature, Matching
from drafting.domain.alignment.resemblance import match_by_resemblance
from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.clauses.tree import ClauseTree
from tests.support.markdown import REAL_TEXTS, SAMPLE, markdown, named

HARBOUR = "The harbour master keeps a register of every vessel that is moored overnight."
LIGHTS = "Navigation lights are inspected twice a year by an independent surveyor."
WASTE = "Oily waste goes to the reception facility on the eastern quay."
FEES = "Fees are published before the first day of March and hold for twelve months."
MIRRORED = {ClauseStatus.ADDED: ClauseStatus.DELETED, ClauseStatus.SPLIT: ClauseStatus.MERGED}
MIRRORED |= {after: before for before, after in MIRRORED.items()}

clause_texts = st.sampled_from([HARBOUR, LIGHTS, WASTE, FEES, "None.", "## Scope", "- None."])
texts = markdown | st.lists(clause_texts, max_size=8).map("\n\n".join)


def paragraphs(*texts: str) -> str:
    return "\n\n".join(texts) + "\n"


def became(old: str, new: str) -> list[tuple[str | None, str | None, str]]:
    """(beginning of the old words, beginning of the new words, status) of each pair."""
    trees = parse_clauses(old), parse_clauses(new)

    def begin(tree: ClauseTree, at: int | None) -> str | None:
        return None if at is None else (tree.clauses[at].text or tree.clauses[at].number).split()[0]

    return [
        (begin(trees[0], one.old), begin(trees[1], one.new), one.status.value)
        for one in align(*trees)
    ]


def statuses(old: str, new: str) -> list[str]:
    return [status for _, _, status in became(old, new)]


def all_pairs(old: str, new: str) -> tuple[Pair, ...]:
    """The pairs, after a look at what holds for any two texts."""
    trees = parse_clauses(old), parse_clauses(new)
    pairs = align(*trees)
    assert {pair.old for pair in pairs} - {None} == set(range(len(trees[0].clauses)))
    assert {pair.new for pair in pairs} - {None} == set(range(len(trees[1].clauses)))
    assert all(0 <= pair.confidence <= 1 for pair in pairs)
    assert all((pair.old is None) is (pair.status is ClauseStatus.ADDED) for pair in pairs)
    assert all((pair.new is None) is (pair.status is ClauseStatus.DELETED) for pair in pairs)
    placed = [
        pair.new
        for pair in pairs
        if pair.new is not None and pair.status is not ClauseStatus.MERGED
    ]
    assert placed == sorted(placed)
    assert shared(pairs, "old") <= {ClauseStatus.SPLIT}
    assert shared(pairs, "new") <= {ClauseStatus.MERGED}
    return pairs


def shared(pairs: tuple[Pair, ...], side: str) -> set[ClauseStatus]:
    """The statuses of pairs whose clause of that side is in other pairs too."""
    counts = Counter(getattr(pair, side) for pair in pairs if getattr(pair, side) is not None)
    return {pair.status for pair in pairs if counts[getattr(pair, side)] > 1}


@given(texts, texts)
def test_every_clause_of_both_texts_is_in_a_pair(old: str, new: str) -> None:
    all_pairs(old, new)


@given(texts)
def test_a_text_compared_with_itself_is_unchanged(source: str) -> None:
    pairs = all_pairs(source, source)
    assert all(pair.old == pair.new and pair.status is ClauseStatus.UNCHANGED for pair in pairs)


@given(st.lists(clause_texts, unique=True), st.lists(clause_texts, unique=True))
def test_seen_from_the_other_side_added_is_deleted(old: list[str], new: list[str]) -> None:
    there, back = (
        all_pairs(paragraphs(*old), paragraphs(*new)),
        all_pairs(paragraphs(*new), paragraphs(*old)),
    )
    mirrored = {
        (pair.new, pair.old, MIRRORED[pair.status]) for pair in there if pair.status in MIRRORED
    }
    assert {
        (pair.old, pair.new, pair.status) for pair in back if pair.status in MIRRORED
    } == mirrored


@given(texts, texts)
def test_both_directions_pair_the_same_clauses(old: str, new: str) -> None:
    there, back = all_pairs(old, new), all_pairs(new, old)
    assert {(pair.new, pair.old) for pair in there} == {(pair.old, pair.new) for pair in back}


@given(st.permutations([HARBOUR, LIGHTS, WASTE, FEES]))
def test_shuffling_only_moves(shuffled: list[str]) -> None:
    found = set(statuses(paragraphs(HARBOUR, LIGHTS, WASTE, FEES), paragraphs(*shuffled)))
    assert found <= {"unchanged", "moved"}


@pytest.mark.parametrize("path", [*REAL_TEXTS, *SAMPLE], ids=named)
def test_a_real_text_without_its_first_third_only_lost_clauses(path: Path) -> None:
    source = path.read_bytes().decode()
    cut = source.find("\n\n", len(source) // 3) + 2
    counts = Counter(pair.status for pair in all_pairs(source, source[cut:]))
    assert counts[ClauseStatus.DELETED] > 0
    assert counts[ClauseStatus.UNCHANGED] >= 0.98 * (
        sum(counts.values()) - counts[ClauseStatus.DELETED]
    )


def test_an_edited_clause_is_paired_with_its_old_wording() -> None:
    edited = HARBOUR.replace("every vessel", "each pleasure craft")
    assert statuses(paragraphs(LIGHTS, HARBOUR, WASTE), paragraphs(LIGHTS, edited, WASTE)) == [
        "unchanged",
        "edited",
        "unchanged",
    ]


def test_a_moved_clause_is_not_deleted_and_added() -> None:
    old, new = paragraphs(FEES, HARBOUR, LIGHTS, WASTE), paragraphs(HARBOUR, LIGHTS, WASTE, FEES)
    assert became(old, new)[-1] == ("Fees", "Fees", "moved")
    assert statuses(old, new).count("unchanged") == 3


def test_a_clause_can_be_moved_and_edited() -> None:
    edited = FEES.replace("March", "April")
    old, new = paragraphs(FEES, HARBOUR, LIGHTS, WASTE), paragraphs(HARBOUR, LIGHTS, WASTE, edited)
    assert became(old, new)[-1] == ("Fees", "Fees", "moved_edited")


def test_a_new_label_alone_is_no_edit() -> None:
    old, new = f"1. {HARBOUR}\n2. {LIGHTS}\n", f"1. {WASTE}\n2. {HARBOUR}\n3. {LIGHTS}\n"
    assert statuses(old, new) == ["added", "renumbered", "renumbered"]


def test_wrapping_and_white_space_are_no_edit() -> None:
    assert statuses(paragraphs(HARBOUR, WASTE), paragraphs(HARBOUR.replace(" ", "\n"), WASTE)) == [
        "unchanged",
        "unchanged",
    ]


def test_a_split_clause_has_a_pair_for_each_part() -> None:
    old, new = (
        paragraphs(LIGHTS, f"{HARBOUR} {WASTE}", FEES),
        paragraphs(LIGHTS, HARBOUR, WASTE, FEES),
    )
    found = became(old, new)
    assert found[1:3] == [("The", "The", "split"), ("The", "Oily", "split")]


def test_merged_clauses_have_a_pair_for_each_old_part() -> None:
    old, new = (
        paragraphs(LIGHTS, HARBOUR, WASTE, FEES),
        paragraphs(LIGHTS, f"{HARBOUR} {WASTE}", FEES),
    )
    found = became(old, new)
    assert found[1:3] == [("The", "The", "merged"), ("Oily", "The", "merged")]


def test_near_twins_that_changed_places_are_not_two_edits() -> None:
    twins = HARBOUR, HARBOUR.replace("overnight", "by day")
    found = statuses(paragraphs(LIGHTS, *twins, WASTE), paragraphs(LIGHTS, *reversed(twins), WASTE))
    assert sorted(found) == ["moved", "unchanged", "unchanged", "unchanged"]


def test_clauses_of_the_same_words_are_told_apart_by_their_links() -> None:
    old = paragraphs("[Guide](https://one.example)", "[Guide](https://two.example)", LIGHTS)
    new = paragraphs("[Guide](https://two.example)", "[Guide](https://one.example)", LIGHTS)
    assert sorted(statuses(old, new)) == ["moved", "unchanged", "unchanged"]


def test_headings_that_repeat_go_with_what_stands_under_them() -> None:
    edited = LIGHTS.replace("twice", "once")
    old = (
        f"# Port\n\n## Duties\n\n{HARBOUR}\n\n{WASTE}\n\n# Sea\n\n## Duties\n\n{LIGHTS}\n\n{FEES}\n"
    )
    new = (
        f"# Sea\n\n## Duties\n\n{edited}\n\n{FEES}\n\n# Port\n\n## Duties\n\n{WASTE}\n\n{HARBOUR}\n"
    )
    pairs = {(pair.old, pair.new) for pair in all_pairs(old, new)}
    assert pairs == {(0, 4), (1, 5), (2, 7), (3, 6), (4, 0), (5, 1), (6, 2), (7, 3)}


def test_a_deleted_clause_is_not_taken_for_its_unrelated_successor() -> None:
    assert sorted(statuses(paragraphs(LIGHTS, WASTE, FEES), paragraphs(LIGHTS, HARBOUR, FEES))) == [
        "added", "deleted", "unchanged", "unchanged",
    ]  # fmt: skip


def test_a_deleted_clause_is_told_where_it_stood() -> None:
    assert became(paragraphs(HARBOUR, LIGHTS, WASTE), paragraphs(HARBOUR, WASTE))[1] == (
        "Navigation",
        None,
        "deleted",
    )
    assert became(paragraphs(HARBOUR, LIGHTS), paragraphs(LIGHTS))[0] == ("The", None, "deleted")


def test_an_explicit_id_wins_over_the_same_words() -> None:
    old, new = (
        f"# {WASTE} {{#one}}\n\n# {FEES} {{#two}}\n",
        f"# {FEES} {{#one}}\n\n# {WASTE} {{#two}}\n",
    )
    assert became(old, new) == [("Oily", "Fees", "edited"), ("Fees", "Oily", "edited")]


def test_an_id_that_is_given_twice_says_nothing() -> None:
    source = f"# {WASTE} {{#one}}\n\n# {FEES} {{#one}}\n"
    assert statuses(source, source) == ["unchanged", "unchanged"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("- None.\n" * 10_000, "- None.\n" * 10_000, {"unchanged"}),
        ("- None.\n" * 10_000, "- None.\n" * 9_000, {"unchanged", "deleted"}),
        ("- None at all\n" * 9_000, "- None at all\n" * 10_000, {"unchanged", "added"}),
        (f"{HARBOUR} " * 5_000, f"{HARBOUR} " * 5_000 + WASTE, {"edited"}),
        (
        "\n".join(f"{n}. Item {n * n}" for n in range(1, 3_000)),
        "\n".join(f"{n + 1}. Item {n * n}" for n in range(1, 3_000)),
         {"renumbered"}),
    ],
    ids=["identical", "identical-fewer", "identical-more", "one-paragraph", "renumbered"],
)  # fmt: skip
def test_hostile_texts_have_a_true_answer(old: str, new: str, expected: set[str]) -> None:
    assert set(statuses(old, new)) == expected


def test_a_reversed_text_keeps_one_clause_and_moves_the_others() -> None:
    items = [f"Berth {n} is reserved for vessel {n * 7919 % 1009}." for n in range(1_000)]
    assert Counter(statuses(paragraphs(*items), paragraphs(*reversed(items)))) == {
        "moved": 999,
        "unchanged": 1,
    }


class Counting(dict[Feature, int]):
    """Weights that count how often they are asked for."""

    asked = 0

    def __getitem__(self, feature: Feature) -> int:
        self.asked += 1
        return super().__getitem__(feature)


def work_of(clauses: int) -> int:
    """How many weights are added up when every clause was rewritten."""
    old = paragraphs(
        *(
            f"Berth {n} beside bollard {n}a of quay {n % 7} is for pilots and tugs"
            for n in range(clauses)
        )
    )
    new = paragraphs(
        *(
            f"Quay {n % 7} keeps berth {n} beside bollard {n}a free of pleasure craft"
            for n in range(clauses)
        )
    )
    matching = Matching(parse_clauses(old), parse_clauses(new))
    matching.weigh()
    matching.weight = weights = Counting(matching.weight)
    match_by_resemblance(matching)
    return weights.asked


def test_the_work_grows_with_the_length_of_the_texts_and_not_with_its_square() -> None:
    small, large = work_of(250), work_of(1_000)
    assert 0 < large <= 5 * small


def test_a_clause_that_was_rewritten_in_its_place_is_edited() -> None:
    old, new = "Reports are due every month.", "Reports are collected at quarterly intervals."
    assert statuses(paragraphs(HARBOUR, old, WASTE), paragraphs(HARBOUR, new, WASTE)) == [
        "unchanged",
        "edited",
        "unchanged",
    ]


def test_a_clause_edited_in_place_has_not_moved_though_its_old_words_stand_elsewhere_too() -> None:
    edited = LIGHTS.replace("twice a year", "every month")
    found = became(
        paragraphs(LIGHTS, HARBOUR, WASTE, FEES), paragraphs(edited, HARBOUR, WASTE, LIGHTS, FEES)
    )
    assert [status for _, _, status in found] == [
        "edited",
        "unchanged",
        "unchanged",
        "added",
        "unchanged",
    ]


def test_an_id_holds_a_clause_that_moved_whatever_stands_in_its_place() -> None:
    edited = LIGHTS.replace("twice a year", "every month")
    old, new = (
        paragraphs(f"{LIGHTS} {{#l}}", HARBOUR, WASTE),
        paragraphs(edited, HARBOUR, WASTE, f"{LIGHTS} {{#l}}"),
    )
    assert statuses(old, new) == ["added", "unchanged", "unchanged", "moved"]


def test_a_part_that_was_split_off_is_not_taken_for_a_clause_from_elsewhere() -> None:
    part = "The surveyor reports every light that failed to the master of the port within a day."
    cousin = "A surveyor reports a buoy that failed to the master of the coast within a week."
    old, new = (
        paragraphs(f"{LIGHTS} {part}", HARBOUR, WASTE, cousin),
        paragraphs(LIGHTS, part, HARBOUR, WASTE),
    )
    assert statuses(old, new) == ["split", "split", "unchanged", "unchanged", "deleted"]


def test_a_footer_inside_a_paragraph_pairs_it_with_no_other_paragraph() -> None:
    footer = "Journal of the Port, page 31."
    text = f"{HARBOUR} {FEES} {HARBOUR.replace('vessel', 'barge')} {footer}"
    old, new = paragraphs(text, LIGHTS, WASTE), paragraphs(LIGHTS, WASTE, footer)
    assert statuses(old, new) == ["deleted", "unchanged", "unchanged", "added"]


def test_as_few_clauses_as_possible_are_called_moved() -> None:
    assert longest_increasing([4, 0, 1, 2, 3]) == {1, 2, 3, 4}
    assert longest_increasing([]) == set()
