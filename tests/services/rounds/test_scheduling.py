"""Rounds: half-open to the microsecond, by the server's clock; planned, extended, closed, never
two at once.
"""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from drafting import clock
from drafting.domain.consultation.rounds import Audience, RoundState
from drafting.domain.roles import Role
from drafting.errors import DraftingError, NotPermittedError
from drafting.policy.identity import NOBODY, OPERATOR, Identity
from drafting.services.drafts.freezing import freeze
from drafting.services.errors import (
    ChoiceInvalidError,
    FieldMissingError,
    FieldTooLongError,
    InstantPastError,
)
from drafting.services.people.members import MembershipInput
from drafting.services.rounds.errors import (
    RoundClosedError,
    RoundEndsBeforeItBeginsError,
    RoundNotFoundError,
    RoundOverlapsError,
)
from drafting.services.rounds.scheduling import (
    close_round,
    extend_round,
    latest_round,
    plan_round,
    round_by_number,
    rounds_of,
    state_of,
)
from drafting.services.versions.errors import VersionNotReadyError
from drafting.services.versions.publishing import prepare_version
from drafting.storage.models import ActivityEntry
from tests.services.acting import act, look, make_part, round_, version
from tests.support.people import World
from tests.support.published import make_public, publish_world

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)


@pytest.fixture
def released(world: World) -> World:
    """A world with version 1 published at NOW."""
    with clock.frozen_at(NOW):
        publish_world(world)
    return world


def plan(
    world: World, opens: timedelta | None, closes: timedelta, *, now: datetime = NOW, **fields
) -> int:  # type: ignore[no-untyped-def]
    opens_at = None if opens is None else NOW + opens
    actor = fields.pop("actor", OPERATOR)
    given = {"title": "Round", "closes_at": NOW + closes, "opens_at": opens_at, **fields}
    with clock.frozen_at(now):
        return act(
            world, lambda db, code: plan_round(db, actor, code, version(db, code), **given).number
        )


def state(world: World, now: datetime, number: int = 1) -> RoundState:
    with clock.frozen_at(now):
        return look(world, lambda db, code: state_of(round_(db, code, number)))


def extend(world: World, closes: timedelta, now: datetime, number: int = 1) -> None:
    with clock.frozen_at(now):
        act(
            world,
            lambda db, code: extend_round(
                db, OPERATOR, code, round_(db, code, number), closes_at=NOW + closes
            ),
        )


def close(world: World, now: datetime, number: int = 1, actor: Identity = OPERATOR) -> None:
    with clock.frozen_at(now):
        act(world, lambda db, code: close_round(db, actor, code, round_(db, code, number)))


def test_a_round_is_open_from_its_first_microsecond_to_just_before_its_last(
    released: World,
) -> None:
    plan(released, DAY, 2 * DAY)
    moments = (NOW, NOW + DAY - TICK, NOW + DAY, NOW + 2 * DAY - TICK, NOW + 2 * DAY)
    planned, open_, closed = RoundState
    assert [state(released, moment) for moment in moments] == [
        planned,
        planned,
        open_,
        open_,
        closed,
    ]


def test_without_an_opening_it_opens_at_once(released: World) -> None:
    plan(released, None, DAY)
    assert look(released, round_).opens_at == NOW
    assert state(released, NOW) is RoundState.OPEN


def test_instants_are_kept_in_utc_to_the_microsecond_whatever_zone_they_came_in(
    released: World,
) -> None:
    east = timezone(timedelta(hours=5, minutes=30))
    closes_at = (NOW + DAY + TICK).astimezone(east)
    with clock.frozen_at(NOW):
        act(
            released,
            lambda db, code: plan_round(
                db, OPERATOR, code, version(db, code), title="R", closes_at=closes_at
            ),
        )
    kept = look(released, round_).closes_at
    assert (kept, kept.utcoffset()) == (NOW + DAY + TICK, timedelta(0))


def test_an_instant_without_a_zone_is_never_stored(released: World) -> None:
    no_zone = datetime(2027, 1, 1)  # noqa: DTZ001 - the point of the test
    with pytest.raises((TypeError, ValueError)):
        plan(released, None, DAY, closes_at=no_zone)
    assert look(released, lambda db, code: rounds_of(db, OPERATOR, code)) == []


@pytest.mark.parametrize(
    ("opens", "closes"),
    [(DAY, 2 * DAY), (2 * DAY - TICK, 4 * DAY), (0 * DAY, DAY + TICK), (DAY / 2, 3 * DAY)],
)
def test_two_rounds_on_one_version_do_not_overlap(
    released: World, opens: timedelta, closes: timedelta
) -> None:
    plan(released, DAY, 2 * DAY)
    with pytest.raises(RoundOverlapsError) as caught:
        plan(released, opens, closes)
    assert caught.value.facts["number"] == 1


def test_one_round_may_begin_where_another_ends(released: World) -> None:
    plan(released, DAY, 2 * DAY)
    assert [plan(released, 2 * DAY, 3 * DAY), plan(released, None, DAY)] == [2, 3]
    assert [state(released, NOW + 2 * DAY, number) for number in (1, 2, 3)] == [
        RoundState.CLOSED,
        RoundState.OPEN,
        RoundState.CLOSED,
    ]


@pytest.mark.parametrize(
    ("opens", "closes", "error"),
    [
        (None, 0 * DAY, InstantPastError),
        (None, -DAY, InstantPastError),
        (2 * DAY, DAY, RoundEndsBeforeItBeginsError),
        (DAY, DAY, RoundEndsBeforeItBeginsError),
    ],
)
def test_a_round_lies_ahead_and_ends_after_it_begins(
    released: World, opens: timedelta | None, closes: timedelta, error: type[DraftingError]
) -> None:
    with pytest.raises(error) as caught:
        plan(released, opens, closes)
    assert getattr(caught.value, "field", None) == "closes_at"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"title": " "}, FieldMissingError),
        ({"audience": "friends"}, ChoiceInvalidError),
        ({"questions": ["x" * 1_001]}, FieldTooLongError),
    ],
)
def test_a_field_that_is_wrong_is_named(
    released: World, fields: dict[str, object], error: type[DraftingError]
) -> None:
    with pytest.raises(error) as caught:
        plan(released, None, DAY, **fields)
    assert getattr(caught.value, "field", None) == next(iter(fields))


def test_empty_questions_are_left_out(released: World) -> None:
    plan(released, None, DAY, questions=["  Why? ", "", " \n"], audience=Audience.EVERYONE)
    made = look(released, round_)
    assert (made.questions, made.audience) == (["Why?"], Audience.EVERYONE)


def test_a_version_that_is_not_public_takes_no_round(world: World) -> None:
    frozen = look(world, freeze)
    act(world, lambda db, code: prepare_version(db, OPERATOR, code, frozen, label="First draft"))
    with pytest.raises(VersionNotReadyError):
        plan(world, None, DAY)


def test_an_open_round_is_extended_and_shortened_but_not_into_the_past(released: World) -> None:
    plan(released, None, DAY)
    extend(released, 3 * DAY, NOW + DAY - TICK)
    assert state(released, NOW + DAY) is RoundState.OPEN
    extend(released, 2 * DAY, NOW + DAY)
    assert state(released, NOW + 2 * DAY) is RoundState.CLOSED
    with pytest.raises(InstantPastError):
        extend(released, DAY, NOW + DAY)


def test_a_planned_round_is_not_extended_to_before_its_opening(released: World) -> None:
    plan(released, 2 * DAY, 3 * DAY)
    with pytest.raises(RoundEndsBeforeItBeginsError):
        extend(released, DAY, NOW)


def test_a_round_is_not_extended_over_the_next(released: World) -> None:
    plan(released, None, DAY)
    plan(released, 2 * DAY, 3 * DAY)
    extend(released, 2 * DAY, NOW)
    with pytest.raises(RoundOverlapsError):
        extend(released, 2 * DAY + TICK, NOW)


def test_what_is_over_is_over(released: World) -> None:
    plan(released, None, DAY)
    with pytest.raises(RoundClosedError) as caught:
        extend(released, 2 * DAY, NOW + DAY)
    assert caught.value.facts == {"number": 1, "closed_at": NOW + DAY}
    with pytest.raises(RoundClosedError):
        close(released, NOW + DAY)


def test_an_open_round_is_closed_from_that_moment_on(released: World) -> None:
    plan(released, None, 3 * DAY)
    close(released, NOW + DAY)
    assert [state(released, moment) for moment in (NOW + DAY - TICK, NOW + DAY)] == [
        RoundState.OPEN,
        RoundState.CLOSED,
    ]


def test_a_planned_round_that_is_called_off_never_opens_and_bars_nothing(released: World) -> None:
    plan(released, DAY, 3 * DAY)
    close(released, NOW + TICK)
    assert {state(released, NOW + n * DAY / 2) for n in range(1, 8)} == {RoundState.CLOSED}
    assert plan(released, DAY, 3 * DAY, now=NOW + TICK) == 2


def test_the_latest_round_is_the_open_one_else_the_next_else_the_last(released: World) -> None:
    plan(released, DAY, 2 * DAY)
    plan(released, 3 * DAY, 4 * DAY)
    plan(released, 5 * DAY, 6 * DAY)
    expected = {0.5: 1, 1.5: 1, 2.5: 2, 3.5: 2, 4.5: 3, 5.5: 3, 6.5: 3}
    for days, number in expected.items():
        with clock.frozen_at(NOW + days * DAY):
            latest = look(released, lambda db, code: latest_round(db, version(db, code)))
            assert latest is not None
            assert latest.number == number


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECRETARIAT])
def test_nobody_else_plans_extends_or_closes(released: World, role: Role) -> None:
    plan(released, None, DAY)
    with clock.frozen_at(NOW):
        actor = released.identity(role)
    with pytest.raises(NotPermittedError):
        plan(released, 2 * DAY, 3 * DAY, actor=actor)
    with pytest.raises(NotPermittedError):
        close(released, NOW, actor=actor)
    assert state(released, NOW) is RoundState.OPEN


def test_a_right_lost_since_the_door_asked_is_lost(released: World) -> None:
    with clock.frozen_at(NOW):
        actor = released.identity(Role.SECRETARIAT)
        make_part(released, Role.CHAIR, MembershipInput(Role.SECRETARIAT))
        make_part(released, Role.SECRETARIAT, MembershipInput(Role.OBSERVER))
    with pytest.raises(NotPermittedError):
        plan(released, None, DAY, actor=actor)


def test_rounds_are_listed_to_whoever_may_read_the_version_the_newest_first(
    released: World,
) -> None:
    plan(released, None, DAY)
    plan(released, 2 * DAY, 3 * DAY)
    for role in Role:
        actor = released.identity(role)
        assert look(
            released, lambda db, code, a=actor: [one.number for one in rounds_of(db, a, code)]
        ) == [2, 1]
    assert look(released, lambda db, code: rounds_of(db, NOBODY, code)) == []
    make_public(released)
    assert len(look(released, lambda db, code: rounds_of(db, NOBODY, code))) == 2


def test_a_number_that_no_round_has_is_not_found(released: World) -> None:
    with pytest.raises(RoundNotFoundError):
        look(released, lambda db, code: round_by_number(db, OPERATOR, code, 1))


def test_the_trail_tells_each_change_of_the_deadline(released: World) -> None:
    plan(released, None, DAY)
    extend(released, 2 * DAY, NOW)
    close(released, NOW + TICK)
    query = select(ActivityEntry.details).where(
        ActivityEntry.kind.in_(["RoundPlanned", "RoundChanged"])
    )
    told = look(
        released,
        lambda db, code: [one["closes_at"] for one in db.scalars(query.order_by(ActivityEntry.id))],
    )
    assert [datetime.fromisoformat(text) for text in told] == [NOW + DAY, NOW + 2 * DAY, NOW + TICK]
