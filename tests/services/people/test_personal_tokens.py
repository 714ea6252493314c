"""Personal tokens: made, told once, holding their owner's rights until they end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.limits import MAX_TOKENS
from drafting.domain.roles import Role
from drafting.errors import NotFoundError, NotPermittedError
from drafting.policy.identity import NOBODY, OPERATOR, Identity
from drafting.services.codes.queries import code_by_slug
from drafting.services.errors import FieldMissingError
from drafting.services.people.accounts import disable_account, set_password_hash
from drafting.services.people.errors import TooManyTokensError
from drafting.services.people.identities import reload_identity
from drafting.services.people.members import member, remove_member
from drafting.services.people.personal_tokens import (
    LASTS,
    PREFIX,
    bearer,
    make_token,
    revoke_token,
    tokens_of,
)
from drafting.services.people.sign_ins import end_all_sign_ins, end_sign_in
from drafting.storage.models import Account, PersonalToken
from tests.support.people import World


def make(
    world: World, role: Role = Role.DRAFTER, name: str = "Script", *, may_write: bool = False
) -> str:
    owner = world.identity(role)
    with world.database.transaction() as session:
        return make_token(session, owner, name=name, may_write=may_write)


def row(world: World) -> PersonalToken:
    with world.database.reading() as session:
        return session.scalars(select(PersonalToken)).one()


@pytest.mark.parametrize("may_write", [True, False])
def test_a_token_is_its_owner_with_or_without_the_right_to_write(
    world: World, may_write: bool
) -> None:
    secret = make(world, may_write=may_write)
    with world.database.reading() as session:
        holder, writes = bearer(session, secret)
    owner = world.identity(Role.DRAFTER)
    assert (holder.account_id, holder.memberships, writes) == (
        owner.account_id,
        owner.memberships,
        may_write,
    )
    assert holder.sign_in_id is None


def test_only_its_digest_is_stored_and_its_beginning_is_known(world: World) -> None:
    secret = make(world)
    assert secret.startswith(PREFIX)
    assert secret not in str(vars(row(world)))


@pytest.mark.parametrize("wrong", ["", "drafting_", "drafting_guess", "\ud800", "é\0"])
def test_what_was_never_given_out_opens_nothing(world: World, wrong: str) -> None:
    make(world)
    with world.database.reading() as session:
        assert bearer(session, wrong) == (NOBODY, False)


def test_a_revoked_token_opens_nothing_and_is_not_listed(world: World) -> None:
    secret, owner = make(world), world.identity(Role.DRAFTER)
    with world.database.transaction() as session:
        revoke_token(session, owner, tokens_of(session, owner)[0].id)
    with world.database.reading() as session:
        assert bearer(session, secret)[0] == NOBODY
        assert tokens_of(session, owner) == []


def test_a_token_ends_by_the_servers_clock(world: World) -> None:
    secret, owner = make(world), world.identity(Role.DRAFTER)
    with (
        clock.frozen_at(clock.now() + LASTS + timedelta(seconds=1)),
        world.database.reading() as session,
    ):
        assert bearer(session, secret)[0] == NOBODY
        assert tokens_of(session, owner) == []


def test_nobody_revokes_the_token_of_another(world: World) -> None:
    make(world)
    token_id, other = row(world).id, world.identity(Role.SECRETARIAT)
    with pytest.raises(NotFoundError), world.database.transaction() as session:
        revoke_token(session, other, token_id)
    assert row(world).revoked_at is None


def test_a_closed_account_and_an_ended_membership_take_their_rights_from_the_token(
    world: World,
) -> None:
    secret = make(world)
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        remove_member(
            session, OPERATOR, code, member(session, code, world.membership_ids[Role.DRAFTER])
        )
    with world.database.reading() as session:
        assert bearer(session, secret)[0].role_in(world.code_id) is None
    with world.database.transaction() as session:
        session.get_one(Account, world.account_ids[Role.DRAFTER]).is_disabled = True
    with world.database.reading() as session:
        assert bearer(session, secret)[0] == NOBODY


def test_a_token_revoked_since_the_door_asked_writes_nothing(world: World) -> None:
    secret, owner = make(world, may_write=True), world.identity(Role.DRAFTER)
    with world.database.reading() as session:
        holder, _ = bearer(session, secret)
    token_id = row(world).id
    with world.database.transaction() as session:
        revoke_token(session, owner, token_id)
    with world.database.transaction() as session:
        assert reload_identity(session, holder) == NOBODY


def test_there_are_only_so_many_and_a_revoked_one_makes_room(world: World) -> None:
    for number in range(MAX_TOKENS):
        make(world, name=f"Script {number}")
    with pytest.raises(TooManyTokensError):
        make(world)
    owner = world.identity(Role.DRAFTER)
    with world.database.transaction() as session:
        revoke_token(session, owner, tokens_of(session, owner)[0].id)
    assert make(world)


def test_a_token_needs_a_name_and_an_owner(world: World) -> None:
    with pytest.raises(FieldMissingError):
        make(world, name=" \u200b")
    with pytest.raises(NotPermittedError), world.database.transaction() as session:
        make_token(session, replace(NOBODY, name="x"), name="Script", may_write=False)


def new_password(session: Session, actor: Identity) -> None:
    set_password_hash(session, actor, account_id=actor.account_id or 0, password_hash="x")


def operators_password(session: Session, actor: Identity) -> None:
    set_password_hash(session, OPERATOR, account_id=actor.account_id or 0, password_hash="x")


def closed_and_opened(session: Session, actor: Identity) -> None:
    account = session.get_one(Account, actor.account_id)
    disable_account(session, OPERATOR, account=account)
    account.is_disabled = False


@pytest.mark.parametrize(
    "end", [end_all_sign_ins, new_password, operators_password, closed_and_opened]
)
def test_what_shuts_everybody_else_out_revokes_all_tokens_of_the_account_and_no_other(
    world: World, end: Callable[[Session, Identity], None]
) -> None:
    mine, other, owner = (
        [make(world), make(world)],
        make(world, Role.CHAIR),
        world.identity(Role.DRAFTER),
    )
    with world.database.transaction() as session:
        end(session, owner)
    with world.database.reading() as session:
        assert [bearer(session, one)[0].is_signed_in for one in (*mine, other)] == [
            False,
            False,
            True,
        ]


def test_signing_one_browser_out_leaves_the_tokens(world: World) -> None:
    secret, owner = make(world), world.identity(Role.DRAFTER)
    with world.database.transaction() as session:
        end_sign_in(session, owner)
    with world.database.reading() as session:
        assert bearer(session, secret)[0].is_signed_in
