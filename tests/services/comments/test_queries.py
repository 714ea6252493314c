"""Lists of threads: narrowed, by pages, and with nothing in them or in their counts that the
reader may not see.
"""

import pytest

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.policy.identity import NOBODY, OPERATOR, Identity
from drafting.services.comments.code_figures import code_figures
from drafting.services.comments.errors import ThreadNotFoundError
from drafting.services.comments.queries import (
    ThreadFilter,
    counts_by_clause,
    latest_answers,
    thread_by_number,
    thread_count,
    threads_of,
)
from drafting.services.comments.round_figures import figures_of
from drafting.services.people.members import MembershipInput
from drafting.services.versions.queries import clause_by_eid
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
from tests.support.published import Published, answer, comment, make_public, publish_world, retype

UNFILED, SHARED, FILED, PUBLISHED = CommentState
SEEN_BY = {
    Role.SECRETARIAT: {FILED, PUBLISHED},
    Role.CHAIR: {FILED, PUBLISHED},
    Role.DRAFTER: {FILED, PUBLISHED},
    Role.STAKEHOLDER: set(CommentState),  # the author
    Role.OBSERVER: {PUBLISHED},
}
ALL = ThreadFilter()


@pytest.fixture
def apart(published: Published) -> Published:
    """The author in an organisation of their own."""
    separate(published.world)
    return published


def numbers(
    world: World, actor: Identity, wanted: ThreadFilter = ALL, **page: int | None
) -> list[int]:
    return look(
        world,
        lambda db, code: [one.thread.number for one in threads_of(db, actor, code, wanted, **page)],
    )  # type: ignore[arg-type]


def count(world: World, actor: Identity, wanted: ThreadFilter = ALL) -> int:
    return look(world, lambda db, code: thread_count(db, actor, code, wanted))


def of_states(published: Published, states: set[CommentState]) -> list[int]:
    return sorted(number for state, number in published.thread_numbers.items() if state in states)


@pytest.mark.parametrize("role", Role)
def test_each_way_in_shows_the_same_threads(apart: Published, role: Role) -> None:
    world, actor = apart.world, apart.world.identity(role)
    # What colleagues shared before they parted stays theirs; here all wrote for "An office".
    expected = of_states(
        apart,
        SEEN_BY[role]
        | ({SHARED} if role in {Role.SECRETARIAT, Role.CHAIR, Role.DRAFTER} else set()),
    )
    assert numbers(world, actor) == expected
    assert count(world, actor) == len(expected)
    clause = look(world, lambda db, code: clause_by_eid(db, version(db, code), apart.eid).id)
    assert look(
        world, lambda db, code: dict(counts_by_clause(db, actor, code, version(db, code)))
    ) == {clause: len(expected)}
    assert look(
        world, lambda db, code: figures_of(db, actor, code, round_(db, code)).threads
    ) == len(expected)
    assert look(world, lambda db, code: code_figures(db, actor, code).threads) == len(expected)
    for number in apart.thread_numbers.values():
        if number in expected:
            assert seen(world, actor, number).thread.number == number
        else:
            with pytest.raises(ThreadNotFoundError):
                seen(world, actor, number)


def test_the_public_sees_and_counts_what_is_published_alone(apart: Published) -> None:
    world = apart.world
    for actor in (NOBODY, outsider(world)):
        assert (numbers(world, actor), count(world, actor)) == ([], 0)
    make_public(world)
    expected = of_states(apart, {PUBLISHED})
    assert (numbers(world, NOBODY), count(world, NOBODY)) == (expected, 1)
    assert look(world, lambda db, code: figures_of(db, NOBODY, code, round_(db, code)).filed) == 0


@pytest.mark.parametrize("state", CommentState)
def test_asking_for_a_state_one_does_not_see_counts_nothing(
    apart: Published, state: CommentState
) -> None:
    world = apart.world
    wanted = ThreadFilter(state=state)
    assert numbers(world, OPERATOR, wanted) == of_states(apart, {state})
    assert count(world, world.identity(Role.OBSERVER), wanted) == (1 if state is PUBLISHED else 0)


def test_words_are_found_whatever_their_case_and_as_they_stand(published: Published) -> None:
    world = published.world
    lio = world.identity(Role.STAKEHOLDER)
    hundred = say(world, lio, "At least 100% of it_all")
    assert numbers(world, lio, ThreadFilter(words="100%")) == [hundred]
    assert numbers(world, lio, ThreadFilter(words="LEAST 100")) == [hundred]
    for words in ("100_", "it%all", "nowhere"):
        assert numbers(world, lio, ThreadFilter(words=words)) == []


def test_words_of_others_private_comments_are_not_found(apart: Published) -> None:
    assert count(apart.world, apart.world.identity(Role.CHAIR), ThreadFilter(words="unfiled")) == 0
    assert count(apart.world, apart.world.identity(Role.OBSERVER), ThreadFilter(words="filed")) == 0


def test_threads_on_a_clause_on_the_whole_version_and_of_a_version(published: Published) -> None:
    world = published.world
    general = say(world, world.identity(Role.CHAIR), "In general.", state="filed")
    retype(world, "# One\n\nAnother text.\n")
    publish_world(world, label="Second draft")
    first, second = (look(world, lambda db, code, n=n: version(db, code, n).id) for n in (1, 2))
    clause = look(world, lambda db, code: clause_by_eid(db, version(db, code), published.eid).id)
    on_clause = sorted(published.thread_numbers.values())
    assert numbers(world, OPERATOR, ThreadFilter(clause_id=clause)) == on_clause
    assert numbers(world, OPERATOR, ThreadFilter(version_id=first, only_general=True)) == [general]
    assert numbers(world, OPERATOR, ThreadFilter(version_id=first)) == [*on_clause, general]
    assert numbers(world, OPERATOR, ThreadFilter(version_id=second)) == []


def test_own_threads_threads_of_a_group_and_of_a_round(published: Published) -> None:
    world, chair = published.world, published.world.identity(Role.CHAIR)
    own = say(world, chair, "Mine.", state="filed")
    group, other = look(world, lambda db, code: [one.id for one in code.stakeholder_groups][:2])
    round_id = look(world, lambda db, code: round_(db, code).id)
    assert numbers(world, chair, ThreadFilter(mine=True)) == [own]
    assert numbers(world, NOBODY, ThreadFilter(mine=True)) == []
    assert own in numbers(world, chair, ThreadFilter(group_id=group))
    assert numbers(world, OPERATOR, ThreadFilter(group_id=other)) == []
    assert own in numbers(world, chair, ThreadFilter(round_id=round_id))
    assert numbers(world, OPERATOR, ThreadFilter(round_id=round_id + 1)) == []


def test_answered_means_by_a_published_answer(published: Published) -> None:
    world = published.world
    filed, public = of_states(published, {FILED, PUBLISHED})
    answer(world, filed, "Prepared.", is_published=False)
    answer(world, public, "CommentInput.")
    for role in (Role.CHAIR, Role.STAKEHOLDER):
        actor = world.identity(role)
        assert numbers(world, actor, ThreadFilter(answered=True)) == [public]
        assert filed in numbers(world, actor, ThreadFilter(answered=False))
        assert look(
            world,
            lambda db, code, a=actor: [one.thread.number for one in latest_answers(db, a, code)],
        ) == [public]
    assert look(world, lambda db, code: latest_answers(db, NOBODY, code)) == []


def test_pages_go_on_behind_the_last_number_and_lose_nothing(published: Published) -> None:
    world = published.world
    for number in range(5):
        comment(world, Role.CHAIR, f"Comment {number}.")
    whole = numbers(world, OPERATOR, most=None)
    first = numbers(world, OPERATOR, most=4)
    assert first + numbers(world, OPERATOR, after=first[-1], most=None) == whole
    assert numbers(world, OPERATOR, after=whole[-1]) == []


def test_replies_that_one_may_not_see_are_left_out_of_the_thread(published: Published) -> None:
    world, chair, number = (
        published.world,
        published.world.identity(Role.CHAIR),
        published.thread_numbers[PUBLISHED],
    )
    say_in(world, chair, number, "Among those who draft.", state="filed")
    say_in(world, chair, number, "To myself.", state="unfiled")
    make_part(world, Role.OBSERVER, MembershipInput(Role.OBSERVER, None, "Elsewhere"))
    make_part(world, Role.DRAFTER, MembershipInput(Role.DRAFTER, None, "Elsewhere too"))
    readers = (Role.CHAIR, Role.DRAFTER, Role.OBSERVER)
    lengths = {role: len(seen(world, world.identity(role), number).comments) for role in readers}
    assert lengths == {Role.CHAIR: 3, Role.DRAFTER: 2, Role.OBSERVER: 1}
    [listed] = look(
        world,
        lambda db, code: threads_of(
            db, world.identity(Role.OBSERVER), code, ThreadFilter(state=PUBLISHED)
        ),
    )
    assert len(listed.comments) == 1


@pytest.mark.parametrize("number", [0, -1, 2**31 - 1])
def test_a_number_that_no_thread_has_is_not_found(published: Published, number: int) -> None:
    with pytest.raises(ThreadNotFoundError):
        act(published.world, lambda db, code: thread_by_number(db, OPERATOR, code, number))
