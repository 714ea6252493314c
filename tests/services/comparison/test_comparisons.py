"""Comparisons: computed once for two texts, there for every pair of versions, and said to be
under way until then.
"""

from collections.abc import Callable

import pytest
from sqlalchemy import event, func, select

from drafting.domain.alignment.decisions import Decisions
from drafting.errors import NotFoundError
from drafting.policy.identity import NOBODY, OPERATOR
from drafting.services.comparison import comparisons, version_reading
from drafting.services.comparison import store as stored_comparisons
from drafting.services.comparison.clauses import clauses_of_side
from drafting.services.comparison.comparisons import (
    comparison_of,
    counts_of,
    has_failed,
    is_compared,
    request_comparison,
)
from drafting.services.comparison.errors import ComparisonFailedError, ComparisonNotReadyError
from drafting.services.drafts.freezing import freeze
from drafting.services.errors import TextTooComplexError
from drafting.services.operations.job_registry import run_all_jobs
from drafting.services.sandbox import TextToCompare
from drafting.services.versions import version_jobs
from drafting.services.versions.publishing import prepare_version
from drafting.storage.models import CodeOfPractice, Job, StoredComparison
from drafting.storage.unit_of_work import Session
from tests.services.acting import act, look, version
from tests.support.people import World
from tests.support.published import publish_world, retype

TEXTS = ("# One\n\nThe second text.\n", "# One\n\nThe third text.\n\nWith more.\n")


@pytest.fixture
def three(world: World) -> World:
    """Three published versions."""
    publish_world(world)
    for number, text in enumerate(TEXTS, start=2):
        retype(world, text)
        publish_world(world, label=f"Draft {number}")
    return world


def stored(world: World) -> int:
    return look(world, lambda db, code: db.scalar(select(func.count(StoredComparison.id))) or 0)


def forget(world: World) -> None:
    act(world, lambda db, code: [db.delete(row) for row in db.scalars(select(StoredComparison))])


def improve_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (version_jobs, stored_comparisons):
        monkeypatch.setattr(module, "ENGINE", module.ENGINE + 1)


def counting(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The pairs of texts that are compared from now on."""
    asked: list[tuple[str, str]] = []
    compare = comparisons.compare_limited

    def noted(old: TextToCompare, new: TextToCompare, decisions: Decisions) -> object:
        asked.append((old.text, new.text))
        return compare(old, new, decisions)

    for module in (comparisons, version_reading):
        monkeypatch.setattr(module, "compare_limited", noted)
    return asked


def test_every_pair_is_there_after_publishing(three: World) -> None:
    def count(db, code) -> list[int]:  # type: ignore[no-untyped-def]
        pairs = [(1, 2), (2, 3), (1, 3)]
        return [
            len(comparison_of(db, version(db, code, old), version(db, code, new)).entries)
            for old, new in pairs
        ]

    assert all(look(three, count))
    assert stored(three) == 3


@pytest.mark.parametrize(("old", "new"), [(1, 2), (2, 3), (1, 3)])
def test_each_clause_of_both_sides_is_told_of_and_the_counts_are_those_of_the_entries(
    three: World, old: int, new: int
) -> None:
    def check(db, code) -> None:  # type: ignore[no-untyped-def]
        one, other = version(db, code, old), version(db, code, new)
        pairs = [entry.pair for entry in comparison_of(db, one, other).entries]
        assert {pair.old for pair in pairs} - {None} == set(range(len(clauses_of_side(db, one))))
        assert {pair.new for pair in pairs} - {None} == set(range(len(clauses_of_side(db, other))))
        assert sum(counts_of(db, one, other).values()) == len(pairs)

    look(three, check)


def test_a_side_has_the_clauses_by_position_with_their_words(three: World) -> None:
    side = look(three, lambda db, code: clauses_of_side(db, version(db, code, 3)))
    assert [clause.text for clause in side[:3]] == ["One", "The third text.", "With more."]
    assert all(clause.eid and clause.id for clause in side)


def test_what_was_computed_for_two_texts_is_not_computed_again(
    three: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = counting(monkeypatch)
    act(
        three,
        lambda db, code: request_comparison(
            db, OPERATOR, code, version(db, code, 1), version(db, code, 3)
        ),
    )
    run_all_jobs(three.database)
    assert asked == []


def test_the_same_two_texts_again_use_what_is_kept(
    three: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    retype(three, TEXTS[0])  # version 4 has the text of version 2
    asked = counting(monkeypatch)
    publish_world(three, label="As before")
    old, new = look(three, lambda db, code: (version(db, code, 3).text, version(db, code, 4).text))
    assert (old, new) in asked
    before = len(asked)
    retype(three, TEXTS[1])  # and version 5 that of version 3
    publish_world(three, label="As before that")
    assert look(three, lambda db, code: version(db, code, 5).digest == version(db, code, 3).digest)
    assert (look(three, lambda db, code: version(db, code, 1).text), new) not in asked[before:]


def test_until_it_is_computed_it_is_not_ready_and_counts_nothing(three: World) -> None:
    forget(three)

    def ask(db, code) -> None:  # type: ignore[no-untyped-def]
        one, other = version(db, code, 1), version(db, code, 2)
        assert counts_of(db, one, other) == {}
        with pytest.raises(ComparisonNotReadyError) as caught:
            comparison_of(db, one, other)
        assert caught.value.facts == {"old": one.label, "new": other.label}

    look(three, ask)


def test_one_that_is_missing_is_asked_for_once_and_computed(three: World) -> None:
    forget(three)
    for _ in range(2):
        act(
            three,
            lambda db, code: request_comparison(
                db, OPERATOR, code, version(db, code, 1), version(db, code, 3)
            ),
        )
    waiting = look(
        three, lambda db, code: db.scalar(select(func.count(Job.id)).where(Job.ended_at.is_(None)))
    )
    assert waiting == 1
    run_all_jobs(three.database)
    assert look(
        three, lambda db, code: comparison_of(db, version(db, code, 1), version(db, code, 3))
    ).entries


def test_backwards_is_another_comparison(three: World) -> None:
    with pytest.raises(ComparisonNotReadyError):
        look(three, lambda db, code: comparison_of(db, version(db, code, 2), version(db, code, 1)))
    act(
        three,
        lambda db, code: request_comparison(
            db, OPERATOR, code, version(db, code, 2), version(db, code, 1)
        ),
    )
    run_all_jobs(three.database)
    assert look(
        three, lambda db, code: comparison_of(db, version(db, code, 2), version(db, code, 1))
    ).entries


def test_a_better_engine_computes_anew(three: World, monkeypatch: pytest.MonkeyPatch) -> None:
    improve_engine(monkeypatch)

    def pair(db: Session, code: CodeOfPractice) -> object:
        return comparison_of(db, version(db, code, 1), version(db, code, 2))

    with pytest.raises(ComparisonNotReadyError):
        look(three, pair)
    act(
        three,
        lambda db, code: request_comparison(
            db, OPERATOR, code, version(db, code, 1), version(db, code, 2)
        ),
    )
    run_all_jobs(three.database)
    assert look(three, pair)
    assert stored(three) == 4


def test_the_first_version_is_compared_with_nothing(world: World) -> None:
    frozen = look(world, freeze)
    act(world, lambda db, code: prepare_version(db, OPERATOR, code, frozen, label="First draft"))
    run_all_jobs(world.database)
    assert stored(world) == 0


def too_complex(*given: object) -> object:
    raise TextTooComplexError


def jobs(world: World) -> int:
    return look(world, lambda db, code: db.scalar(select(func.count(Job.id))) or 0)


def fail(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions 1 and 3 cannot be compared any more."""
    forget(world)
    monkeypatch.setattr(comparisons, "compare_limited", too_complex)
    act(
        world,
        lambda db, code: request_comparison(
            db, OPERATOR, code, version(db, code, 1), version(db, code, 3)
        ),
    )
    run_all_jobs(world.database)


def test_one_that_failed_is_told_of_and_not_tried_again_by_the_same_engine(
    three: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(three, monkeypatch)
    assert look(three, lambda db, code: has_failed(db, version(db, code, 1), version(db, code, 3)))
    assert not look(
        three, lambda db, code: has_failed(db, version(db, code, 1), version(db, code, 2))
    )
    with pytest.raises(ComparisonFailedError):
        look(three, lambda db, code: comparison_of(db, version(db, code, 1), version(db, code, 3)))
    before = jobs(three)
    again: Callable[..., None] = lambda db, code: request_comparison(  # noqa: E731 - used twice
        db, OPERATOR, code, version(db, code, 1), version(db, code, 3)
    )
    act(three, again)
    assert jobs(three) == before
    improve_engine(monkeypatch)
    assert not look(
        three, lambda db, code: has_failed(db, version(db, code, 1), version(db, code, 3))
    )
    act(three, again)
    assert jobs(three) == before + 1


def test_only_who_may_read_both_versions_asks(three: World) -> None:
    forget(three)
    before = jobs(three)
    with pytest.raises(NotFoundError):
        act(
            three,
            lambda db, code: request_comparison(
                db, NOBODY, code, version(db, code, 1), version(db, code, 3)
            ),
        )
    assert jobs(three) == before


def test_who_asks_whether_it_is_there_does_not_load_it(three: World) -> None:
    said: list[str] = []
    event.listen(three.database.engine, "before_cursor_execute", lambda *call: said.append(call[2]))

    def ask(db, code) -> None:  # type: ignore[no-untyped-def]
        one, other = version(db, code, 1), version(db, code, 3)
        assert is_compared(db, one, other)
        assert not is_compared(db, other, one)
        assert counts_of(db, one, other)
        request_comparison(db, OPERATOR, code, one, other)
        assert db.scalars(select(StoredComparison)).first()

    look(three, ask)
    assert any("FROM comparison" in one for one in said)
    assert not any("comparison.result" in one for one in said)
