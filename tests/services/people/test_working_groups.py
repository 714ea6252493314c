"""Working groups: one of a name in a code of practice."""

import pytest

from drafting.domain.roles import Role
from drafting.errors import NotFoundError, NotPermittedError
from drafting.policy.identity import OPERATOR
from drafting.services.codes.creating import create_code
from drafting.services.codes.queries import code_by_slug
from drafting.services.errors import FieldMissingError
from drafting.services.people.errors import WorkingGroupExistsError
from drafting.services.people.working_groups import create_working_group, rename_working_group
from tests.support.people import SLUG, World


def names(world: World) -> list[str]:
    with world.database.reading() as session:
        return [group.name for group in code_by_slug(session, OPERATOR, SLUG).working_groups]


@pytest.mark.parametrize(
    ("name", "error"), [(" group  1 ", WorkingGroupExistsError), ("\u200b", FieldMissingError)]
)
def test_a_name_is_given_once_and_never_empty(
    world: World, name: str, error: type[Exception]
) -> None:
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        with pytest.raises(error):
            create_working_group(session, OPERATOR, code, name=name)
        with pytest.raises(error):
            rename_working_group(session, OPERATOR, code, world.group_ids[1], name=name)
    assert names(world) == ["Group 1", "Group 2"]


def test_a_group_may_keep_its_name_in_another_spelling(world: World) -> None:
    with world.database.transaction() as session:
        rename_working_group(
            session,
            OPERATOR,
            code_by_slug(session, OPERATOR, SLUG),
            world.group_ids[0],
            name="GROUP 1",
        )
    assert names(world) == ["GROUP 1", "Group 2"]


def test_A111_a_group_of_another_code_of_practice_is_not_found(world: World) -> None:
    with world.database.transaction() as session:
        other = create_code(session, OPERATOR, slug="other", title="Other")
        with pytest.raises(NotFoundError):
            rename_working_group(session, OPERATOR, other, world.group_ids[0], name="Mine")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECRETARIAT])
def test_only_the_secretariat_makes_groups(world: World, role: Role) -> None:
    actor = world.identity(role)
    with world.database.transaction() as session, pytest.raises(NotPermittedError):
        create_working_group(session, actor, code_by_slug(session, OPERATOR, SLUG), name="Mine")
