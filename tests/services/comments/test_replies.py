"""Replies: while the thread's own round is open, and no further than what they reply to."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from drafting import clock
from drafting.domain.consultation.comments import CommentState
from drafting.domain.consultation.rounds import Audience
from drafting.domain.roles import Role
from drafting.errors import DraftingError, NotPermittedError
from drafting.policy.identity import OPERATOR, Identity
from drafting.services.comments.errors import (
    CommentStepError,
    ThreadNotFoundError,
)
from drafting.services.comments.queries import thread_by_number
from drafting.services.comments.threads import (
    CommentInput,
    may_reply,
    reply,
    start_thread,
)
from drafting.services.errors import (
    ChoiceInvalidError,
)
from drafting.services.people.members import MembershipInput
from drafting.services.rounds.errors import NoRoundOpenError, RoundClosedError
from drafting.services.rounds.scheduling import close_round, plan_round
from drafting.storage.models import Comment
from tests.services.acting import (
    act,
    look,
    make_part,
    round_,
    say,
    say_in,
    seen,
    version,
)
from tests.support.people import World
from tests.support.published import Published, open_round, publish_world, retype

pytestmark = pytest.mark.usefixtures("published")


@pytest.fixture
def lio(published: Published) -> Identity:
    return published.world.identity(Role.STAKEHOLDER)


def close(world: World) -> None:
    act(world, lambda db, code: close_round(db, OPERATOR, code, round_(db, code)))


def counted(world: World) -> int:
    return look(world, lambda db, code: db.scalar(select(func.count(Comment.id))) or 0)


def world_identity(world: World) -> Identity:
    """The stakeholder, signed in at this (replayed) moment."""
    return world.identity(Role.STAKEHOLDER)


def test_a_stakeholder_replies_while_the_threads_own_round_is_open_and_not_in_a_later_one(
    world: World, lio: Identity
) -> None:
    number = say(world, lio, "In time.", state="filed")
    assert look(
        world, lambda db, code: may_reply(lio, code, thread_by_number(db, lio, code, number).thread)
    )
    close(world)
    open_round(world, audience=Audience.EVERYONE)
    assert not look(
        world, lambda db, code: may_reply(lio, code, thread_by_number(db, lio, code, number).thread)
    )
    with pytest.raises(RoundClosedError) as caught:
        say_in(world, lio, number, "Late.", state="filed")
    assert caught.value.facts["number"] == 1
    assert (
        seen(world, lio, say(world, lio, "A thread of the second round.")).thread.round is not None
    )


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.CHAIR, Role.DRAFTER])
def test_those_who_draft_reply_though_the_threads_round_is_over(
    world: World, lio: Identity, role: Role
) -> None:
    number, actor = say(world, lio, "In time.", state="filed"), world.identity(role)
    close(world)
    assert look(
        world,
        lambda db, code: may_reply(actor, code, thread_by_number(db, actor, code, number).thread),
    )
    assert say_in(world, actor, number, "We read this.", state="filed").position == 2


def test_a_thread_in_no_round_takes_no_reply_of_a_stakeholder(world: World, lio: Identity) -> None:
    close(world)
    number = say(world, world.identity(Role.CHAIR), "Among colleagues.", state="shared")
    open_round(world)
    with pytest.raises(NoRoundOpenError):
        say_in(world, lio, number, "May I?")


def test_without_a_round_and_before_one_opens_no_comment_is_taken(
    world: World, lio: Identity
) -> None:
    close(world)
    with pytest.raises(RoundClosedError):
        say(world, lio, "Late.")
    opens_at = clock.now() + timedelta(days=1)
    times = {"opens_at": opens_at, "closes_at": opens_at + timedelta(days=1)}
    act(
        world,
        lambda db, code: plan_round(db, OPERATOR, code, version(db, code), title="Next", **times),
    )
    with pytest.raises(NoRoundOpenError):
        say(world, lio, "Early.")


def test_a_version_without_any_round_takes_none(world: World, lio: Identity) -> None:
    retype(world, "# One\n\nAnother text.\n")
    number = publish_world(world, label="Second draft")
    with pytest.raises(NoRoundOpenError):
        act(
            world,
            lambda db, code: start_thread(
                db, lio, code, version(db, code, number), given=CommentInput("Words.")
            ),
        )


def test_a_right_lost_since_the_door_asked_is_lost(world: World, lio: Identity) -> None:
    number = say(world, lio, "Words.", state="filed")
    make_part(world, Role.STAKEHOLDER, MembershipInput(Role.OBSERVER))
    with pytest.raises(NotPermittedError):
        say(world, lio, "Too late.")
    with pytest.raises(NotPermittedError):
        say_in(world, lio, number, "Too late.")


def test_a_colleague_who_is_one_no_longer_cannot_reply_to_what_was_shared(
    world: World, lio: Identity
) -> None:
    make_part(world, Role.CHAIR, MembershipInput(Role.STAKEHOLDER, None, "An office"))
    colleague, number = world.identity(Role.CHAIR), say(world, lio, "Among us.", state="shared")
    assert seen(world, colleague, number).opening.text == "Among us."
    make_part(world, Role.CHAIR, MembershipInput(Role.STAKEHOLDER, None, "Another office"))

    def answer(db, code) -> None:  # type: ignore[no-untyped-def]
        reply(
            db,
            colleague,
            code,
            thread_by_number(db, colleague, code, number),
            given=CommentInput("I saw it."),
        )

    with pytest.raises(ThreadNotFoundError):
        act(world, answer)


REPLIES: list[tuple[str, str, type[DraftingError] | None]] = [
    ("unfiled", "unfiled", None),
    ("unfiled", "shared", CommentStepError),
    ("shared", "shared", None),
    ("shared", "filed", CommentStepError),
    ("filed", "filed", None),
    ("filed", "unfiled", None),
    ("filed", "published", ChoiceInvalidError),
]


@pytest.mark.parametrize(("opening", "state", "error"), REPLIES)
def test_a_reply_goes_no_further_than_what_it_replies_to(
    world: World, lio: Identity, opening: str, state: str, error: type[DraftingError] | None
) -> None:
    number = say(world, lio, "Opening.", state=opening)

    def speak() -> Comment:
        return say_in(world, lio, number, "Reply.", state=state)

    if error is None:
        assert (speak().position, speak().position) == (2, 3)
    else:
        with pytest.raises(error):
            speak()
        assert len(seen(world, lio, number).comments) == 1


def test_a_reply_to_a_published_comment_is_filed_at_most(published: Published) -> None:
    number = published.thread_numbers[CommentState.PUBLISHED]
    made = say_in(
        published.world,
        published.world.identity(Role.CHAIR),
        number,
        "We read this.",
        state="filed",
    )
    assert made.state is CommentState.FILED
    assert made.filed_at == made.created_at


def test_a_thread_that_one_does_not_see_takes_no_reply(published: Published) -> None:
    chair, number = (
        published.world.identity(Role.CHAIR),
        published.thread_numbers[CommentState.UNFILED],
    )
    with pytest.raises(ThreadNotFoundError):
        say_in(published.world, chair, number, "Guessed the number.")
