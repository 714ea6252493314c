"""Invitation links: shown once, good once, for what they say and for two weeks."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from drafting import clock
from drafting.domain.roles import Role
from drafting.errors import NotPermittedError
from drafting.policy.identity import NOBODY, OPERATOR
from drafting.services.codes.creating import create_code
from drafting.services.codes.queries import code_by_slug
from drafting.services.errors import AddressInvalidError
from drafting.services.people.accounts import create_account
from drafting.services.people.errors import InvitationSpentError
from drafting.services.people.invitations import (
    LASTS,
    accept_invitation,
    invitation_of_token,
    invite,
    open_invitations,
    revoke_invitation,
)
from drafting.services.people.members import MembershipInput
from drafting.storage.models import Invitation, Membership
from tests.support.people import SLUG, World


def invited(
    world: World, email: str = "new@test.example", role: Role = Role.STAKEHOLDER
) -> tuple[int, str]:
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        part = MembershipInput(role, code.stakeholder_groups[1].id, "New Office")
        invitation, token = invite(session, OPERATOR, code, email=email, part=part)
        return invitation.id, token


def account(world: World, email: str) -> int:
    with world.database.transaction() as session:
        return create_account(
            session, NOBODY, email=email, name="New Person", password_hash=None
        ).id


def accept(world: World, token: str, account_id: int) -> None:
    with world.database.transaction() as session:
        accept_invitation(session, NOBODY, token, account_id)


def memberships(world: World) -> int:
    with world.database.reading() as session:
        return session.scalar(select(func.count(Membership.id))) or 0


def test_accepting_gives_the_part_that_the_invitation_names(world: World) -> None:
    _, token = invited(world)
    number = account(world, "new@test.example")
    accept(world, token, number)
    with world.database.reading() as session:
        membership = session.scalars(
            select(Membership).where(Membership.account_id == number)
        ).one()
        assert membership.role is Role.STAKEHOLDER
        assert membership.stakeholder_group is not None
        assert membership.stakeholder_group.key == "downstream-providers"
        assert membership.organisation is not None
        assert membership.organisation.name == "New Office"


def test_A107_a_link_is_good_once(world: World) -> None:
    _, token = invited(world)
    accept(world, token, account(world, "new@test.example"))
    with pytest.raises(InvitationSpentError):
        accept(world, token, account(world, "second@test.example"))
    assert memberships(world) == 6


def test_A71_a_used_invitation_promotes_nobody(world: World) -> None:
    _, token = invited(world, role=Role.SECRETARIAT)
    accept(world, token, world.account_ids[Role.OBSERVER])
    assert world.identity(Role.OBSERVER).role_in(world.code_id) is Role.OBSERVER
    assert memberships(world) == 5


def test_A107_two_who_accept_at_once_are_one_who_accepted(world: World) -> None:
    _, token = invited(world)
    people = [account(world, f"{n}@test.example") for n in range(2)]
    start = Barrier(2)

    def try_it(number: int) -> bool:
        start.wait()
        try:
            accept(world, token, number)
        except InvitationSpentError:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(try_it, people)) == [False, True]
    assert memberships(world) == 6


def test_A107_an_expired_link_opens_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made = datetime(2026, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: made)
    _, token = invited(world)
    monkeypatch.setattr(clock, "now", lambda: made + LASTS - timedelta(microseconds=1))
    with world.database.reading() as session:
        invitation_of_token(session, token)
    monkeypatch.setattr(clock, "now", lambda: made + LASTS)
    with world.database.reading() as session, pytest.raises(InvitationSpentError):
        invitation_of_token(session, token)


def test_a_revoked_link_opens_nothing_and_is_not_revoked_twice(world: World) -> None:
    number, token = invited(world)
    for error in (None, InvitationSpentError):
        with world.database.transaction() as session:
            code = code_by_slug(session, OPERATOR, SLUG)
            if error is None:
                revoke_invitation(session, OPERATOR, code, number)
            else:
                with pytest.raises(error):
                    revoke_invitation(session, OPERATOR, code, number)
            assert open_invitations(session, OPERATOR, code) == []
    with pytest.raises(InvitationSpentError):
        accept(world, token, account(world, "new@test.example"))


@pytest.mark.parametrize("token", ["", "x", "é", "\ud800", "../../members"])
def test_a_link_that_never_was_opens_nothing(world: World, token: str) -> None:
    with world.database.reading() as session, pytest.raises(InvitationSpentError):
        invitation_of_token(session, token)


def test_the_newest_open_invitation_comes_first(world: World) -> None:
    numbers = [invited(world, f"{n}@test.example")[0] for n in range(3)]
    with world.database.reading() as session:
        shown = open_invitations(session, OPERATOR, code_by_slug(session, OPERATOR, SLUG))
    assert [one.id for one in shown] == numbers[::-1]


def test_A107_only_the_digest_of_a_link_is_kept(world: World) -> None:
    number, token = invited(world)
    with world.database.reading() as session:
        kept = session.get_one(Invitation, number)
    assert token not in {str(value) for value in vars(kept).values()}


def test_A111_an_invitation_of_another_code_of_practice_cannot_be_revoked(world: World) -> None:
    number, token = invited(world)
    with world.database.transaction() as session:
        other = create_code(session, OPERATOR, slug="other", title="Other")
        with pytest.raises(InvitationSpentError):
            revoke_invitation(session, OPERATOR, other, number)
        invitation_of_token(session, token)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECRETARIAT])
def test_A71_only_the_secretariat_invites(world: World, role: Role) -> None:
    actor = world.identity(role)
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        with pytest.raises(NotPermittedError):
            invite(
                session, actor, code, email="x@test.example", part=MembershipInput(Role.SECRETARIAT)
            )
        with pytest.raises(NotPermittedError):
            open_invitations(session, actor, code)


def test_A114_an_invitation_goes_to_one_address(world: World) -> None:
    with pytest.raises(AddressInvalidError):
        invited(world, "a@test.example,b@test.example")
