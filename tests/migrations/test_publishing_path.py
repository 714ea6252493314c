"""Publishing, commenting and answering on both databases, and what two processes do at once to one thread or job."""

import pytest

from drafting.cli.store import migrate
from drafting.domain.comments import CommentState
from drafting.domain.roles import Role
from drafting.errors import DraftingError
from drafting.policy.identity import OPERATOR
from drafting.services.answers import record_answer
from drafting.services.code_queries import code_by_slug
from drafting.services.comment_steps import move_comment
from drafting.services.errors import AnswerChangedError
from drafting.services.jobs import claim, enqueue
from drafting.services.members import Part, change_member, member
from drafting.services.thread_queries import ThreadFilter, thread_by_number, thread_count, threads_of
from drafting.services.threads import Given, reply, start_thread
from drafting.services.version_queries import version_by_number
from drafting.storage.unit_of_work import Database
from tests.migrations.test_core_path import at_once
from tests.support.people import SLUG, make_world
from tests.support.published import Published, answer, make_published, publish_world, retype

pytestmark = pytest.mark.xdist_group("postgresql")  # one server for all


@pytest.fixture
def published(empty: Database) -> Published:
    migrate(empty)
    return make_published(make_world(empty))


def test_a_second_version_is_published_and_compared(published: Published) -> None:
    world = published.world
    retype(world, "# One\n\nAnother clause with \U0001f600.\n")
    assert publish_world(world, label="Second draft") == 2
    answer(world, published.thread_numbers[CommentState.FILED], "Noted.")
    with world.database.reading() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        for role, count in ((Role.CHAIR, 3), (Role.STAKEHOLDER, 4)):
            actor = world.identity(role)
            assert thread_count(session, actor, code, ThreadFilter()) == count
            assert len(threads_of(session, actor, code, ThreadFilter(words="COMMENT"))) == count


def test_of_two_chairs_who_answer_at_once_one_is_told_the_others_words(published: Published) -> None:
    world, number = published.world, published.thread_numbers[CommentState.FILED]
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        change_member(session, OPERATOR, code, member(session, code, world.membership_ids[Role.DRAFTER]), Part(Role.CHAIR))
    chairs = [world.identity(role) for role in (Role.CHAIR, Role.DRAFTER)]
    told: list[object] = []

    def decide(database: Database, chair) -> None:  # type: ignore[no-untyped-def]
        try:
            with database.transaction() as session:
                code = code_by_slug(session, OPERATOR, SLUG)
                seen = thread_by_number(session, chair, code, number)
                record_answer(session, chair, code, seen, kind="noted", reason=f"Words of {chair.name}", revision=0)
        except AnswerChangedError as error:
            told.append(error.facts["reason"])
            raise

    assert at_once(world, decide, chairs, AnswerChangedError) == [False, True]
    with world.database.reading() as session:
        seen = thread_by_number(session, chairs[0], code_by_slug(session, OPERATOR, SLUG), number)
        assert seen.prepared is not None
        assert told == [seen.prepared.reason]


def test_two_who_reply_or_begin_at_once_both_succeed(published: Published) -> None:
    world, number = published.world, published.thread_numbers[CommentState.FILED]

    def speak(database: Database, actor) -> None:  # type: ignore[no-untyped-def]
        with database.transaction() as session:
            code = code_by_slug(session, OPERATOR, SLUG)
            reply(session, actor, code, thread_by_number(session, actor, code, number), given=Given("Words.", "filed"))
        with database.transaction() as session:
            code = code_by_slug(session, OPERATOR, SLUG)
            start_thread(session, actor, code, version_by_number(session, actor, code, 1), given=Given("Words.", "filed"))

    people = [world.identity(role) for role in (Role.CHAIR, Role.STAKEHOLDER)]
    assert at_once(world, speak, people, DraftingError) == [True, True]
    with world.database.reading() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        assert [one.position for one in thread_by_number(session, OPERATOR, code, number).comments] == [1, 2, 3]
        numbers = [one.thread.number for one in threads_of(session, OPERATOR, code, ThreadFilter(), most=None)]
        assert numbers == list(range(1, 7))


def test_what_is_taken_back_and_answered_at_once_is_never_both(published: Published) -> None:
    world, number = published.world, published.thread_numbers[CommentState.FILED]

    def act(database: Database, role: Role) -> None:
        actor = world.identity(role)
        with database.transaction() as session:
            code = code_by_slug(session, OPERATOR, SLUG)
            seen = thread_by_number(session, OPERATOR, code, number)
            if role is Role.CHAIR:
                record_answer(session, actor, code, seen, kind="noted", reason="", revision=0)
            else:
                move_comment(session, actor, code, seen, seen.opening.id, state="unfiled")

    assert at_once(world, act, [Role.CHAIR, Role.STAKEHOLDER], DraftingError) == [False, True]


def test_of_two_workers_one_gets_the_job(published: Published) -> None:
    database = published.world.database
    with database.transaction() as session:
        enqueue(session, "kind", None)
    got: list[object] = []
    assert at_once(published.world, lambda own, _: got.append(claim(own)), [1, 2], DraftingError) == [True, True]
    assert len([job for job in got if job is not None]) == 1
