"""Who may_receive that a thread changed: for each event and state, those who see what changed,
and nobody else.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.consultation.comments import CommentState
from drafting.domain.events.answers import AnswerPublished, AnswerRecorded
from drafting.domain.events.comments import CommentAdded, CommentMoved
from drafting.domain.roles import Role
from drafting.policy.identity import NOBODY, OPERATOR, Identity
from drafting.services.codes.creating import change_code
from drafting.services.comments import feed as thread_feed
from drafting.services.comments.feed import (
    ThreadEvent,
    ThreadNotification,
    latest_entry,
    may_follow,
    may_receive,
    notification_of,
    notifications_since,
)
from drafting.services.comments.threads import CommentInput, start_thread
from drafting.services.comments.transitions import publish_comments
from drafting.storage.models import Version
from tests.services.acting import (
    act,
    look,
    outsider,
    round_,
    say,
    say_in,
    seen,
    separate,
    statements,
    version,
)
from tests.support.people import World
from tests.support.published import Published, make_public, publish_world, retype

UNFILED, SHARED, FILED, PUBLISHED = CommentState
DRAFTING, OFFICE = (
    "secretariat chair drafter",
    "secretariat chair drafter",
)  # who drafts is of the author's old office too
AUTHOR = "stakeholder"
ADDED = {
    UNFILED: AUTHOR,
    SHARED: f"{OFFICE} {AUTHOR}",
    FILED: f"{DRAFTING} {AUTHOR}",
    PUBLISHED: f"{DRAFTING} {AUTHOR} observer outsider nobody",
}


@pytest.fixture
def apart(published: Published) -> Published:
    """A public code of practice; stakeholder and observer are in no organisation with others."""
    separate(published.world)
    make_public(published.world)
    return published


def everybody(world: World) -> dict[str, Identity]:
    return {
        **{role.value: world.identity(role) for role in Role},
        "outsider": outsider(world),
        "nobody": NOBODY,
    }


def notification(world: World, event: ThreadEvent) -> ThreadNotification:
    rung = look(world, lambda db, code: notification_of(db, event))
    assert rung is not None
    return rung


def listeners(world: World, event: ThreadEvent) -> set[str]:
    rung = notification(world, event)
    return {who for who, identity in everybody(world).items() if may_receive(identity, rung)}


def ids(published: Published, state: CommentState) -> tuple[int, int]:
    """Of the thread in this state, and of its opening comment."""
    opening = seen(
        published.world, published.world.identity(Role.STAKEHOLDER), published.thread_numbers[state]
    ).opening
    return opening.thread_id, opening.id


def added(published: Published, state: CommentState) -> CommentAdded:
    return CommentAdded(published.world.code_id, *ids(published, state))


@pytest.mark.parametrize("state", CommentState)
def test_a_new_comment_is_heard_by_those_who_see_it(apart: Published, state: CommentState) -> None:
    assert listeners(apart.world, added(apart, state)) == set(ADDED[state].split())


@pytest.mark.parametrize("before", CommentState)
@pytest.mark.parametrize("after", CommentState)
def test_a_moved_comment_is_heard_by_those_who_saw_it_and_those_who_see_it_now(
    apart: Published, before: CommentState, after: CommentState
) -> None:
    moved = CommentMoved(
        apart.world.code_id, *ids(apart, after), before=before.value, after=after.value
    )
    assert listeners(apart.world, moved) == {*ADDED[before].split(), *ADDED[after].split()}


@pytest.mark.parametrize("state", [FILED, PUBLISHED])
def test_a_recorded_answer_notifies_drafters_and_a_published_one_all_who_see_the_thread(
    apart: Published, state: CommentState
) -> None:
    thread_id, _ = ids(apart, state)
    recorded, given = (
        AnswerRecorded(apart.world.code_id, thread_id, 1),
        AnswerPublished(apart.world.code_id, thread_id, 1),
    )
    people = everybody(apart.world)
    for event, expected in ((recorded, DRAFTING), (given, ADDED[state])):
        rung = notification(apart.world, event)
        assert {who for who, identity in people.items() if may_receive(identity, rung)} == set(
            expected.split()
        )


@pytest.mark.parametrize(
    ("state", "expected"), [("unfiled", "chair"), ("filed", f"{DRAFTING} {AUTHOR}")]
)
def test_a_reply_is_heard_by_those_who_see_the_reply_and_its_thread(
    apart: Published, state: str, expected: str
) -> None:
    world = apart.world
    made = say_in(
        world, world.identity(Role.CHAIR), apart.thread_numbers[PUBLISHED], "A reply.", state=state
    )
    heard = listeners(world, CommentAdded(world.code_id, made.thread_id, made.id))
    assert heard == set(expected.split()) - ({AUTHOR} if state == "filed" else set())


def test_the_doorbell_names_the_place_and_carries_no_words(apart: Published) -> None:
    rung = notification(apart.world, added(apart, FILED))
    assert (rung.version_id, rung.eid, rung.number, rung.what) == (
        apart.version_ids[0],
        apart.eid,
        apart.thread_numbers[FILED],
        "comment",
    )
    assert "A comment that is" not in repr(rung)


def test_a_thread_that_is_gone_rings_nowhere(apart: Published) -> None:
    assert (
        look(
            apart.world,
            lambda db, code: notification_of(db, CommentAdded(apart.world.code_id, 9_999, 1)),
        )
        is None
    )


def test_who_left_hears_nothing_though_they_wrote_it(apart: Published) -> None:
    gone = replace(apart.world.identity(Role.STAKEHOLDER), memberships={})
    assert not may_receive(gone, notification(apart.world, added(apart, FILED)))


@pytest.mark.parametrize("role", Role)
def test_a_version_is_followed_by_whoever_may_read_it_from_its_instant_on(
    apart: Published, role: Role
) -> None:
    world, version_id = apart.world, apart.version_ids[0]
    actor, at = world.identity(role), clock.now() + timedelta(hours=1)

    def delay(db: Session, code: object) -> None:
        db.get_one(Version, version_id).published_at = at

    assert look(world, lambda db, code: may_follow(db, actor, version_id))
    assert look(world, lambda db, code: may_follow(db, NOBODY, version_id))
    act(world, delay)
    assert not look(world, lambda db, code: may_follow(db, actor, version_id))
    with clock.frozen_at(at):
        assert look(world, lambda db, code: may_follow(db, actor, version_id))
    assert not look(world, lambda db, code: may_follow(db, actor, 9_999))


def notifications(world: World, version_id: int, since: int) -> list[ThreadNotification] | None:
    return look(world, lambda db, code: notifications_since(db, version_id, since))


def test_a_round_published_at_once_rings_once_at_whoever_may_read_its_version(
    apart: Published,
) -> None:
    world, since = apart.world, look(apart.world, lambda db, code: latest_entry(db, code.id))
    people = everybody(world)
    act(world, lambda db, code: publish_comments(db, OPERATOR, code, round_(db, code)))
    [rung] = notifications(world, apart.version_ids[0], since) or []
    assert (rung.version_id, rung.eid, rung.number, rung.what) == (
        apart.version_ids[0],
        None,
        None,
        "all",
    )
    assert {who for who, identity in people.items() if may_receive(identity, rung)} == set(people)
    act(
        world,
        lambda db, code: change_code(
            db, OPERATOR, code, title=code.title, summary="", is_public=False
        ),
    )
    [rung] = notifications(world, apart.version_ids[0], since) or []
    assert {who for who, identity in people.items() if may_receive(identity, rung)} == {
        role.value for role in Role
    }


def test_what_was_missed_is_of_this_version_alone_however_much_happened_on_others(
    apart: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, since = apart.world, look(apart.world, lambda db, code: latest_entry(db, code.id))
    retype(world, "# One\n\nThe first clause, amended.\n")
    publish_world(world, label="Second draft")
    monkeypatch.setattr(thread_feed, "MOST_MISSED", 2)
    chair = world.identity(Role.CHAIR)
    number = say(world, chair, "On the first.")
    for _ in range(3):
        act(
            world,
            lambda db, code: start_thread(
                db, chair, code, version(db, code, 2), given=CommentInput("On the second.")
            ),
        )
    second = look(world, lambda db, code: version(db, code, 2).id)
    assert [one.number for one in notifications(world, apart.version_ids[0], since) or []] == [
        number
    ]
    assert notifications(world, second, since) is None


def test_what_was_missed_is_read_in_as_many_statements_for_many_as_for_one(
    apart: Published,
) -> None:
    world, since = apart.world, look(apart.world, lambda db, code: latest_entry(db, code.id))

    def count(db: Session, code: object) -> int:
        return len(statements(db, lambda: notifications_since(db, apart.version_ids[0], since)))

    say(world, world.identity(Role.CHAIR), "One.")
    one = look(world, count)
    for _ in range(5):
        say(world, world.identity(Role.CHAIR), "More.")
    assert look(world, count) == one
