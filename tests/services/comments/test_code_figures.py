"""The front page's numbers: people, organisations, and the threads and answers that the reader
may see.
"""

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.policy.identity import NOBODY, Identity
from drafting.services.comments.code_figures import CodeFigures, code_figures
from drafting.services.people.members import MembershipInput
from tests.services.acting import look, make_part, outsider, separate
from tests.support.people import World
from tests.support.published import Published, answer, make_public


def figures(world: World, actor: Identity) -> CodeFigures:
    return look(world, lambda db, code: code_figures(db, actor, code))


def test_people_and_their_organisations_are_counted_once(published: Published) -> None:
    world = published.world
    outsider(world)
    assert figures(world, NOBODY) == CodeFigures(people=5, organisations=1, threads=0, answered=0)
    separate(world)
    make_part(world, Role.CHAIR, MembershipInput(Role.CHAIR))
    assert (figures(world, NOBODY).people, figures(world, NOBODY).organisations) == (5, 3)


def test_threads_and_answers_are_those_of_the_reader(published: Published) -> None:
    world = published.world
    separate(world)
    make_public(world)
    answer(world, published.thread_numbers[CommentState.FILED], "Noted.")
    answer(world, published.thread_numbers[CommentState.PUBLISHED], "Prepared.", is_published=False)
    told = {
        actor.name: figures(world, actor)
        for actor in (NOBODY, *(world.identity(role) for role in Role))
    }
    assert {
        name.split()[0] if name else "": (one.threads, one.answered) for name, one in told.items()
    } == {
        "": (1, 0),
        "Secretariat": (3, 1),
        "Chair": (3, 1),
        "Drafter": (3, 1),
        "Stakeholder": (4, 1),
        "Observer": (1, 0),
    }
