"""A round in numbers: by stakeholder group, of what the reader sees, and adding up to the list
of threads.
"""

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.policy.identity import NOBODY, OPERATOR, Identity
from drafting.services.comments.queries import ThreadFilter, thread_count
from drafting.services.comments.round_figures import RoundFigures, figures_of
from drafting.services.people.members import MembershipInput
from drafting.services.rounds.scheduling import close_round
from tests.services.acting import act, look, make_part, round_, say, say_in, separate
from tests.support.people import World
from tests.support.published import Published, answer, make_public


def figures(world: World, actor: Identity = OPERATOR) -> RoundFigures:
    return look(world, lambda db, code: figures_of(db, actor, code, round_(db, code)))


def by_group(told: RoundFigures) -> dict[str, tuple[int, int, int]]:
    return {
        one.group.key if one.group else "none": (one.threads, one.answered, one.filed)
        for one in told.groups
    }


def test_threads_are_counted_by_the_group_of_their_author_on_that_day(published: Published) -> None:
    world = published.world
    groups = look(
        world, lambda db, code: {group.key: group.id for group in code.stakeholder_groups}
    )
    make_part(
        world,
        Role.STAKEHOLDER,
        MembershipInput(Role.STAKEHOLDER, groups["civil-society"], "Another"),
    )
    say(world, world.identity(Role.STAKEHOLDER), "In another group.", state="filed")
    make_part(world, Role.CHAIR, MembershipInput(Role.CHAIR))
    say(world, world.identity(Role.CHAIR), "In no group.", state="filed")
    assert by_group(figures(world)) == {
        "ai-providers": (4, 0, 1),
        "civil-society": (1, 0, 1),
        "none": (1, 0, 1),
    }


def test_groups_stand_in_the_order_of_the_code_of_practice_and_those_of_no_group_last(
    published: Published,
) -> None:
    world = published.world
    groups = look(
        world, lambda db, code: {group.key: group.id for group in code.stakeholder_groups}
    )
    for key in ("other", "civil-society"):
        make_part(world, Role.DRAFTER, MembershipInput(Role.DRAFTER, groups[key]))
        say(world, world.identity(Role.DRAFTER), "Words.", state="filed")
    make_part(world, Role.DRAFTER, MembershipInput(Role.DRAFTER))
    say(world, world.identity(Role.DRAFTER), "Words.", state="filed")
    assert list(by_group(figures(world))) == ["ai-providers", "civil-society", "other", "none"]


def test_replies_are_no_threads_and_revisions_no_further_answers(published: Published) -> None:
    world, number = published.world, published.thread_numbers[CommentState.FILED]
    say_in(world, world.identity(Role.CHAIR), number, "A reply.", state="filed")
    for reason in ("First.", "Second."):
        answer(world, number, reason)
    answer(world, published.thread_numbers[CommentState.PUBLISHED], "Prepared.", is_published=False)
    told = figures(world)
    assert (told.threads, told.answered, told.filed) == (4, 1, 1)


def test_each_reader_gets_the_numbers_of_what_they_see(published: Published) -> None:
    world = published.world
    separate(world)
    make_public(world)
    for actor in (*(world.identity(role) for role in Role), NOBODY):
        told, count = (
            figures(world, actor),
            look(world, lambda db, code, a=actor: thread_count(db, a, code, ThreadFilter())),
        )
        assert told.threads == count
    assert by_group(figures(world, NOBODY)) == {"ai-providers": (1, 0, 0)}


def test_what_is_said_outside_of_the_round_is_not_counted_in_it(published: Published) -> None:
    world, before = published.world, figures(published.world).threads
    act(world, lambda db, code: close_round(db, OPERATOR, code, round_(db, code)))
    say(world, world.identity(Role.CHAIR), "After it.", state="filed")
    assert figures(world).threads == before
