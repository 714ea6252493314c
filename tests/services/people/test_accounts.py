"""Accounts: one for an address, whatever its spelling; changed by their owner; closed at once."""

import pytest
from sqlalchemy import func, select

from drafting.domain.roles import Role
from drafting.errors import NotFoundError, NotPermittedError
from drafting.policy.identity import NOBODY, OPERATOR
from drafting.services.errors import AddressInvalidError, FieldMissingError, FieldTooLongError
from drafting.services.people.accounts import (
    account_by_email,
    all_accounts,
    create_account,
    disable_account,
    own_account,
    rename_account,
    set_password_hash,
)
from drafting.services.people.errors import AccountExistsError
from drafting.services.people.identities import identity_of_token
from drafting.services.people.rights_epoch import rights_epoch
from drafting.services.people.sign_ins import credentials_of
from drafting.storage.models import Account, ActivityEntry
from drafting.storage.unit_of_work import Database
from tests.support.people import World


def add(database: Database, email: str, name: str = "Ada") -> int:
    with database.transaction() as session:
        return create_account(session, OPERATOR, email=email, name=name, password_hash=None).id


def test_an_address_is_kept_folded_and_found_however_it_is_written(database: Database) -> None:
    number = add(database, "  Ada@Example.ORG ")
    with database.reading() as session:
        assert account_by_email(session, "ADA@example.org ").id == number
        assert [account.email for account in all_accounts(session)] == ["ada@example.org"]


def test_an_address_has_one_account(database: Database) -> None:
    add(database, "ada@example.org")
    with pytest.raises(AccountExistsError):
        add(database, "ADA@EXAMPLE.ORG")
    with database.reading() as session:
        assert session.scalar(select(func.count(Account.id))) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "ada@",
        "@example.org",
        "ada@example",
        "a b@x.org",
        "a@x.org\r\nBcc: b@x.org",
        "a@x.org,b@x.org",
    ],
)
def test_A114_what_is_not_one_plain_address_is_refused(database: Database, address: str) -> None:
    with pytest.raises(AddressInvalidError):
        add(database, address)


@pytest.mark.parametrize(
    "address",
    [
        "a@x.org;b@x.org",
        '"a b"@x.org',
        "<a@x.org>",
        "a@@x.org",
        "a" * 250 + "@x.org",
        "a\u2028@x.org",
        "a@x.org\0",
        "a\u200b@x.org",
    ],
)
def test_A114_what_imitates_an_address_is_refused(database: Database, address: str) -> None:
    with pytest.raises(AddressInvalidError):
        add(database, address)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  Ada \t Lovelace\n", "Ada Lovelace"), ("A\u202eda\u200b", "Ada"), ("é😀", "é😀")],
)
def test_A33_a_name_is_one_line_without_characters_that_imitate(
    database: Database, typed: str, kept: str
) -> None:
    number = add(database, "ada@example.org", typed)
    with database.reading() as session:
        assert session.get_one(Account, number).name == kept


def test_a_name_is_neither_empty_nor_endless(database: Database) -> None:
    for name in ("", " \u200b \n"):
        with pytest.raises(FieldMissingError):
            add(database, "ada@example.org", name)
    with pytest.raises(FieldTooLongError):
        add(database, "ada@example.org", "a" * 201)


def test_what_happened_stands_in_the_trail(database: Database) -> None:
    number = add(database, "ada@example.org")
    with database.reading() as session:
        [entry] = session.scalars(select(ActivityEntry))
    assert (entry.kind, entry.details, entry.account_id) == (
        "AccountCreated",
        {"account_id": number},
        None,
    )


def test_one_changes_only_ones_own_name(world: World) -> None:
    observer = world.identity(Role.OBSERVER)
    with world.database.transaction() as session:
        rename_account(session, observer, name="New Name")
    with world.database.reading() as session:
        names = {account.email: account.name for account in all_accounts(session)}
    assert names[world.email(Role.OBSERVER)] == "New Name"
    assert list(names.values()).count("New Name") == 1


def test_nobody_has_no_account(world: World) -> None:
    with world.database.reading() as session, pytest.raises(NotPermittedError):
        own_account(session, NOBODY)


def test_an_unknown_address_has_no_account(world: World) -> None:
    with world.database.reading() as session, pytest.raises(NotFoundError):
        account_by_email(session, "none@example.org")


def test_A104_a_new_password_signs_every_other_browser_out(world: World) -> None:
    here, there = world.token(Role.CHAIR), world.token(Role.CHAIR)
    with world.database.reading() as session:
        actor, before = identity_of_token(session, here), rights_epoch(session)
    with world.database.transaction() as session:
        set_password_hash(
            session, actor, account_id=world.account_ids[Role.CHAIR], password_hash="x"
        )
    with world.database.reading() as session:
        assert identity_of_token(session, here).is_signed_in
        assert not identity_of_token(session, there).is_signed_in
        assert rights_epoch(session) > before


def test_a_password_from_the_operator_signs_all_browsers_out(world: World) -> None:
    token = world.token(Role.CHAIR)
    with world.database.transaction() as session:
        set_password_hash(
            session, OPERATOR, account_id=world.account_ids[Role.CHAIR], password_hash="x"
        )
    with world.database.reading() as session:
        assert not identity_of_token(session, token).is_signed_in


def test_a_disabled_account_is_signed_out_at_once_and_stays_out(world: World) -> None:
    token = world.token(Role.CHAIR)
    with world.database.transaction() as session:
        before = rights_epoch(session)
        disable_account(
            session, OPERATOR, account=account_by_email(session, world.email(Role.CHAIR))
        )
    with world.database.reading() as session:
        assert identity_of_token(session, token) is NOBODY
        assert credentials_of(session, world.email(Role.CHAIR)) == (None, None)
        assert rights_epoch(session) > before
    later = world.token(Role.CHAIR)
    with world.database.reading() as session:
        assert identity_of_token(session, later) is NOBODY
