"""Threads: started at a clause or at words of it while a round is open, or refused."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from drafting import clock
from drafting.domain.anchors.selectors import TextQuoteSelector
from drafting.domain.consultation.comments import CommentState
from drafting.domain.consultation.rounds import Audience
from drafting.domain.roles import Role
from drafting.errors import DraftingError, NotFoundError, NotPermittedError
from drafting.policy.identity import NOBODY, OPERATOR, Identity
from drafting.services.comments.errors import (
    QuoteNotFoundError,
    ThreadNotFoundError,
)
from drafting.services.comments.threads import (
    CommentInput,
    comment_refusal,
    start_thread,
)
from drafting.services.errors import (
    ChoiceInvalidError,
    FieldMissingError,
    FieldTooLongError,
    LanguageInvalidError,
)
from drafting.services.people.members import MembershipInput
from drafting.services.rounds.errors import RoundClosedError
from drafting.services.rounds.scheduling import close_round, plan_round
from drafting.services.versions.errors import ClauseNotFoundError
from drafting.storage.models import Comment, Thread
from tests.services.acting import (
    act,
    look,
    make_part,
    outsider,
    round_,
    say,
    say_in,
    seen,
    separate,
    version,
)
from tests.support.people import World
from tests.support.published import Published, make_public

POINT = "a point – with é and 😀"


pytestmark = pytest.mark.usefixtures("published")


@pytest.fixture
def lio(published: Published) -> Identity:
    return published.world.identity(Role.STAKEHOLDER)


def begin(
    world: World, actor: Identity, quote: TextQuoteSelector | None, eid: str | None
) -> Thread:
    given = CommentInput("Words.")
    return act(
        world,
        lambda db, code: start_thread(
            db, actor, code, version(db, code), given=given, eid=eid, quote=quote
        ),
    )


def close(world: World) -> None:
    act(world, lambda db, code: close_round(db, OPERATOR, code, round_(db, code)))


def counted(world: World) -> int:
    return look(world, lambda db, code: db.scalar(select(func.count(Comment.id))) or 0)


def test_threads_are_numbered_within_their_code_of_practice_and_no_number_is_lost(
    world: World, lio: Identity
) -> None:
    before = say(world, lio, "One.")
    with pytest.raises(FieldMissingError):
        say(world, lio, " \n ")
    assert [say(world, lio, "Two."), say(world, lio, "Three.")] == [before + 1, before + 2]


def test_a_comment_keeps_who_spoke_for_whom_on_that_day(world: World, lio: Identity) -> None:
    number = say(world, lio, " First line.\n\nSecond 😀 line. ", state="filed")
    make_part(world, Role.STAKEHOLDER, MembershipInput(Role.OBSERVER, None, "Another"))
    said = seen(world, OPERATOR, number).opening
    assert (said.text, said.language, said.state) == (
        "First line.\n\nSecond 😀 line.",
        "en",
        CommentState.FILED,
    )
    assert (said.role, said.is_organisation_confirmed) == (Role.STAKEHOLDER, True)
    assert said.organisation is not None
    assert said.organisation.name == "An office"
    assert said.stakeholder_group is not None


@pytest.mark.parametrize(
    ("quote", "exact", "start"),
    [
        (TextQuoteSelector("😀"), "😀", 21),
        (TextQuoteSelector("é and"), "é and", 15),
        (TextQuoteSelector("a \n point"), "a point", 0),
        (TextQuoteSelector("a", "é ", "nd"), "a", 17),
        (TextQuoteSelector("a", "", " point"), "a", 0),
        (TextQuoteSelector(POINT), POINT, 0),
    ],
)
def test_a_quote_is_anchored_in_code_points_with_what_stands_around_it(
    published: Published, lio: Identity, quote: TextQuoteSelector, exact: str, start: int
) -> None:
    thread = begin(published.world, lio, quote, published.eids[2])
    end = start + len(exact)
    assert (thread.exact, thread.start, thread.end) == (exact, start, end)
    assert (thread.prefix, thread.suffix) == (POINT[:start][-32:], POINT[end:][:32])


@pytest.mark.parametrize("quote", [None, TextQuoteSelector(""), TextQuoteSelector(" \n")])
def test_without_a_quote_the_thread_is_about_the_clause(
    published: Published, lio: Identity, quote: TextQuoteSelector | None
) -> None:
    thread = begin(published.world, lio, quote, published.eid)
    assert thread.clause is not None
    assert (thread.clause.eid, thread.exact, thread.start) == (published.eid, None, None)


def test_without_a_clause_it_is_about_the_version(world: World, lio: Identity) -> None:
    assert begin(world, lio, None, None).clause is None


@pytest.mark.parametrize("eid", ["nowhere", "x" * 500, "\x00", "\ud800", "'; --"])
def test_a_clause_that_does_not_exist_is_not_found(world: World, lio: Identity, eid: str) -> None:
    before = counted(world)
    with pytest.raises(ClauseNotFoundError):
        begin(world, lio, None, eid)
    assert counted(world) == before


@pytest.mark.parametrize(
    ("quote", "error"),
    [
        (TextQuoteSelector("words that are not there"), QuoteNotFoundError),
        (TextQuoteSelector("\ud83d"), QuoteNotFoundError),
        (TextQuoteSelector("a" * 5_001), FieldTooLongError),
        (TextQuoteSelector("a", "p" * 5_001), FieldTooLongError),
        (TextQuoteSelector("a", "", "s" * 5_001), FieldTooLongError),
    ],
)
def test_a_quote_that_is_not_there_is_refused(
    published: Published, lio: Identity, quote: TextQuoteSelector, error: type[DraftingError]
) -> None:
    with pytest.raises(error):
        begin(published.world, lio, quote, published.eid)


@pytest.mark.parametrize(
    ("given", "error", "field"),
    [
        (CommentInput(""), FieldMissingError, "text"),
        (CommentInput("x" * 50_001), FieldTooLongError, "text"),
        (CommentInput("Words.", "loud"), ChoiceInvalidError, "state"),
        (CommentInput("Words.", "published"), ChoiceInvalidError, "state"),
        (CommentInput("Words.", language="no language"), LanguageInvalidError, "language"),
    ],
)
def test_what_is_wrong_with_a_comment_is_named_at_its_field(
    world: World, lio: Identity, given: CommentInput, error: type[DraftingError], field: str
) -> None:
    with pytest.raises(error) as caught:
        act(world, lambda db, code: start_thread(db, lio, code, version(db, code), given=given))
    assert getattr(caught.value, "field", None) == field


def test_the_longest_comment_is_taken_and_its_language_kept(world: World, lio: Identity) -> None:
    said = seen(world, lio, say(world, lio, "é" * 50_000, language="fr-BE")).opening
    assert (len(said.text), said.language) == (50_000, "fr-BE")


@pytest.mark.parametrize("role", Role)
def test_all_but_observers_comment_in_an_open_round(world: World, role: Role) -> None:
    actor = world.identity(role)
    refusal = look(world, lambda db, code: comment_refusal(db, actor, code, version(db, code)))
    if role is Role.OBSERVER:
        assert isinstance(refusal, NotPermittedError)
        with pytest.raises(NotPermittedError):
            say(world, actor, "Words.")
    else:
        assert refusal is None
        assert seen(world, actor, say(world, actor, "Words.")).opening.role is role


def test_who_is_no_member_is_refused_and_told_no_more_than_the_public(world: World) -> None:
    for actor in (NOBODY, outsider(world)):
        with pytest.raises(NotFoundError):
            act(
                world,
                lambda db, code, a=actor: start_thread(
                    db, a, code, version(db, code), given=CommentInput("Words.")
                ),
            )
    make_public(world)
    with pytest.raises(NotPermittedError):
        say(world, NOBODY, "Words.")


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.CHAIR, Role.DRAFTER])
def test_those_who_draft_speak_outside_of_rounds_too_and_then_belong_to_none(
    world: World, role: Role
) -> None:
    actor = world.identity(role)
    assert seen(world, actor, say(world, actor, "In the round.")).thread.round is not None
    close(world)
    assert seen(world, actor, say(world, actor, "After it.", state="filed")).thread.round is None


def test_before_a_round_for_everyone_opens_what_drafters_say_stays_with_them(world: World) -> None:
    separate(world)
    close(world)
    opens_at = clock.now() + timedelta(days=1)
    times = {
        "opens_at": opens_at,
        "closes_at": opens_at + timedelta(days=1),
        "audience": Audience.EVERYONE,
    }
    act(
        world,
        lambda db, code: plan_round(db, OPERATOR, code, version(db, code), title="Next", **times),
    )
    number = say(world, world.identity(Role.CHAIR), "Among ourselves.", state="filed")
    assert seen(world, world.identity(Role.DRAFTER), number)
    with pytest.raises(ThreadNotFoundError):
        seen(world, world.identity(Role.STAKEHOLDER), number)


def test_a_closed_round_takes_no_comment_and_no_reply_from_its_last_instant_on(
    world: World, lio: Identity
) -> None:
    number, closes_at = say(world, lio, "In time."), look(world, round_).closes_at
    tick = timedelta(microseconds=1)
    with clock.frozen_at(closes_at - tick):
        say(world, world_identity(world), "In the last microsecond.")
    with clock.frozen_at(closes_at):
        late, before = world_identity(world), counted(world)
        for speak in (
            lambda: say(world, late, "Late."),
            lambda: say_in(world, late, number, "Late."),
        ):
            with pytest.raises(RoundClosedError) as caught:
                speak()
            assert caught.value.facts == {"number": 1, "closed_at": closes_at}
        assert counted(world) == before


def world_identity(world: World) -> Identity:
    """The stakeholder, signed in at this (replayed) moment."""
    return world.identity(Role.STAKEHOLDER)
