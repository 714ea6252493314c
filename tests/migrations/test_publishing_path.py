"""Publishing, commenting and answering on both databases, and what two processes do at once to
one thread or job.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError

from drafting import clock
from drafting.cli.store import migrate
from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.errors import DraftingError
from drafting.policy.identity import OPERATOR, Identity
from drafting.services.answers.deciding import record_answer
from drafting.services.answers.errors import AnswerChangedError
from drafting.services.codes.queries import code_by_slug
from drafting.services.comments.queries import (
    ThreadFilter,
    thread_by_number,
    thread_count,
    threads_of,
)
from drafting.services.comments.threads import CommentInput, reply, start_thread
from drafting.services.comments.transitions import move_comment
from drafting.services.jobs import claim, enqueue
from drafting.services.people.members import MembershipInput, change_member, member
from drafting.services.rounds.errors import RoundClosedError
from drafting.services.rounds.scheduling import close_round, extend_round, round_by_number
from drafting.services.versions.queries import version_by_number
from drafting.storage.unit_of_work import Database, Session
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


def test_of_two_chairs_who_answer_at_once_one_is_told_the_others_words(
    published: Published,
) -> None:
    world, number = published.world, published.thread_numbers[CommentState.FILED]
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        change_member(
            session,
            OPERATOR,
            code,
            member(session, code, world.membership_ids[Role.DRAFTER]),
            MembershipInput(Role.CHAIR),
        )
    chairs = [world.identity(role) for role in (Role.CHAIR, Role.DRAFTER)]
    told: list[object] = []

    def decide(database: Database, chair) -> None:  # type: ignore[no-untyped-def]
        try:
            with database.transaction() as session:
                code = code_by_slug(session, OPERATOR, SLUG)
                seen = thread_by_number(session, chair, code, number)
                record_answer(
                    session,
                    chair,
                    code,
                    seen,
                    kind="noted",
                    reason=f"Words of {chair.name}",
                    revision=0,
                )
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
            reply(
                session,
                actor,
                code,
                thread_by_number(session, actor, code, number),
                given=CommentInput("Words.", "filed"),
            )
        with database.transaction() as session:
            code = code_by_slug(session, OPERATOR, SLUG)
            start_thread(
                session,
                actor,
                code,
                version_by_number(session, actor, code, 1),
                given=CommentInput("Words.", "filed"),
            )

    people = [world.identity(role) for role in (Role.CHAIR, Role.STAKEHOLDER)]
    assert at_once(world, speak, people, DraftingError) == [True, True]
    with world.database.reading() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        assert [
            one.position for one in thread_by_number(session, OPERATOR, code, number).comments
        ] == [1, 2, 3]
        numbers = [
            one.thread.number
            for one in threads_of(session, OPERATOR, code, ThreadFilter(), most=None)
        ]
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


def test_a_round_is_extended_and_then_closed(published: Published) -> None:
    world = published.world
    extended = clock.now() + timedelta(days=30)
    for change in (lambda *of: extend_round(*of, closes_at=extended), close_round):
        with world.database.transaction() as session:
            code = code_by_slug(session, OPERATOR, SLUG)
            change(session, OPERATOR, code, round_by_number(session, OPERATOR, code, 1))
    with world.database.reading() as session:
        assert (
            round_by_number(session, OPERATOR, code_by_slug(session, OPERATOR, SLUG), 1).closes_at
            <= clock.now()
        )


def begins(session: Session, actor: Identity, number: int) -> None:
    code = code_by_slug(session, OPERATOR, SLUG)
    start_thread(
        session,
        actor,
        code,
        version_by_number(session, actor, code, 1),
        given=CommentInput("Words.", "filed"),
    )


def replies(session: Session, actor: Identity, number: int) -> None:
    code = code_by_slug(session, OPERATOR, SLUG)
    reply(
        session,
        actor,
        code,
        thread_by_number(session, actor, code, number),
        given=CommentInput("Words.", "filed"),
    )


def takes_back(session: Session, actor: Identity, number: int) -> None:
    code = code_by_slug(session, OPERATOR, SLUG)
    seen = thread_by_number(session, actor, code, number)
    move_comment(session, actor, code, seen, seen.opening.id, state="unfiled")


Speaks = Callable[[Session, Identity, int], None]
WAITS_FOR: dict[Speaks, str] = {
    begins: "FROM code_of_practice",
    replies: "FROM thread",
    takes_back: "FROM thread",
}


@pytest.mark.parametrize("empty", ["postgresql"], indirect=True)  # on SQLite one writes at a time
@pytest.mark.parametrize("speaks", WAITS_FOR)
def test_a_round_that_closes_while_somebody_waits_for_a_lock_takes_nothing_from_them(
    published: Published, speaks: Speaks
) -> None:
    world, number = published.world, published.thread_numbers[CommentState.FILED]
    stakeholder, second = world.identity(Role.STAKEHOLDER), _second(world.database)
    closed: list[str] = []

    def close_first(connection: Connection, cursor: object, statement: str, *_: object) -> None:
        if not closed and WAITS_FOR[speaks] in statement and " FOR " in statement:
            closed.append(statement)
            with second.transaction() as session:
                code = code_by_slug(session, OPERATOR, SLUG)
                close_round(session, OPERATOR, code, round_by_number(session, OPERATOR, code, 1))

    event.listen(world.database.engine, "before_cursor_execute", close_first)
    with pytest.raises(RoundClosedError), world.database.transaction() as session:
        speaks(session, stakeholder, number)
    assert closed
    second.dispose()


@pytest.mark.parametrize("empty", ["postgresql"], indirect=True)
@pytest.mark.parametrize("speaks", WAITS_FOR)
def test_a_round_does_not_close_between_a_comment_and_its_commit(
    published: Published, speaks: Speaks
) -> None:
    world, number = published.world, published.thread_numbers[CommentState.FILED]
    stakeholder, second = world.identity(Role.STAKEHOLDER), _second(world.database)
    with world.database.transaction() as session:
        speaks(session, stakeholder, number)
        with pytest.raises(OperationalError, match="lock"), second.transaction() as other:
            other.execute(text("SELECT id FROM round FOR NO KEY UPDATE NOWAIT"))
    with second.transaction() as other:
        assert other.execute(text("SELECT id FROM round FOR NO KEY UPDATE NOWAIT")).all()
    second.dispose()


def _second(database: Database) -> Database:
    """The same store as another process has it."""
    return Database(database.engine.url.render_as_string(hide_password=False))


def test_of_two_workers_one_gets_the_job(published: Published) -> None:
    database = published.world.database
    with database.transaction() as session:
        enqueue(session, "kind", None)
    got: list[object] = []
    assert at_once(
        published.world, lambda own, _: got.append(claim(own)), [1, 2], DraftingError
    ) == [True, True]
    assert len([job for job in got if job is not None]) == 1
