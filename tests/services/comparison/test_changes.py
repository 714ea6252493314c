"""Changes keep their numbers, editors say what they are, and decide which clause became which."""

import pytest
from sqlalchemy import select

from drafting.domain.alignment.decisions import Decisions
from drafting.domain.comparison.redline import change_label
from drafting.domain.events.comparison import ChangeRevised
from drafting.domain.roles import Role
from drafting.errors import NotPermittedError
from drafting.policy.identity import OPERATOR
from drafting.services.comparison.changes import (
    change_by_number,
    changes_of,
    revise_change,
)
from drafting.services.comparison.comparisons import comparison_of, is_compared
from drafting.services.comparison.errors import ChangeNotFoundError, ChangeRevisedError
from drafting.services.comparison.successions import (
    decide_succession,
    decisions_about,
    decisions_between,
    revoke_decision,
)
from drafting.services.errors import FieldTooLongError
from drafting.services.operations.job_registry import run_all_jobs
from drafting.services.versions.queries import clauses_of
from drafting.services.versions.version_jobs import enqueue_comparison
from drafting.storage.models import ActivityEntry, Change, ClauseSuccession, VersionClause
from tests.services.acting import act, look, version
from tests.support.people import World
from tests.support.published import prepare, publish_world, retype

FIRST = (
    "# One\n\nThe register lists all models.\n\nIt is open to the public.\n\nIncidents are "
    "told to the office.\n"
)
SECOND = (
    "# One\n\nThe register lists all large models.\n\n"
    "Some words that nobody knows yet.\n\nIncidents are told to the office.\n"
)
THIRD = SECOND.replace("Incidents are", "Every incident is")


@pytest.fixture
def two(world: World) -> World:
    retype(world, FIRST)
    publish_world(world)
    retype(world, SECOND)
    publish_world(world, label="Second draft")
    return world


def numbers(world: World, old: int = 1, new: int = 2) -> dict[str, tuple[int | None, int | None]]:
    def read(db, code):  # type: ignore[no-untyped-def]
        rows = changes_of(db, version(db, code, old), version(db, code, new))
        return {
            change_label(row.number): pair
            for pair, row in sorted(rows.items(), key=lambda one: one[1].number)
        }

    return look(world, read)


def clause(db, code, number: int, words: str) -> VersionClause:  # type: ignore[no-untyped-def]
    return next(one for one in clauses_of(db, version(db, code, number)) if words in one.text)


def decide(
    world: World,
    old: str | None,
    new: str | None,
    *,
    together: bool = True,
    versions: tuple[int, int] = (1, 2),
) -> None:
    chair = world.identity(Role.CHAIR)

    def say(db, code):  # type: ignore[no-untyped-def]
        before, after = (version(db, code, one) for one in versions)
        decide_succession(
            db,
            chair,
            code,
            before,
            after,
            old_clause=clause(db, code, versions[0], old) if old else None,
            new_clause=clause(db, code, versions[1], new) if new else None,
            is_together=together,
        )
        enqueue_comparison(db, before, after)

    act(world, say)
    run_all_jobs(world.database)


def became(world: World, words: str, old: int = 1, new: int = 2) -> list[str]:
    """What a clause is in the newer version, by the comparison."""

    def read(db, code):  # type: ignore[no-untyped-def]
        comparison = comparison_of(db, version(db, code, old), version(db, code, new))
        position, texts = (
            clause(db, code, old, words).position,
            [one.text for one in clauses_of(db, version(db, code, new))],
        )
        return [
            texts[one.pair.new]
            for one in comparison.entries
            if one.pair.old == position and one.pair.new is not None
        ]

    return look(world, read)


def test_every_change_has_a_number_in_reading_order(two: World) -> None:
    assert list(numbers(two)) == ["C-001", "C-002", "C-003"]


def test_numbers_stay_when_the_comparison_is_made_anew(two: World) -> None:
    before = numbers(two)
    decide(two, "open to the public", "nobody knows")
    after = numbers(two)
    assert {name: pair for name, pair in after.items() if name in before} == {
        name: pair for name, pair in before.items() if pair in after.values()
    }
    assert set(after) - set(before) == {"C-004"}
    gone = look(
        two, lambda db, code: change_by_number(db, version(db, code, 1), version(db, code, 2), 2)
    )
    assert not gone.is_current


def test_a_number_that_was_never_given_is_not_found(two: World) -> None:
    with pytest.raises(ChangeNotFoundError):
        look(
            two,
            lambda db, code: change_by_number(db, version(db, code, 1), version(db, code, 2), 99),
        )


def revise(
    world: World, role: Role, summary: str, significance: str = "", revision: int = 0
) -> None:
    actor = world.identity(role)

    def say(db, code):  # type: ignore[no-untyped-def]
        change = change_by_number(db, version(db, code, 1), version(db, code, 2), 1)
        revise_change(
            db, actor, code, change, summary=summary, significance=significance, revision=revision
        )

    act(world, say)


def first(world: World) -> Change:
    return look(
        world, lambda db, code: change_by_number(db, version(db, code, 1), version(db, code, 2), 1)
    )


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.CHAIR])
def test_an_editor_writes_the_summary_and_judges_the_change(two: World, role: Role) -> None:
    revise(two, role, "  Only large models are listed. ", "substantive")
    change = first(two)
    assert (change.summary, change.significance, change.revision) == (
        "Only large models are listed.",
        "substantive",
        1,
    )
    kinds = look(two, lambda db, code: db.scalars(select(ActivityEntry.kind)).all())
    assert ChangeRevised.__name__ in kinds
    revise(two, role, "", "", revision=1)
    assert (first(two).summary, first(two).significance) == (None, None)


@pytest.mark.parametrize("role", [Role.DRAFTER, Role.STAKEHOLDER, Role.OBSERVER])
def test_others_do_not(two: World, role: Role) -> None:
    with pytest.raises(NotPermittedError):
        revise(two, role, "Mine.")
    actor = two.identity(role)
    with pytest.raises(NotPermittedError):
        act(
            two,
            lambda db, code: decide_succession(
                db,
                actor,
                code,
                version(db, code, 1),
                version(db, code, 2),
                old_clause=clause(db, code, 1, "open to"),
                new_clause=None,
                is_together=True,
            ),
        )


def test_two_editors_at_once_meet(two: World) -> None:
    revise(two, Role.CHAIR, "The first.")
    with pytest.raises(ChangeRevisedError) as refused:
        revise(two, Role.SECRETARIAT, "The second.")
    assert refused.value.facts["summary"] == "The first."
    with pytest.raises(FieldTooLongError):
        revise(two, Role.SECRETARIAT, "x" * 301, revision=1)


def test_a_decision_wins_and_is_written_into_the_succession(two: World) -> None:
    assert became(two, "open to the public") != ["Some words that nobody knows yet."]
    decide(two, "open to the public", "nobody knows")
    assert became(two, "open to the public") == ["Some words that nobody knows yet."]
    chair = two.account_ids[Role.CHAIR]
    assert chair in look(
        two, lambda db, code: db.scalars(select(ClauseSuccession.decided_by)).all()
    )


def test_the_lineage_follows_in_this_and_in_later_versions(two: World) -> None:
    retype(two, THIRD)
    publish_world(two, label="Third draft")
    decide(two, "open to the public", "nobody knows")

    def lineages(words: str, *versions: int) -> set[str]:
        return {
            look(two, lambda db, code, one=one: clause(db, code, one, words).lineage_id)
            for one in versions
        }

    assert lineages("nobody knows", 2, 3) == lineages("open to the public", 1)


def test_apart_is_apart_and_can_be_taken_back(two: World) -> None:
    assert became(two, "The register lists") == ["The register lists all large models."]
    decide(two, "The register lists", "The register lists", together=False)
    assert became(two, "The register lists") == []

    def undo(db, code):  # type: ignore[no-untyped-def]
        old, new = version(db, code, 1), version(db, code, 2)
        [decision] = decisions_about(db, old, new, clause(db, code, 1, "The register lists").id)
        revoke_decision(db, OPERATOR, code, decision)

    act(two, undo)
    assert became(two, "The register lists") == [
        "The register lists all large models."
    ]  # computed before, kept


def test_no_counterpart_may_be_decided_and_the_last_word_on_a_pair_holds(two: World) -> None:
    decide(two, "Incidents are", None)
    assert became(two, "Incidents are") == []
    decide(two, "Incidents are", "Incidents are")
    assert became(two, "Incidents are") == ["Incidents are told to the office."]


def test_a_decision_about_neighbours_holds_for_versions_farther_apart(two: World) -> None:
    decide(two, "open to the public", "nobody knows")
    retype(two, THIRD)
    publish_world(two, label="Third draft")
    run_all_jobs(two.database)
    assert became(two, "open to the public", 1, 3) == ["Some words that nobody knows yet."]
    assert (
        look(
            two, lambda db, code: decisions_between(db, version(db, code, 2), version(db, code, 3))
        )
        == Decisions()
    )


def test_a_discarded_version_takes_its_changes_along(two: World) -> None:
    from drafting.services.versions.publishing import discard_version

    retype(two, THIRD)
    prepare(two, label="Third draft")
    run_all_jobs(two.database)
    assert look(two, lambda db, code: is_compared(db, version(db, code, 2), version(db, code, 3)))
    act(two, lambda db, code: discard_version(db, OPERATOR, code, version(db, code, 3)))
    assert {
        row.new_version_id for row in look(two, lambda db, code: db.scalars(select(Change)).all())
    } == {look(two, lambda db, code: version(db, code, 2).id)}
