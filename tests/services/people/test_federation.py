"""Accounts at the provider are known by issuer and subject; an address alone opens no account."""

import pytest
from sqlalchemy import func, select

from drafting.domain.roles import Role
from drafting.policy.identity import NOBODY, Identity
from drafting.services.errors import AddressInvalidError
from drafting.services.people.errors import (
    AddressTakenError,
    AddressUnverifiedError,
    IdentityTakenError,
)
from drafting.services.people.federation import ProviderClaims, account_for_claims
from drafting.storage.models import Account, FederatedIdentity
from tests.support.people import World

ISSUER = "https://provider.example"


def claims(
    subject: str = "s1",
    email: str = "new@test.example",
    *,
    verified: bool = True,
    issuer: str = ISSUER,
) -> ProviderClaims:
    return ProviderClaims(
        issuer=issuer, subject=subject, email=email, is_email_verified=verified, name="New Person"
    )


def account_id(world: World, said: ProviderClaims, actor: Identity = NOBODY) -> int:
    with world.database.transaction() as session:
        return account_for_claims(session, said, actor).id


def counts(world: World) -> tuple[int, int]:
    with world.database.reading() as session:
        return (
            session.scalar(select(func.count(Account.id))) or 0,
            session.scalar(select(func.count(FederatedIdentity.id))) or 0,
        )


def test_the_first_visit_makes_an_account_without_a_role(world: World) -> None:
    number = account_id(world, claims())
    with world.database.reading() as session:
        account = session.get_one(Account, number)
    assert (account.email, account.name, account.password_hash) == (
        "new@test.example",
        "New Person",
        None,
    )
    assert not account.is_administrator


def test_the_same_subject_is_the_same_account_whatever_its_address_is_now(world: World) -> None:
    first = account_id(world, claims())
    assert account_id(world, claims(email="moved@test.example", verified=False)) == first
    assert account_id(world, claims(email=world.email(Role.SECRETARIAT))) == first
    assert counts(world) == (6, 1)


def test_A98_the_same_subject_at_another_issuer_is_somebody_else(world: World) -> None:
    first = account_id(world, claims())
    other = account_id(world, claims(issuer="https://other.example", email="other@test.example"))
    assert first != other


@pytest.mark.parametrize("name", ["", "AI \u041effice"], ids=["without", "A47-that-imitates"])
def test_a_person_without_a_name_of_their_own_is_called_by_what_stands_before_the_at(
    world: World, name: str
) -> None:
    said = ProviderClaims(
        issuer=ISSUER, subject="s", email="new@test.example", is_email_verified=True, name=name
    )
    number = account_id(world, said)
    with world.database.reading() as session:
        assert session.get_one(Account, number).name == "new"


def test_an_address_to_which_an_invitation_was_sent_needs_no_word_of_the_provider(
    world: World,
) -> None:
    with world.database.transaction() as session:
        said = claims(verified=False, email="new@test.example")
        with pytest.raises(AddressUnverifiedError):
            account_for_claims(session, said, proven="other@test.example")
        assert account_for_claims(session, said, proven="new@test.example").id


def test_A99_an_unverified_address_makes_no_account(world: World) -> None:
    with pytest.raises(AddressUnverifiedError):
        account_id(world, claims(verified=False))
    assert counts(world) == (5, 0)


@pytest.mark.parametrize("verified", [True, False])
@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.OBSERVER])
def test_A99_the_address_of_an_existing_account_opens_it_for_nobody(
    world: World, role: Role, *, verified: bool
) -> None:
    with pytest.raises((AddressTakenError, AddressUnverifiedError)):
        account_id(world, claims(email=world.email(role).upper(), verified=verified))
    assert counts(world) == (5, 0)


def test_A100_a_password_set_under_my_address_gets_nothing_of_my_provider(world: World) -> None:
    """The attacker was first with the victim's address: the victim is told, and nothing is
    joined to the attacker's account.
    """
    with pytest.raises(AddressTakenError) as caught:
        account_id(world, claims(email=world.email(Role.OBSERVER)))
    assert caught.value.facts == {"email": world.email(Role.OBSERVER)}
    assert counts(world) == (5, 0)


def test_A99_who_is_signed_in_connects_whatever_the_address_is(world: World) -> None:
    chair = world.identity(Role.CHAIR)
    assert (
        account_id(world, claims(verified=False, email="elsewhere@test.example"), chair)
        == chair.account_id
    )
    assert account_id(world, claims()) == chair.account_id


def test_a_connected_sign_in_cannot_be_connected_to_somebody_else(world: World) -> None:
    account_id(world, claims(), world.identity(Role.CHAIR))
    with pytest.raises(IdentityTakenError):
        account_id(world, claims(), world.identity(Role.DRAFTER))
    assert account_id(world, claims(), world.identity(Role.CHAIR)) == world.account_ids[Role.CHAIR]
    assert counts(world) == (5, 1)


@pytest.mark.parametrize("email", ["", "None", "no address", "a@x.org\nb@x.org"])
def test_claims_without_a_usable_address_make_no_account(world: World, email: str) -> None:
    with pytest.raises(AddressInvalidError):
        account_id(world, claims(email=email))
    assert counts(world) == (5, 0)
