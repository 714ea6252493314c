"""One's own account."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.people.accounts import create_account
from drafting.services.people.sign_ins import credentials_of
from drafting.storage.models import Account
from tests.support.people import PASSWORD, World, token_of
from tests.web.looking import error_at, everything, value_of, words

ClientOf = Callable[[Role | None], FlaskClient]
NEW = "a new password, and long"


def password_is(app: Flask, email: str, password: str) -> bool:
    return (
        app.test_client().post("/sign-in", data={"email": email, "password": password}).status_code
        == 302
    )


def test_the_page_shows_my_own_account(client_of: ClientOf, world: World) -> None:
    page = words(client_of(Role.CHAIR).get("/account"))
    assert "chair@test.example" in page
    assert "drafter@test.example" not in page


def test_a_new_name_is_seen_at_once_and_escaped(client_of: ClientOf, world: World) -> None:
    client = client_of(Role.CHAIR)
    assert (
        client.post("/account/name", data={"name": "<i>Ada</i> \u202eLovelace"}).location
        == "/account"
    )
    answer = client.get("/account")
    assert value_of(answer, "name") == "<i>Ada</i> Lovelace"
    assert "<i>Ada" not in answer.get_data(as_text=True)  # A33


@pytest.mark.parametrize("name", ["", " \u200b ", "a" * 201])
def test_a_wrong_name_is_said_at_its_place_and_kept(
    client_of: ClientOf, world: World, name: str
) -> None:
    client = client_of(Role.CHAIR)
    before = everything(world.database)
    answer = client.post("/account/name", data={"name": name})
    assert answer.status_code == 422
    assert error_at(answer, "name-name")
    assert value_of(answer, "name") == name
    assert everything(world.database) == before


def test_a_new_password_replaces_the_old_and_signs_the_other_browsers_out(
    app: Flask, client_of: ClientOf, world: World
) -> None:
    here, there = client_of(Role.CHAIR), client_of(Role.CHAIR)
    answer = here.post(
        "/account/password", data={"present_password": PASSWORD, "new_password": NEW}
    )
    assert answer.location == "/account"
    assert "other browsers are signed out" in words(here.get("/account"))
    assert there.get("/account").status_code == 302
    assert [password_is(app, "chair@test.example", one) for one in (PASSWORD, NEW)] == [False, True]


def test_a_new_password_needs_the_present_one(
    app: Flask, client_of: ClientOf, world: World
) -> None:
    client = client_of(Role.CHAIR)
    before = everything(world.database)
    answer = client.post(
        "/account/password", data={"present_password": "wrong", "new_password": NEW}
    )
    assert answer.status_code == 422
    assert "This is not your present password" in words(answer)
    assert (NEW in words(answer), "wrong" in words(answer)) == (False, False)
    assert everything(world.database) == before


def test_a_wrong_present_password_is_said_at_its_field(client_of: ClientOf, world: World) -> None:
    answer = client_of(Role.CHAIR).post(
        "/account/password", data={"present_password": "wrong", "new_password": NEW}
    )
    assert error_at(answer, "password-present_password")


def test_a_short_new_password_is_said_at_its_field(client_of: ClientOf, world: World) -> None:
    answer = client_of(Role.CHAIR).post(
        "/account/password", data={"present_password": PASSWORD, "new_password": "short"}
    )
    assert answer.status_code == 422
    assert error_at(answer, "password-new_password")


def test_who_came_by_the_provider_sets_a_first_password_without_an_old_one(
    app: Flask, world: World
) -> None:
    with world.database.transaction() as session:
        number = create_account(
            session, OPERATOR, email="oidc@test.example", name="Only OIDC", password_hash=None
        ).id
    client = app.test_client()
    with client.session_transaction() as session:
        session["token"] = token_of(world, number)
    assert client.post("/account/password", data={"new_password": NEW}).status_code == 302
    assert password_is(app, "oidc@test.example", NEW)


def test_signing_out_everywhere_signs_out_everywhere(client_of: ClientOf, world: World) -> None:
    here, there, other = client_of(Role.CHAIR), client_of(Role.CHAIR), client_of(Role.DRAFTER)
    assert here.post("/account/sign-out-everywhere").location == "/"
    assert [client.get("/account").status_code for client in (here, there, other)] == [
        302,
        302,
        200,
    ]


def test_A71_the_form_makes_nobody_an_administrator(client_of: ClientOf, world: World) -> None:
    client_of(Role.OBSERVER).post(
        "/account/name", data={"name": "Noor", "is_administrator": "1", "email": "x@test.example"}
    )
    with world.database.reading() as session:
        account = session.get_one(Account, world.account_ids[Role.OBSERVER])
        assert (account.name, account.is_administrator, account.email) == (
            "Noor",
            False,
            "observer@test.example",
        )
        assert credentials_of(session, "x@test.example") == (None, None)
