"""A version compared with the working drafts of a moment: whose words are shown to whom, and of
which moment they are.
"""

import pytest
from sqlalchemy import func, select

from drafting.domain.comparison.compare import Comparison
from drafting.domain.roles import Role
from drafting.errors import DraftingError, NotFoundError, NotPermittedError
from drafting.policy.identity import NOBODY, OPERATOR, Identity
from drafting.services.comparison import draft_comparisons
from drafting.services.comparison.draft_comparisons import (
    DraftComparison,
    draft_comparison_of,
    is_draft_compared,
    job_status_of,
    request_draft_comparison,
)
from drafting.services.errors import TextTooComplexError
from drafting.services.operations.job_registry import run_all_jobs
from drafting.services.people.members import MembershipInput
from drafting.services.versions.errors import VersionNotReadyError
from drafting.storage.models import DraftSnapshot, Job, StoredComparison
from tests.services.acting import act, look, make_part, version
from tests.support.people import World
from tests.support.published import prepare, publish_world, retype

FIRST = "# Records\n\nSellers keep a record of every sale.\n\nBuyers may ask for it at any time.\n"
SECOND = "# Fees\n\nThe office sets a fee for each year.\n\nSmall firms pay half of it.\n"
OURS = FIRST.replace("every sale", "every sale, as Quokka has it")
THEIRS = SECOND.replace("each year", "each year, as Numbat has it")
MOVED = "\nA rather long and quite unmistakable clause about inspections by night.\n"


@pytest.fixture
def typed(world: World) -> World:
    """One published version; chapters 1 and 2 have been worked on since."""
    retype(world, FIRST, chapter=1)
    retype(world, SECOND, chapter=2)
    publish_world(world)
    retype(world, OURS, chapter=1)
    retype(world, THEIRS, chapter=2)
    return world


def compare(world: World, actor: Identity = OPERATOR, number: int = 1) -> None:
    act(
        world, lambda db, code: request_draft_comparison(db, actor, code, version(db, code, number))
    )
    run_all_jobs(world.database)


def found(world: World, actor: Identity = OPERATOR, number: int = 1) -> DraftComparison:
    made = look(
        world, lambda db, code: draft_comparison_of(db, actor, code, version(db, code, number))
    )
    assert made is not None
    return made


def words_of(made: DraftComparison) -> str:
    """Whatever could be drawn: every word of the new side and of the comparison."""
    return " ".join(side.text for side in made.new.clauses) + repr(made.comparison)


def count(world: World, table: type) -> int:
    return look(world, lambda db, code: db.scalar(select(func.count()).select_from(table)) or 0)


def kinds(comparison: Comparison) -> list[str]:
    return sorted(
        entry.pair.status.value
        for entry in comparison.entries
        if entry.pair.status.value != "unchanged"
    )


def test_what_was_typed_since_the_version_is_the_difference(typed: World) -> None:
    compare(typed)
    made = found(typed)
    assert kinds(made.comparison) == ["edited", "edited"]
    assert "Quokka" in words_of(made)
    assert "Numbat" in words_of(made)
    assert [one.title for one in made.chapters] == ["Chapter 1", "Chapter 2", "Chapter 3"]
    assert not made.is_outdated


def test_before_anybody_asked_there_is_nothing(typed: World) -> None:
    assert (
        look(typed, lambda db, code: draft_comparison_of(db, OPERATOR, code, version(db, code)))
        is None
    )
    assert not look(typed, lambda db, code: is_draft_compared(db, code, version(db, code)))


def test_it_says_when_somebody_has_typed_since_and_a_newer_one_takes_its_place(
    typed: World,
) -> None:
    compare(typed)
    first = found(typed)
    retype(typed, OURS.replace("Quokka", "Potoroo"))
    assert found(typed).is_outdated
    assert "Potoroo" not in words_of(found(typed))
    compare(typed)
    newer = found(typed)
    assert newer.taken_at > first.taken_at
    assert not newer.is_outdated
    assert "Potoroo" in words_of(newer)
    assert "Quokka" not in words_of(newer)


def test_only_the_newest_is_kept_and_what_was_computed_with_older_ones_is_forgotten(
    typed: World,
) -> None:
    kept = count(typed, StoredComparison)
    for word in ("Potoroo", "Bilby"):
        compare(typed)
        retype(typed, OURS.replace("Quokka", word))
    compare(typed)
    assert count(typed, DraftSnapshot) == 1
    assert count(typed, StoredComparison) == kept + 1


def test_a_draft_that_was_published_since_keeps_its_comparison(typed: World) -> None:
    compare(typed)
    publish_world(typed, label="Second draft")
    kept = count(typed, StoredComparison)
    retype(typed, OURS.replace("Quokka", "Potoroo"))
    compare(typed)
    assert count(typed, StoredComparison) == kept + 1


def test_the_same_text_again_is_the_same_snapshot_of_a_later_moment(
    typed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare(typed)
    first = found(typed)
    for name in ("compressed_clauses", "compare_limited"):
        monkeypatch.setattr(draft_comparisons, name, too_complex)  # nothing is computed again
    compare(typed)
    assert count(typed, DraftSnapshot) == 1
    assert found(typed).taken_at > first.taken_at
    assert found(typed).comparison == first.comparison


def too_complex(*given: object) -> object:
    raise TextTooComplexError


def test_however_often_it_is_asked_for_it_is_computed_once(typed: World) -> None:
    before = count(typed, Job)
    for _ in range(3):
        act(typed, lambda db, code: request_draft_comparison(db, OPERATOR, code, version(db, code)))
    assert count(typed, Job) == before + 1
    assert look(typed, lambda db, code: job_status_of(db, code, version(db, code))).is_running
    run_all_jobs(typed.database)
    assert not look(typed, lambda db, code: job_status_of(db, code, version(db, code))).is_running


def test_one_that_failed_is_told_of_and_may_be_asked_for_again(
    typed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(draft_comparisons, "compare_limited", too_complex)
        compare(typed)
    assert look(typed, lambda db, code: job_status_of(db, code, version(db, code))).has_failed
    assert count(typed, DraftSnapshot) == 0
    compare(typed)
    assert not look(typed, lambda db, code: job_status_of(db, code, version(db, code))).has_failed
    assert found(typed)


def test_a_version_that_is_not_read_yet_cannot_be_compared(world: World) -> None:
    prepare(world, is_read=False)
    with pytest.raises(VersionNotReadyError):
        act(world, lambda db, code: request_draft_comparison(db, OPERATOR, code, version(db, code)))


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.CHAIR])
def test_A75_who_reads_every_draft_sees_every_change(typed: World, role: Role) -> None:
    compare(typed, typed.identity(role))
    assert kinds(found(typed, typed.identity(role)).comparison) == ["edited", "edited"]


def test_A75_a_drafter_sees_no_word_of_the_draft_of_another_chapter(typed: World) -> None:
    compare(typed, typed.identity(Role.DRAFTER))
    made = found(typed, typed.identity(Role.DRAFTER))
    assert "Quokka" in words_of(made)
    assert "Numbat" not in words_of(made)
    assert kinds(made.comparison) == ["edited"]
    assert [one.title for one in made.chapters] == ["Chapter 1"]
    retype(typed, THEIRS + "\nMore.\n", chapter=2)
    assert not found(
        typed, typed.identity(Role.DRAFTER)
    ).is_outdated  # it is not told when others type


def test_A75_a_clause_that_went_to_the_draft_of_another_chapter_is_only_gone(typed: World) -> None:
    retype(typed, OURS + MOVED, chapter=1)
    publish_world(typed, label="Second draft")
    retype(typed, OURS, chapter=1)
    retype(typed, THEIRS + MOVED, chapter=2)
    compare(typed, number=2)
    assert kinds(found(typed, number=2).comparison) == ["moved"]
    made = found(typed, typed.identity(Role.DRAFTER), 2)
    assert kinds(made.comparison) == ["deleted"]
    assert not any("by night" in side.text for side in made.new.clauses)


def test_A75_a_clause_that_came_from_another_chapter_is_only_new(typed: World) -> None:
    retype(typed, THEIRS + MOVED, chapter=2)
    publish_world(typed, label="Second draft")
    retype(typed, OURS + MOVED, chapter=1)
    retype(typed, THEIRS, chapter=2)
    compare(typed, number=2)
    assert kinds(found(typed, number=2).comparison) == ["moved"]
    assert kinds(found(typed, typed.identity(Role.DRAFTER), 2).comparison) == ["added"]


@pytest.mark.parametrize("role", [Role.STAKEHOLDER, Role.OBSERVER])
def test_A75_who_does_not_draft_neither_asks_nor_sees(typed: World, role: Role) -> None:
    compare(typed)
    before, actor = count(typed, Job), typed.identity(role)
    for refused in (
        lambda: act(
            typed, lambda db, code: request_draft_comparison(db, actor, code, version(db, code))
        ),
        lambda: look(
            typed, lambda db, code: draft_comparison_of(db, actor, code, version(db, code))
        ),
    ):
        with pytest.raises(NotPermittedError):
            refused()
    assert count(typed, Job) == before


def test_A75_a_drafter_without_a_working_group_and_somebody_else_are_refused(typed: World) -> None:
    make_part(typed, Role.DRAFTER, MembershipInput(Role.DRAFTER))
    for actor in (typed.identity(Role.DRAFTER), NOBODY):
        with pytest.raises((NotPermittedError, NotFoundError)):
            act(
                typed,
                lambda db, code, actor=actor: request_draft_comparison(
                    db, actor, code, version(db, code)
                ),
            )


def test_A75_a_version_that_is_only_prepared_is_compared_for_the_secretariat_alone(
    typed: World,
) -> None:
    prepare(typed)
    compare(typed, typed.identity(Role.SECRETARIAT), 2)
    assert found(typed, typed.identity(Role.SECRETARIAT), 2)
    for role in (Role.CHAIR, Role.DRAFTER):
        actor = typed.identity(role)
        with pytest.raises(DraftingError):
            look(
                typed,
                lambda db, code, actor=actor: draft_comparison_of(
                    db, actor, code, version(db, code, 2)
                ),
            )


def test_A75_who_lost_their_right_meanwhile_asks_for_nothing(typed: World) -> None:
    chair = typed.identity(Role.CHAIR)
    make_part(typed, Role.CHAIR, MembershipInput(Role.OBSERVER))
    with pytest.raises(NotPermittedError):
        act(typed, lambda db, code: request_draft_comparison(db, chair, code, version(db, code)))
