"""A sign-in is a row: it ends when it is ended, and the right password is the only way in."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from drafting import clock
from drafting.domain.roles import Role
from drafting.policy.identity import NOBODY, OPERATOR
from drafting.services.people.accounts import create_account
from drafting.services.people.errors import PasswordWrongError
from drafting.services.people.identities import identity_of_token
from drafting.services.people.sign_ins import (
    LASTS,
    begin_sign_in,
    checked_credentials,
    credentials_of,
    end_all_sign_ins,
    end_sign_in,
)
from drafting.storage.models import SignIn
from tests.support.people import PASSWORD, World


def is_signed_in(world: World, token: str) -> bool:
    with world.database.reading() as session:
        return identity_of_token(session, token).is_signed_in


def tried(world: World, email: str, password: str) -> int:
    with world.database.reading() as session:
        credentials = credentials_of(session, email)
    return checked_credentials(credentials, password)


def test_the_right_password_is_the_account(world: World) -> None:
    assert (
        tried(world, f" {world.email(Role.CHAIR).upper()} ", PASSWORD)
        == world.account_ids[Role.CHAIR]
    )


@pytest.mark.parametrize("password", ["", PASSWORD.upper(), PASSWORD + " ", "\0", "é" * 200])
def test_a_wrong_password_is_refused(world: World, password: str) -> None:
    with pytest.raises(PasswordWrongError):
        tried(world, world.email(Role.CHAIR), password)


def test_A105_an_unknown_address_fails_as_a_wrong_password_does(world: World) -> None:
    with pytest.raises(PasswordWrongError) as unknown:
        tried(world, "none@test.example", PASSWORD)
    with pytest.raises(PasswordWrongError) as wrong:
        tried(world, world.email(Role.CHAIR), "wrong")
    assert unknown.value.facts == wrong.value.facts == {}


@pytest.mark.parametrize("password", ["", "nobody has this password"])
def test_an_account_without_a_password_cannot_be_entered_with_one(
    world: World, password: str
) -> None:
    with world.database.transaction() as session:
        create_account(
            session, OPERATOR, email="oidc@test.example", name="Only OIDC", password_hash=None
        )
    with pytest.raises(PasswordWrongError):
        tried(world, "oidc@test.example", password)


def test_A107_the_token_is_kept_only_as_its_digest(world: World) -> None:
    token = world.token(Role.CHAIR)
    with world.database.reading() as session:
        digests = list(session.scalars(select(SignIn.token_digest)))
    assert token not in digests
    assert len(token) >= 43
    assert all(len(digest) == 64 for digest in digests)


def test_A103_every_sign_in_has_a_token_of_its_own(world: World) -> None:
    assert world.token(Role.CHAIR) != world.token(Role.CHAIR)


@pytest.mark.parametrize("token", [None, "", "x", "é\ud800", "0" * 10_000])
def test_a_token_that_never_was_is_nobody(world: World, token: str | None) -> None:
    with world.database.reading() as session:
        assert identity_of_token(session, token) is NOBODY


def test_A104_signing_out_ends_this_browser_only(world: World) -> None:
    here, there = world.token(Role.CHAIR), world.token(Role.CHAIR)
    with world.database.transaction() as session:
        end_sign_in(session, identity_of_token(session, here))
    assert (is_signed_in(world, here), is_signed_in(world, there)) == (False, True)


def test_A104_signing_out_everywhere_ends_all_of_ones_own_and_nobody_elses(world: World) -> None:
    here, there, other = world.token(Role.CHAIR), world.token(Role.CHAIR), world.token(Role.DRAFTER)
    with world.database.transaction() as session:
        end_all_sign_ins(session, identity_of_token(session, here))
    assert [is_signed_in(world, token) for token in (here, there, other)] == [False, False, True]


def test_nobody_has_nothing_to_end(world: World) -> None:
    token = world.token(Role.CHAIR)
    with world.database.transaction() as session:
        end_all_sign_ins(session, NOBODY)
        end_all_sign_ins(session, OPERATOR)
    assert is_signed_in(world, token)


def test_a_sign_in_ends_by_itself_after_two_weeks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = datetime(2026, 1, 1, 12, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: began)
    with world.database.transaction() as session:
        token = begin_sign_in(session, world.account_ids[Role.CHAIR], by="password")
    monkeypatch.setattr(clock, "now", lambda: began + LASTS - timedelta(microseconds=1))
    assert is_signed_in(world, token)
    monkeypatch.setattr(clock, "now", lambda: began + LASTS)
    assert not is_signed_in(world, token)
