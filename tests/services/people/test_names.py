"""Names of people: each script is welcome; what could be another's name is held."""

import pytest

from drafting.domain.roles import Role
from drafting.errors import NotFoundError, NotPermittedError
from drafting.services.codes.queries import code_by_slug
from drafting.services.people.accounts import rename_account
from drafting.services.people.members import member
from drafting.services.people.names import accept_name
from drafting.storage.models import Account
from tests.support.people import World


def names(world: World, role: Role = Role.STAKEHOLDER) -> tuple[str, str | None]:
    with world.database.reading() as session:
        account = session.get_one(Account, world.account_ids[role])
        return account.name, account.held_name


def rename(world: World, name: str, role: Role = Role.STAKEHOLDER) -> None:
    actor = world.identity(role)
    with world.database.transaction() as session:
        rename_account(session, actor, name=name)


def accept(world: World, actor_role: Role, name: str) -> None:
    actor = world.identity(actor_role)
    with world.database.transaction() as session:
        code = code_by_slug(session, actor, world.slug)
        held = member(session, code, world.membership_ids[Role.STAKEHOLDER])
        accept_name(session, actor, code, held, name)


@pytest.mark.parametrize(
    "name",
    [
        "Zoë Łukasz",
        "Мария Иванова",
        "ΟΤΕ Group",
        "И. Иванов (Red Cross)",
        "Κ. Παππάς (Hellas)",
        "АО Bank",
        "ОСЕ (OSCE)",
        "王小明 Wang",
        "مكتب Office",
    ],
)
def test_A47_names_of_every_script_are_taken(world: World, name: str) -> None:
    rename(world, name)
    assert names(world) == (name, None)


@pytest.mark.parametrize("name", ["AI \u041effice", "M\u03b1ria Rossi"])
def test_A47_a_word_of_two_scripts_is_held_until_the_secretariat_accepts_it(
    world: World, name: str
) -> None:
    before, _ = names(world)
    rename(world, name)
    assert names(world) == (before, name)
    with pytest.raises(NotPermittedError):
        accept(world, Role.CHAIR, name)
    with pytest.raises(NotFoundError):
        accept(world, Role.SECRETARIAT, "Another name")
    accept(world, Role.SECRETARIAT, name)
    assert names(world) == (name, None)


def test_A47_a_name_that_only_looks_like_that_of_a_member_is_held(world: World) -> None:
    rename(world, "CAPE TOP", Role.CHAIR)
    rename(world, "\u0421\u0410\u0420\u0415 \u0422\u041e\u0420")
    assert names(world)[1] == "\u0421\u0410\u0420\u0415 \u0422\u041e\u0420"
    rename(world, "CAPE TOP")  # the same letters are an honest namesake
    assert names(world) == ("CAPE TOP", None)
