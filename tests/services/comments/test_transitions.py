"""A comment's way to the public and back: each step for each role, and none once others have
built on it.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from drafting import clock
from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.errors import DraftingError, NotPermittedError
from drafting.policy.identity import OPERATOR, Identity
from drafting.policy.permission_map import PERMISSION_MAP
from drafting.policy.permissions import Permission
from drafting.policy.predicates import comment_is_filed, member_is_chair
from drafting.services.comments.errors import CommentStepError, ThreadNotFoundError
from drafting.services.comments.feed import latest_entry
from drafting.services.comments.queries import thread_by_number
from drafting.services.comments.transitions import (
    may_publish_comments,
    move_comment,
    publish_comments,
    steps_of,
)
from drafting.services.errors import ChoiceInvalidError
from drafting.services.people.members import MembershipInput
from drafting.services.rounds.errors import NoRoundOpenError, RoundClosedError
from drafting.services.rounds.scheduling import close_round
from drafting.storage.models import ActivityEntry, Comment
from tests.services.acting import (
    act,
    look,
    make_part,
    round_,
    say,
    say_in,
    seen,
    separate,
    statements,
)
from tests.support.people import World
from tests.support.published import Published, answer, open_round

UNFILED, SHARED, FILED, PUBLISHED = CommentState
OUT = {UNFILED: [SHARED, FILED], SHARED: [UNFILED, FILED], FILED: [UNFILED, SHARED], PUBLISHED: []}
GIVEN = {UNFILED: [], SHARED: [], FILED: [PUBLISHED], PUBLISHED: [FILED]}


pytestmark = pytest.mark.usefixtures("published")


@pytest.fixture
def lio(published: Published) -> Identity:
    return published.world.identity(Role.STAKEHOLDER)


def move(world: World, actor: Identity, number: int, state: str, place: int = 1) -> Comment:
    """Take the comment at a place of a thread to a state; the thread is looked up as the
    operator sees it.
    """

    def step(db, code) -> Comment:  # type: ignore[no-untyped-def]
        thread = thread_by_number(db, OPERATOR, code, number)
        return move_comment(db, actor, code, thread, thread.comments[place - 1].id, state=state)

    return act(world, step)


def states(world: World, number: int) -> list[str]:
    return [one.state.value for one in seen(world, OPERATOR, number).comments]


def steps(world: World, actor: Identity, number: int) -> list[CommentState]:
    def ask(db, code) -> list[CommentState]:  # type: ignore[no-untyped-def]
        return steps_of(actor, code, thread_by_number(db, OPERATOR, code, number).opening)

    return look(world, ask)


@pytest.mark.parametrize("before", CommentState)
@pytest.mark.parametrize("after", CommentState)
@pytest.mark.parametrize("who", Role)
def test_each_step_is_taken_by_those_whom_the_tables_name(
    published: Published, before: CommentState, after: CommentState, who: Role
) -> None:
    world, number = published.world, published.thread_numbers[before]
    actor, is_author = world.identity(who), who is Role.STAKEHOLDER
    allowed = OUT[before] if is_author else GIVEN[before] if who is Role.SECRETARIAT else []
    assert steps(world, actor, number) == allowed
    if after in allowed or after is before:
        assert move(world, actor, number, after).state is after
    else:
        with pytest.raises(CommentStepError if is_author else NotPermittedError):
            move(world, actor, number, after)
        assert states(world, number) == [before.value]


def test_the_instants_of_filing_and_publishing_are_kept_and_taken_back(
    world: World, lio: Identity
) -> None:
    number = say(world, lio, "Words.")
    filed = move(world, lio, number, "filed")
    assert filed.filed_at is not None
    public = move(world, OPERATOR, number, "published")
    assert (public.filed_at, public.published_at is not None) == (filed.filed_at, True)
    back = move(world, OPERATOR, number, "filed")
    assert (back.filed_at, back.published_at) == (filed.filed_at, None)
    assert move(world, lio, number, "unfiled").filed_at is None


def test_A53_what_others_replied_to_goes_on_but_not_back(world: World, lio: Identity) -> None:
    number = say(world, lio, "Words.", state="filed")
    say_in(world, world.identity(Role.CHAIR), number, "A question.", state="filed")
    for state in ("unfiled", "shared"):
        with pytest.raises(CommentStepError):
            move(world, lio, number, state)
    assert move(world, OPERATOR, number, "published").state is PUBLISHED


def test_what_somebody_replied_for_themselves_alone_neither_holds_nor_is_betrayed(
    world: World,
) -> None:
    separate(world)
    lio, chair = world.identity(Role.STAKEHOLDER), world.identity(Role.CHAIR)
    number = say(world, lio, "Words.", state="filed")
    say_in(world, chair, number, "A private note.", state="unfiled")
    say_in(world, chair, number, "A note for my office.", state="shared")
    assert steps(world, lio, number) == [UNFILED, SHARED]
    assert move(world, lio, number, "unfiled").state is UNFILED


def test_what_is_being_answered_is_not_taken_back(world: World, lio: Identity) -> None:
    number = say(world, lio, "Words.", state="filed")
    answer(world, number, "Noted.", is_published=False)
    with pytest.raises(CommentStepError):
        move(world, lio, number, "unfiled")


def test_the_authors_own_replies_do_not_hold_it_and_go_back_with_it(
    world: World, lio: Identity
) -> None:
    number = say(world, lio, "Words.", state="filed")
    say_in(world, lio, number, "More words.", state="filed")
    move(world, lio, number, "shared")
    assert states(world, number) == ["shared", "shared"]
    move(world, lio, number, "unfiled")
    assert states(world, number) == ["unfiled", "unfiled"]


def test_replies_leave_the_public_with_what_they_reply_to(world: World, lio: Identity) -> None:
    number = say(world, lio, "Words.", state="filed")
    say_in(world, world.identity(Role.CHAIR), number, "A reply.", state="filed")
    for place in (1, 2):
        move(world, OPERATOR, number, "published", place)
    move(world, OPERATOR, number, "filed")
    assert states(world, number) == ["filed", "filed"]


def test_a_reply_is_not_taken_further_than_what_it_replies_to(world: World, lio: Identity) -> None:
    number = say(world, lio, "Words.", state="shared")
    say_in(world, lio, number, "More words.", state="unfiled")
    move(world, lio, number, "shared", 2)
    with pytest.raises(CommentStepError):
        move(world, lio, number, "filed", 2)
    move(world, lio, number, "filed")
    move(world, lio, number, "filed", 2)
    with pytest.raises(CommentStepError):
        move(world, world.identity(Role.SECRETARIAT), number, "published", 2)
    assert states(world, number) == ["filed", "filed"]


def test_a_closed_round_lets_stakeholders_neither_file_nor_take_back(
    world: World, lio: Identity
) -> None:
    number = say(world, lio, "Words.", state="shared")
    act(world, lambda db, code: close_round(db, OPERATOR, code, round_(db, code)))
    for state in ("filed", "unfiled"):
        with pytest.raises(RoundClosedError):
            move(world, lio, number, state)
    assert steps(world, lio, number) == []


def test_the_deadline_of_a_round_is_not_evaded_through_a_later_one_on_the_version(
    world: World, lio: Identity
) -> None:
    number, held = (
        say(world, lio, "Never filed in time."),
        say(world, lio, "Filed in time.", state="filed"),
    )
    act(world, lambda db, code: close_round(db, OPERATOR, code, round_(db, code)))
    open_round(world)
    for thread, state in ((number, "filed"), (number, "shared"), (held, "unfiled")):
        with pytest.raises(RoundClosedError) as caught:
            move(world, lio, thread, state)
        assert caught.value.facts["number"] == 1
    assert (steps(world, lio, number), steps(world, lio, held)) == ([], [])


def test_an_open_round_is_asked_though_another_was_open_before(world: World, lio: Identity) -> None:
    act(world, lambda db, code: close_round(db, OPERATOR, code, round_(db, code)))
    open_round(world)
    number = say(world, lio, "In the second round.")
    assert steps(world, lio, number) == [SHARED, FILED]
    assert move(world, lio, number, "filed").state is FILED


def test_in_no_round_those_who_draft_move_their_own_and_a_stakeholder_nothing(world: World) -> None:
    chair = world.identity(Role.CHAIR)
    act(world, lambda db, code: close_round(db, OPERATOR, code, round_(db, code)))
    number = say(world, chair, "Outside of rounds.")
    open_round(world)
    assert move(world, chair, number, "filed").state is FILED
    make_part(world, Role.CHAIR, MembershipInput(Role.STAKEHOLDER, None, "An office"))
    with pytest.raises(NoRoundOpenError):
        move(world, world.identity(Role.CHAIR), number, "unfiled")


def test_a_closed_round_does_not_bind_those_who_draft_nor_the_secretariat(
    published: Published,
) -> None:
    world = published.world
    chair, number = world.identity(Role.CHAIR), say(world, world.identity(Role.CHAIR), "Words.")
    act(world, lambda db, code: close_round(db, OPERATOR, code, round_(db, code)))
    assert move(world, chair, number, "filed").state is FILED
    secretariat = world.identity(Role.SECRETARIAT)
    assert move(world, secretariat, published.thread_numbers[FILED], "published").state is PUBLISHED


def test_a_round_is_published_at_once_and_only_what_was_filed_in_it(published: Published) -> None:
    world, secretariat = published.world, published.world.identity(Role.SECRETARIAT)
    say_in(
        world,
        world.identity(Role.CHAIR),
        published.thread_numbers[FILED],
        "A reply.",
        state="filed",
    )
    assert (
        act(world, lambda db, code: publish_comments(db, secretariat, code, round_(db, code))) == 2
    )
    now = {state.value: states(world, number) for state, number in published.thread_numbers.items()}
    assert now == {
        "unfiled": ["unfiled"],
        "shared": ["shared"],
        "filed": ["published", "published"],
        "published": ["published"],
    }
    assert (
        act(world, lambda db, code: publish_comments(db, secretariat, code, round_(db, code))) == 0
    )


def test_a_round_is_published_in_a_few_statements_and_told_once(published: Published) -> None:
    world, secretariat = published.world, published.world.identity(Role.SECRETARIAT)
    ready = look(world, lambda db, code: latest_entry(db, code.id))

    def publish(db, code) -> int:  # type: ignore[no-untyped-def]
        return len(
            statements(db, lambda: publish_comments(db, secretariat, code, round_(db, code)))
        )

    for _ in range(3):
        say_in(
            world,
            world.identity(Role.CHAIR),
            published.thread_numbers[FILED],
            "A reply.",
            state="filed",
        )
    notified: list[int] = []
    world.database.on_commit.append(lambda: notified.append(1))
    many = act(world, publish)
    assert len(notified) == 1
    say_in(
        world,
        world.identity(Role.CHAIR),
        published.thread_numbers[FILED],
        "Another.",
        state="filed",
    )
    assert act(world, publish) == many
    query = select(ActivityEntry.kind, ActivityEntry.details["count"].as_integer()).where(
        ActivityEntry.id > ready, ActivityEntry.kind.like("%Published")
    )
    rows = look(world, lambda db, code: [tuple(row) for row in db.execute(query)])
    assert rows == [("CommentsPublished", 4), ("CommentsPublished", 1)]


def test_what_is_published_with_its_round_keeps_the_instant_at_which_it_was_filed(
    published: Published,
) -> None:
    world, secretariat, number = (
        published.world,
        published.world.identity(Role.SECRETARIAT),
        published.thread_numbers[FILED],
    )
    filed_at = seen(world, OPERATOR, number).opening.filed_at
    at = clock.now() + timedelta(hours=1)
    with clock.frozen_at(at):
        act(world, lambda db, code: publish_comments(db, secretariat, code, round_(db, code)))
    opening = seen(world, OPERATOR, number).opening
    assert (opening.filed_at, opening.published_at) == (filed_at, at)


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.CHAIR])
def test_who_publishes_a_round_is_who_publishes_a_comment_of_it(
    published: Published, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    world, actor = published.world, published.world.identity(role)
    monkeypatch.setitem(
        PERMISSION_MAP, Permission.COMMENT_PUBLISH, [[member_is_chair, comment_is_filed]]
    )
    assert look(world, lambda db, code: may_publish_comments(actor, code, round_(db, code))) == (
        role is Role.CHAIR
    )
    if role is Role.CHAIR:
        assert act(world, lambda db, code: publish_comments(db, actor, code, round_(db, code))) == 1
    else:
        with pytest.raises(NotPermittedError):
            act(world, lambda db, code: publish_comments(db, actor, code, round_(db, code)))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECRETARIAT])
def test_nobody_else_publishes_a_round(published: Published, role: Role) -> None:
    actor = published.world.identity(role)
    with pytest.raises(NotPermittedError):
        act(published.world, lambda db, code: publish_comments(db, actor, code, round_(db, code)))
    assert states(published.world, published.thread_numbers[FILED]) == ["filed"]


@pytest.mark.parametrize(
    ("state", "error"), [("loud", ChoiceInvalidError), ("", ChoiceInvalidError)]
)
def test_a_state_that_is_none_is_refused(
    world: World, lio: Identity, state: str, error: type[DraftingError]
) -> None:
    with pytest.raises(error):
        move(world, lio, say(world, lio, "Words."), state)


def test_a_comment_of_another_thread_is_not_found(published: Published) -> None:
    world, lio = published.world, published.world.identity(Role.STAKEHOLDER)
    here, there = (
        seen(world, lio, number) for number in list(published.thread_numbers.values())[:2]
    )

    def step(db, code) -> None:  # type: ignore[no-untyped-def]
        thread = thread_by_number(db, lio, code, here.thread.number)
        move_comment(db, lio, code, thread, there.opening.id, state="filed")

    with pytest.raises(ThreadNotFoundError):
        act(world, step)


def test_a_right_lost_since_the_door_asked_is_lost(world: World, lio: Identity) -> None:
    number = say(world, lio, "Words.")
    make_part(world, Role.STAKEHOLDER, MembershipInput(Role.OBSERVER))
    with pytest.raises(NotPermittedError):
        move(world, lio, number, "filed")


def test_the_deadline_is_that_of_the_server_to_the_microsecond(world: World, lio: Identity) -> None:
    number, closes_at = say(world, lio, "Words."), look(world, round_).closes_at
    with clock.frozen_at(closes_at), pytest.raises(RoundClosedError):
        move(world, world.identity(Role.STAKEHOLDER), number, "filed")
    with clock.frozen_at(closes_at - timedelta(microseconds=1)):
        assert move(world, world.identity(Role.STAKEHOLDER), number, "filed").state is FILED
