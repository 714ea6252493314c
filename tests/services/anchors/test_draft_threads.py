"""Threads in the working draft of a chapter: in the draft's order, the lost ones first, and only
from what one may read.
"""

import pytest

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR, Identity
from drafting.services.anchors.draft_threads import ThreadInDraft, threads_in_draft
from drafting.services.comparison.draft_comparisons import (
    draft_comparison_of,
    request_draft_comparison,
)
from drafting.services.operations.job_registry import run_all_jobs
from tests.services.acting import act, look, version
from tests.support.people import TEXT, World
from tests.support.published import Published, comment, make_published, retype

QUOTED = "The first clause."
OTHER = "# Fees\n\nThe office sets a fee for each year.\n"
WITHOUT = TEXT.replace(f"{QUOTED}\n\n", "")


@pytest.fixture
def published(world: World) -> Published:
    """Version 1, whose chapters have nothing in common, with comments on the first one."""
    retype(world, OTHER, chapter=2)
    retype(world, "# Sanctions\n\nWho breaks the rules is told so in writing.\n", chapter=3)
    return make_published(world)


def threads(world: World, actor: Identity = OPERATOR, chapter: int = 1) -> list[ThreadInDraft]:
    """Those of a chapter, once the draft of now is compared with version 1."""
    act(world, lambda db, code: request_draft_comparison(db, OPERATOR, code, version(db, code)))
    run_all_jobs(world.database)

    def read(db, code):  # type: ignore[no-untyped-def]
        found = draft_comparison_of(db, actor, code, version(db, code))
        return threads_in_draft(
            db,
            actor,
            code,
            version(db, code),
            found=found,
            chapter_id=world.chapter_ids[chapter - 1],
        )

    return look(world, read)


def test_lost_ones_come_first_and_each_tells_what_was_quoted_and_what_it_is_about_now(
    published: Published,
) -> None:
    world = published.world
    point = comment(
        world, Role.CHAIR, "About the whole point.", eid=None
    )  # on the version as a whole: on no chapter
    retype(world, WITHOUT, chapter=1)
    found = threads(world)
    assert {one.thread.number for one in found} == set(published.thread_numbers.values())
    assert point not in {one.thread.number for one in found}
    assert all(one.is_lost and one.quote == "first clause" and not one.words for one in found)


def test_a_thread_whose_clause_went_to_another_chapter_is_told_there_too(
    published: Published,
) -> None:
    world = published.world
    retype(world, WITHOUT, chapter=1)
    retype(world, f"{OTHER}\n{QUOTED}\n", chapter=2)
    number = published.thread_numbers[CommentState.FILED]
    for chapter in (1, 2):
        (one,) = [one for one in threads(world, chapter=chapter) if one.thread.number == number]
        assert (one.is_lost, one.words) == (False, "first clause")


def test_A75_words_that_went_to_a_draft_that_one_may_not_read_are_lost(
    published: Published,
) -> None:
    world = published.world
    retype(world, WITHOUT, chapter=1)
    retype(world, f"{OTHER}\nNumbat.\n\n{QUOTED}\n", chapter=2)
    found = threads(world, world.identity(Role.DRAFTER))
    assert found
    assert all(one.is_lost and not one.words for one in found)
    assert "Numbat" not in repr(found)
