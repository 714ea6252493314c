"""Members: no one promotes themself, and one always remains to run the process."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.errors import NotFoundError, NotPermittedError
from drafting.policy.identity import OPERATOR
from drafting.services.codes.creating import create_code
from drafting.services.codes.queries import code_by_slug
from drafting.services.comments.errors import ThreadNotFoundError
from drafting.services.errors import FieldTooLongError
from drafting.services.people.errors import LastSecretariatError
from drafting.services.people.members import (
    MembershipInput,
    change_member,
    declare,
    member,
    members_of,
    own_membership,
    remove_member,
)
from drafting.services.people.rights_epoch import rights_epoch
from drafting.services.people.working_groups import create_working_group
from drafting.storage.models import CodeOfPractice, Membership, Organisation
from drafting.storage.unit_of_work import Database
from tests.services.acting import say, seen
from tests.support.people import SLUG, World, declare_as
from tests.support.published import Published

Act = Callable[[Session, CodeOfPractice], object]


def act(world: World, what: Act) -> object:
    with world.database.transaction() as session:
        return what(session, code_by_slug(session, OPERATOR, SLUG))


def change(world: World, role: Role, part: MembershipInput) -> None:
    act(
        world,
        lambda db, code: change_member(
            db, OPERATOR, code, member(db, code, world.membership_ids[role]), part
        ),
    )


def remove(world: World, role: Role) -> None:
    act(
        world,
        lambda db, code: remove_member(
            db, OPERATOR, code, member(db, code, world.membership_ids[role])
        ),
    )


def secretariats(database: Database) -> int:
    with database.reading() as session:
        return (
            session.scalar(
                select(func.count(Membership.id)).where(Membership.role == Role.SECRETARIAT)
            )
            or 0
        )


def test_a_changed_part_is_read_at_once_and_moves_the_rights_epoch(world: World) -> None:
    with world.database.reading() as session:
        before = rights_epoch(session)
    change(
        world,
        Role.STAKEHOLDER,
        MembershipInput(Role.DRAFTER, None, "Their Office", [world.group_ids[1]]),
    )
    now = world.identity(Role.STAKEHOLDER).memberships[world.code_id]
    assert (now.role, now.working_group_ids) == (Role.DRAFTER, {world.group_ids[1]})
    with world.database.reading() as session:
        assert rights_epoch(session) > before


def test_A72_the_last_secretariat_can_neither_leave_nor_step_down(world: World) -> None:
    with pytest.raises(LastSecretariatError):
        remove(world, Role.SECRETARIAT)
    with pytest.raises(LastSecretariatError):
        change(world, Role.SECRETARIAT, MembershipInput(Role.OBSERVER))
    change(world, Role.SECRETARIAT, MembershipInput(Role.SECRETARIAT, None, "Renamed Office"))
    assert secretariats(world.database) == 1


def test_A72_of_two_the_first_may_leave(world: World) -> None:
    change(world, Role.CHAIR, MembershipInput(Role.SECRETARIAT))
    remove(world, Role.SECRETARIAT)
    assert secretariats(world.database) == 1
    with pytest.raises(LastSecretariatError):
        remove(world, Role.CHAIR)


def test_A72_two_who_leave_at_once_do_not_both_succeed(world: World) -> None:
    change(world, Role.CHAIR, MembershipInput(Role.SECRETARIAT))
    start = Barrier(2)

    def leave(role: Role) -> bool:
        start.wait()
        try:
            remove(world, role)
        except LastSecretariatError:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(leave, [Role.SECRETARIAT, Role.CHAIR])) == [False, True]
    assert secretariats(world.database) == 1


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECRETARIAT])
def test_A71_nobody_else_changes_or_removes_members(world: World, role: Role) -> None:
    actor = world.identity(role)

    def promote(db: Session, code: CodeOfPractice) -> None:
        mine = member(db, code, world.membership_ids[role])
        with pytest.raises(NotPermittedError):
            change_member(db, actor, code, mine, MembershipInput(Role.SECRETARIAT))
        with pytest.raises(NotPermittedError):
            remove_member(db, actor, code, mine)

    act(world, promote)
    assert world.identity(role).role_in(world.code_id) is role


def test_A71_groups_of_another_code_of_practice_are_refused(world: World) -> None:
    with world.database.transaction() as session:
        other = create_code(session, OPERATOR, slug="other", title="Other")
        foreign_team = create_working_group(session, OPERATOR, other, name="Foreign").id
        foreign_group = other.stakeholder_groups[0].id
    for part in (
        MembershipInput(Role.DRAFTER, working_group_ids=[foreign_team]),
        MembershipInput(Role.DRAFTER, foreign_group),
    ):
        with pytest.raises(NotFoundError):
            change(world, Role.OBSERVER, part)
    assert world.identity(Role.OBSERVER).role_in(world.code_id) is Role.OBSERVER


def test_A111_a_member_of_another_code_of_practice_is_not_found(world: World) -> None:
    with world.database.transaction() as session:
        other = create_code(session, OPERATOR, slug="other", title="Other")
        with pytest.raises(NotFoundError):
            member(session, other, world.membership_ids[Role.CHAIR])


def test_a_removed_member_leaves_the_working_groups_too(world: World) -> None:
    remove(world, Role.DRAFTER)
    assert world.identity(Role.DRAFTER).memberships == {}


def test_members_are_listed_by_name_to_the_secretariat_and_the_chairs(world: World) -> None:
    for role in Role:
        actor = world.identity(role)
        with world.database.reading() as session:
            code = code_by_slug(session, OPERATOR, SLUG)
            if role in {Role.SECRETARIAT, Role.CHAIR}:
                names = [one.account.name for one in members_of(session, actor, code)]
                assert names == sorted(names)
                assert len(names) == 5
            else:
                with pytest.raises(NotPermittedError):
                    members_of(session, actor, code)


def test_one_declares_for_oneself_only(world: World) -> None:
    actor = world.identity(Role.STAKEHOLDER)
    act(
        world,
        lambda db, code: declare(
            db, actor, code, organisation=" Halvane ", interests=" Shares \r\nin Halvane "
        ),
    )
    with world.database.reading() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        mine = own_membership(session, actor, code)
        assert mine.organisation is not None
        assert (mine.organisation.name, mine.declared_interests) == (
            "Halvane",
            "Shares \nin Halvane",
        )
        assert [one.declared_interests for one in members_of(session, OPERATOR, code)].count(
            ""
        ) == 4


def test_an_organisation_is_one_however_it_is_capitalised(world: World) -> None:
    for role, name in ((Role.STAKEHOLDER, "Halvane"), (Role.OBSERVER, "HALVANE")):
        actor = world.identity(role)
        act(
            world,
            lambda db, code, actor=actor, name=name: declare(
                db, actor, code, organisation=name, interests=""
            ),
        )
    with world.database.reading() as session:
        assert sorted(session.scalars(select(Organisation.name))) == ["An office", "Halvane"]


def test_endless_interests_are_refused_and_nothing_is_changed(world: World) -> None:
    actor = world.identity(Role.STAKEHOLDER)
    with pytest.raises(FieldTooLongError):
        act(
            world,
            lambda db, code: declare(db, actor, code, organisation="New", interests="a" * 5_001),
        )
    with world.database.reading() as session:
        mine = own_membership(session, actor, code_by_slug(session, OPERATOR, SLUG))
        assert mine.organisation is not None
        assert mine.organisation.name == "An office"


def organisation_of(world: World, role: Role) -> int | None:
    """The organisation whose shared comments the member of this role reads."""
    return world.identity(role).memberships[world.code_id].organisation_id


def test_an_organisation_given_by_the_secretariat_is_confirmed_and_one_that_is_declared_is_not(
    world: World,
) -> None:
    office = organisation_of(world, Role.OBSERVER)
    change(world, Role.STAKEHOLDER, MembershipInput(Role.STAKEHOLDER, None, "Halvane"))
    assert organisation_of(world, Role.STAKEHOLDER) not in {None, office}
    actor = world.identity(Role.STAKEHOLDER)
    act(world, lambda db, code: declare(db, actor, code, organisation="an OFFICE", interests=""))
    assert organisation_of(world, Role.STAKEHOLDER) is None
    change(
        world,
        Role.STAKEHOLDER,
        MembershipInput(Role.STAKEHOLDER, None, "An office", confirms_organisation=True),
    )
    assert organisation_of(world, Role.STAKEHOLDER) == office


def test_declaring_the_organisation_that_was_confirmed_keeps_it_confirmed(world: World) -> None:
    actor, office = world.identity(Role.STAKEHOLDER), organisation_of(world, Role.STAKEHOLDER)
    act(
        world,
        lambda db, code: declare(db, actor, code, organisation=" an office ", interests="None."),
    )
    assert office is not None
    assert organisation_of(world, Role.STAKEHOLDER) == office


def test_who_speaks_alone_is_of_no_organisation(world: World) -> None:
    actor = world.identity(Role.STAKEHOLDER)
    act(world, lambda db, code: declare(db, actor, code, organisation="", interests=""))
    assert organisation_of(world, Role.STAKEHOLDER) is None
    act(world, lambda db, code: declare(db, actor, code, organisation="An office", interests=""))
    assert organisation_of(world, Role.STAKEHOLDER) is None


def test_taking_another_organisations_name_opens_nothing_that_its_people_shared(
    published: Published,
) -> None:
    world, number = published.world, published.thread_numbers[CommentState.SHARED]
    change(world, Role.OBSERVER, MembershipInput(Role.OBSERVER, None, "Elsewhere"))
    actor = world.identity(Role.OBSERVER)
    act(world, lambda db, code: declare(db, actor, code, organisation="An office", interests=""))
    with pytest.raises(ThreadNotFoundError):
        seen(world, world.identity(Role.OBSERVER), number)
    change(
        world,
        Role.OBSERVER,
        MembershipInput(Role.OBSERVER, None, "An office", confirms_organisation=True),
    )
    assert seen(world, world.identity(Role.OBSERVER), number).opening.state is CommentState.SHARED


def test_what_somebody_shares_in_a_name_of_their_own_choice_reaches_nobody_of_that_name(
    published: Published,
) -> None:
    world, actor = published.world, published.world.identity(Role.STAKEHOLDER)
    act(world, lambda db, code: declare(db, actor, code, organisation="Elsewhere", interests=""))
    act(world, lambda db, code: declare(db, actor, code, organisation="An office", interests=""))
    number = say(world, world.identity(Role.STAKEHOLDER), "Among us?", state="shared")
    with pytest.raises(ThreadNotFoundError):
        seen(world, world.identity(Role.OBSERVER), number)


def test_saving_a_member_again_confirms_nothing_that_the_member_declared(world: World) -> None:
    declare_as(world, Role.STAKEHOLDER, "Halvane")
    change(
        world,
        Role.STAKEHOLDER,
        MembershipInput(Role.STAKEHOLDER, None, " HALVANE", [world.group_ids[1]]),
    )
    assert organisation_of(world, Role.STAKEHOLDER) is None
    change(
        world,
        Role.STAKEHOLDER,
        MembershipInput(Role.STAKEHOLDER, None, "Halvane", confirms_organisation=True),
    )
    assert organisation_of(world, Role.STAKEHOLDER) is not None


def test_saving_a_member_again_keeps_the_organisation_confirmed_until_that_is_withdrawn(
    world: World,
) -> None:
    office = organisation_of(world, Role.STAKEHOLDER)
    change(world, Role.STAKEHOLDER, MembershipInput(Role.STAKEHOLDER, None, "An office"))
    assert organisation_of(world, Role.STAKEHOLDER) == office
    change(
        world,
        Role.STAKEHOLDER,
        MembershipInput(Role.STAKEHOLDER, None, "An office", confirms_organisation=False),
    )
    assert organisation_of(world, Role.STAKEHOLDER) is None


def test_nothing_is_confirmed_where_no_organisation_is_named(world: World) -> None:
    change(world, Role.STAKEHOLDER, MembershipInput(Role.STAKEHOLDER, confirms_organisation=True))
    declare_as(world, Role.STAKEHOLDER, "An office")
    change(world, Role.STAKEHOLDER, MembershipInput(Role.STAKEHOLDER, None, "An office"))
    assert organisation_of(world, Role.STAKEHOLDER) is None
