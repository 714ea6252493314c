"""What an editor decided about two texts wins over words, places and explicit ids."""

from drafting.domain.alignment.align import ClauseStatus, align
from drafting.domain.alignment.decisions import Decisions
from drafting.domain.clauses.parsing import parse_clauses

OLD = parse_clauses(
    "The first clause of them.\n\nThe second clause of them.\n\nThe third clause is long.\n"
)
NEW = parse_clauses(
    "The second clause of them.\n\nThe third clause is long.\n\nWholly other words here.\n"
)


def rows(decisions: Decisions) -> set[tuple[int | None, int | None, str]]:
    return {(pair.old, pair.new, pair.status.value) for pair in align(OLD, NEW, decisions)}


def test_without_decisions_the_words_decide() -> None:
    assert {(1, 0, "unchanged"), (2, 1, "unchanged")} <= rows(Decisions())


def test_together_is_together_whatever_the_words() -> None:
    found = rows(Decisions(together=((0, 2),)))
    assert (0, 2) in {row[:2] for row in found}
    assert (1, 0) in {row[:2] for row in found}
    assert [
        pair.confidence for pair in align(OLD, NEW, Decisions(together=((0, 2),))) if pair.old == 0
    ] == [1.0]


def test_apart_is_apart_though_the_words_are_the_same() -> None:
    found = rows(Decisions(apart=((1, 0),)))
    assert (1, 0) not in {row[:2] for row in found}


def test_a_clause_may_be_said_to_have_no_counterpart() -> None:
    assert (1, None, "deleted") in rows(Decisions(old_alone=(1,)))
    assert (None, 1, "added") in rows(Decisions(new_alone=(1,)))


def test_one_with_two_is_a_split_or_a_merge() -> None:
    split = rows(Decisions(together=((1, 0), (1, 2))))
    assert {(1, 0, "split"), (1, 2, "split")} <= split
    merged = rows(Decisions(together=((0, 0), (1, 0))))
    assert {(0, 0, "merged"), (1, 0, "merged")} <= merged


def test_a_decision_wins_over_an_explicit_id() -> None:
    old, new = (
        parse_clauses("One thing. {#x}\n\nAnother thing.\n"),
        parse_clauses("Another matter.\n\nOne thing. {#x}\n"),
    )
    assert (0, 1) in {(pair.old, pair.new) for pair in align(old, new)}
    decided = align(old, new, Decisions(together=((0, 0),)))
    assert (0, 0) in {(pair.old, pair.new) for pair in decided}


def test_every_clause_stays_accounted_for() -> None:
    for decisions in (
        Decisions(together=((0, 0), (0, 1), (0, 2))),
        Decisions(old_alone=(0, 1, 2)),
        Decisions(apart=((1, 0), (2, 1))),
    ):
        pairs = align(OLD, NEW, decisions)
        assert {pair.old for pair in pairs} - {None} == {0, 1, 2}
        assert {pair.new for pair in pairs} - {None} == {0, 1, 2}
        assert all(
            pair.status is not ClauseStatus.UNCHANGED or pair.old is not None for pair in pairs
        )
