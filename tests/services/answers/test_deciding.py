"""Answers: prepared in private, one revision after another, published when ready; two chairs
never overwrite each other.
"""

import pytest
from sqlalchemy import select

from drafting.domain.consultation.comments import CommentState
from drafting.domain.consultation.dispositions import NEEDS_NO_REASON, DispositionKind
from drafting.domain.roles import Role
from drafting.errors import DraftingError, NotPermittedError
from drafting.policy.identity import NOBODY, OPERATOR, Identity
from drafting.services.answers.deciding import (
    prepared_count,
    publish_answer,
    publish_answers,
    record_answer,
)
from drafting.services.answers.errors import (
    AnswerChangedError,
    AnswerMissingError,
    NothingToAnswerError,
    ReasonMissingError,
)
from drafting.services.comments.queries import VisibleThread, thread_by_number
from drafting.services.errors import ChoiceInvalidError, FieldTooLongError
from drafting.services.people.members import MembershipInput
from drafting.storage.models import ActivityEntry, Disposition
from tests.services.acting import act, look, make_part, round_, seen
from tests.support.people import World
from tests.support.published import Published, make_public


@pytest.fixture
def number(published: Published) -> int:
    """A filed thread."""
    return published.thread_numbers[CommentState.FILED]


@pytest.fixture
def chair(published: Published) -> Identity:
    return published.world.identity(Role.CHAIR)


def record(
    world: World,
    actor: Identity,
    number: int,
    reason: str = "",
    *,
    kind: str = "noted",
    revision: int | None = None,
) -> Disposition:
    def step(db, code) -> Disposition:  # type: ignore[no-untyped-def]
        thread = thread_by_number(db, OPERATOR, code, number)
        known = thread.revision if revision is None else revision
        return record_answer(db, actor, code, thread, kind=kind, reason=reason, revision=known)

    return act(world, step)


def publish(world: World, actor: Identity, number: int, revision: int = 1) -> None:
    def step(db, code) -> None:  # type: ignore[no-untyped-def]
        publish_answer(
            db, actor, code, thread_by_number(db, OPERATOR, code, number), revision=revision
        )

    act(world, step)


def told(thread: VisibleThread) -> tuple[str | None, str | None]:
    """The reasons of the public and of the prepared answer."""
    return thread.answer and thread.answer.reason, thread.prepared and thread.prepared.reason


@pytest.mark.parametrize("role", Role)
def test_a_prepared_answer_is_seen_by_those_who_draft_alone(
    world: World, number: int, chair: Identity, role: Role
) -> None:
    record(world, chair, number, "We think so.")
    drafts = role in {Role.SECRETARIAT, Role.CHAIR, Role.DRAFTER}
    thread = seen(world, world.identity(role), number)
    assert told(thread) == (None, "We think so." if drafts else None)
    assert thread.revision == (1 if drafts else 0)


@pytest.mark.parametrize("role", Role)
def test_a_published_answer_is_seen_by_whoever_sees_the_thread(
    world: World, number: int, chair: Identity, role: Role
) -> None:
    record(world, chair, number, "We think so.")
    publish(world, chair, number)
    assert told(seen(world, world.identity(role), number)) == ("We think so.", None)


def test_a_published_answer_stays_while_a_newer_one_is_prepared(
    world: World, number: int, chair: Identity
) -> None:
    record(world, chair, number, "First.")
    publish(world, chair, number)
    assert record(world, chair, number, "Second.").revision == 2
    assert told(seen(world, world.identity(Role.STAKEHOLDER), number)) == ("First.", None)
    assert told(seen(world, chair, number)) == ("First.", "Second.")
    publish(world, chair, number, 2)
    assert told(seen(world, world.identity(Role.STAKEHOLDER), number)) == ("Second.", None)
    assert [one.reason for one in seen(world, chair, number).thread.dispositions] == [
        "First.",
        "Second.",
    ]


def test_of_two_chairs_the_second_is_told_the_words_of_the_first_and_nothing_is_lost(
    world: World, number: int, chair: Identity
) -> None:
    make_part(world, Role.DRAFTER, MembershipInput(Role.CHAIR))
    record(world, chair, number, "Mine.", kind="accepted", revision=0)
    with pytest.raises(AnswerChangedError) as caught:
        record(world, world.identity(Role.DRAFTER), number, "Theirs.", revision=0)
    assert caught.value.facts == {
        "kind": DispositionKind.ACCEPTED,
        "reason": "Mine.",
        "revision": 1,
    }
    assert told(seen(world, chair, number)) == (None, "Mine.")


@pytest.mark.parametrize("revision", [-1, 0, 2, 99])
def test_a_revision_that_is_not_the_last_is_refused(
    world: World, number: int, chair: Identity, revision: int
) -> None:
    record(world, chair, number, "Mine.")
    with pytest.raises(AnswerChangedError):
        record(world, chair, number, "Other.", revision=revision)
    with pytest.raises(AnswerChangedError):
        publish(world, chair, number, revision)


@pytest.mark.parametrize("kind", DispositionKind)
@pytest.mark.parametrize("reason", ["", " \n ", "Because."])
def test_a_reason_is_required_unless_it_is_accepted_or_noted(
    world: World, number: int, chair: Identity, kind: DispositionKind, reason: str
) -> None:
    assert {DispositionKind.ACCEPTED, DispositionKind.NOTED} == NEEDS_NO_REASON
    if reason.strip() or kind in NEEDS_NO_REASON:
        assert record(world, chair, number, reason, kind=kind).reason == reason.strip()
    else:
        with pytest.raises(ReasonMissingError):
            record(world, chair, number, reason, kind=kind)
        assert seen(world, chair, number).prepared is None


@pytest.mark.parametrize(
    ("kind", "reason", "error", "field"),
    [
        ("perhaps", "Because.", ChoiceInvalidError, "kind"),
        ("deferred", "x" * 20_001, FieldTooLongError, "reason"),
    ],
    ids=["kind", "reason"],
)
def test_what_is_wrong_is_named_at_its_field(
    published: Published, kind: str, reason: str, error: type[DraftingError], field: str
) -> None:
    world, number = published.world, published.thread_numbers[CommentState.FILED]
    with pytest.raises(error) as caught:
        record(world, world.identity(Role.CHAIR), number, reason, kind=kind)
    assert getattr(caught.value, "field", None) == field


@pytest.mark.parametrize("state", [CommentState.UNFILED, CommentState.SHARED])
def test_what_was_not_given_to_the_chairs_is_not_answered(
    published: Published, chair: Identity, state: CommentState
) -> None:
    with pytest.raises(NothingToAnswerError):
        record(published.world, chair, published.thread_numbers[state])


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHAIR])
def test_chairs_alone_record_and_they_and_the_secretariat_publish(
    world: World, number: int, chair: Identity, role: Role
) -> None:
    actor = world.identity(role)
    with pytest.raises(NotPermittedError):
        record(world, actor, number)
    record(world, chair, number, "We think so.")
    if role is Role.SECRETARIAT:
        publish(world, actor, number)
    else:
        with pytest.raises(NotPermittedError):
            publish(world, actor, number)
        with pytest.raises(NotPermittedError):
            act(world, lambda db, code: publish_answers(db, actor, code, round_(db, code)))
    assert (seen(world, chair, number).answer is not None) == (role is Role.SECRETARIAT)


def test_nothing_prepared_is_nothing_to_publish(world: World, number: int, chair: Identity) -> None:
    with pytest.raises(AnswerMissingError):
        publish(world, chair, number)
    record(world, chair, number)
    publish(world, chair, number)
    with pytest.raises(AnswerMissingError):
        publish(world, chair, number)


def test_all_prepared_answers_of_a_round_are_published_at_once_in_their_last_revision(
    published: Published,
) -> None:
    world, chair = published.world, published.world.identity(Role.CHAIR)
    numbers = [
        published.thread_numbers[state] for state in (CommentState.FILED, CommentState.PUBLISHED)
    ]
    for one in numbers:
        record(world, chair, one, "First.")
    record(world, chair, numbers[0], "Second.")
    assert look(world, lambda db, code: prepared_count(db, round_(db, code))) == 2
    notified: list[int] = []
    world.database.on_commit.append(lambda: notified.append(1))
    assert act(world, lambda db, code: publish_answers(db, chair, code, round_(db, code))) == 2
    assert len(notified) == 1
    last = select(ActivityEntry.kind, ActivityEntry.details).order_by(ActivityEntry.id.desc())
    [(kind, details)] = look(world, lambda db, code: db.execute(last.limit(1)).all())
    assert (kind, details) == (
        "AnswersPublished",
        {"round_id": look(world, round_).id, "count": 2},
    )
    assert [told(seen(world, chair, one)) for one in numbers] == [
        ("Second.", None),
        ("First.", None),
    ]
    assert look(world, lambda db, code: prepared_count(db, round_(db, code))) == 0
    assert act(world, lambda db, code: publish_answers(db, chair, code, round_(db, code))) == 0


def test_a_right_lost_since_the_door_asked_is_lost(
    world: World, number: int, chair: Identity
) -> None:
    record(world, chair, number, "Mine.")
    make_part(world, Role.CHAIR, MembershipInput(Role.DRAFTER))
    with pytest.raises(NotPermittedError):
        record(world, chair, number, "Too late.", revision=1)
    with pytest.raises(NotPermittedError):
        publish(world, chair, number)


def test_the_public_reads_the_answer_to_what_is_public_and_no_other(
    published: Published, chair: Identity
) -> None:
    world, number = published.world, published.thread_numbers[CommentState.PUBLISHED]
    make_public(world)
    record(world, chair, number, "First.")
    assert told(seen(world, NOBODY, number)) == (None, None)
    publish(world, chair, number)
    assert told(seen(world, NOBODY, number)) == ("First.", None)
