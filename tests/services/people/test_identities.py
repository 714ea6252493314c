"""Identities are read from the rows of this transaction, and frozen."""

from drafting.domain.roles import Role
from drafting.policy.identity import NOBODY, OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.people.identities import identity_of_sign_in, identity_of_token
from drafting.services.people.members import member, remove_member
from tests.support.people import SLUG, World


def test_an_identity_knows_its_roles_and_working_groups(world: World) -> None:
    drafter = world.identity(Role.DRAFTER)
    assert drafter.account_id == world.account_ids[Role.DRAFTER]
    assert drafter.role_in(world.code_id) is Role.DRAFTER
    assert drafter.memberships[world.code_id].working_group_ids == {world.group_ids[0]}
    assert not drafter.is_administrator
    assert world.identity(Role.SECRETARIAT).is_administrator


def test_a_socket_reads_the_same_identity_by_the_row(world: World) -> None:
    chair = world.identity(Role.CHAIR)
    with world.database.reading() as session:
        assert identity_of_sign_in(session, chair.sign_in_id or 0) == chair


def test_a_row_that_never_was_is_nobody(world: World) -> None:
    with world.database.reading() as session:
        assert identity_of_sign_in(session, 9_999) is NOBODY


def test_an_ended_membership_is_gone_from_the_next_reading(world: World) -> None:
    token = world.token(Role.CHAIR)
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        remove_member(
            session, OPERATOR, code, member(session, code, world.membership_ids[Role.CHAIR])
        )
    with world.database.reading() as session:
        chair = identity_of_token(session, token)
    assert chair.is_signed_in
    assert chair.role_in(world.code_id) is None
