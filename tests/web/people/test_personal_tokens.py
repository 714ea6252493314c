"""The page of one's own personal tokens."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from drafting.domain.roles import Role
from drafting.services.people.personal_tokens import PREFIX, bearer
from tests.support.people import PASSWORD, World
from tests.web.looking import error_at, everything, value_of, words

ClientOf = Callable[[Role | None], FlaskClient]
PATH = "/account/tokens"


def secret_on(page: str) -> str:
    """The token that a page shows."""
    found = re.search(rf'data-copy="({PREFIX}[^"]+)"', page)
    assert found
    return unescape(found[1])


def test_the_account_leads_to_the_page(client_of: ClientOf, world: World) -> None:
    assert f'href="{PATH}"' in client_of(Role.OBSERVER).get("/account").text


@pytest.mark.parametrize(("ticked", "may_write"), [({}, False), ({"may_write": "1"}, True)])
def test_a_token_is_shown_once_and_works(
    client_of: ClientOf, world: World, ticked: dict[str, str], may_write: bool
) -> None:
    client = client_of(Role.CHAIR)
    made = client.post(PATH, data={"name": "My <b>script</b>", **ticked})
    assert made.status_code == 200
    assert made.headers["Cache-Control"] == "private, no-store"
    secret = secret_on(made.text)
    with world.database.reading() as session:
        holder, writes = bearer(session, secret)
    assert (holder.account_id, writes) == (world.account_ids[Role.CHAIR], may_write)
    again = client.get(PATH)
    assert secret not in again.text
    assert "My <b>script</b>" in words(again)
    assert "<b>script" not in again.text


def test_a_token_without_a_name_is_said_at_its_place(client_of: ClientOf, world: World) -> None:
    client, before = client_of(Role.CHAIR), everything(world.database)
    answer = client.post(PATH, data={"name": " ", "may_write": "1"})
    assert answer.status_code == 422
    assert error_at(answer, "name")
    assert value_of(answer, "name") == " "
    assert "checked" in answer.text
    assert "drafting_" not in answer.text
    after = everything(world.database)
    assert after["personal_token"] == before["personal_token"] == []


def test_a_token_is_revoked(client_of: ClientOf, world: World) -> None:
    client = client_of(Role.CHAIR)
    secret = secret_on(client.post(PATH, data={"name": "Script"}).text)
    address = re.search(r'action="(/account/tokens/\d+/revoke)"', client.get(PATH).text)
    assert address
    assert client.post(address[1]).location == PATH
    with world.database.reading() as session:
        assert not bearer(session, secret)[0].is_signed_in
    assert client.post(address[1]).status_code == 404


def test_the_token_of_another_is_neither_seen_nor_revoked(
    client_of: ClientOf, world: World
) -> None:
    owner = client_of(Role.CHAIR)
    secret = secret_on(owner.post(PATH, data={"name": "The chair's own"}).text)
    other = client_of(Role.SECRETARIAT)
    assert "chair's own" not in words(other.get(PATH))
    assert other.post(f"{PATH}/1/revoke").status_code == 404
    with world.database.reading() as session:
        assert bearer(session, secret)[0].is_signed_in


def test_signed_out_there_is_no_page_and_no_token(
    app: Flask, client_of: ClientOf, world: World
) -> None:
    nobody = client_of(None)
    assert nobody.get(PATH).location == f"/sign-in?next={PATH}"
    assert nobody.post(PATH, data={"name": "x"}).status_code == 401
    app.config["WTF_CSRF_ENABLED"] = True
    assert client_of(Role.CHAIR).post(PATH, data={"name": "x"}).status_code == 400


def test_a_personal_token_does_not_sign_in_a_browser(
    app: Flask, client_of: ClientOf, world: World
) -> None:
    secret = secret_on(client_of(Role.CHAIR).post(PATH, data={"name": "Script"}).text)
    assert (
        app.test_client().get("/account", headers={"Authorization": f"Bearer {secret}"}).status_code
        == 302
    )
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["token"] = secret
    assert browser.get("/account").status_code == 302


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/account/sign-out-everywhere", {}),
        (
            "/account/password",
            {"present_password": PASSWORD, "new_password": "a new password, and long"},
        ),
    ],
)
def test_signing_out_everywhere_and_a_new_password_revoke_the_tokens_and_say_so(
    client_of: ClientOf, world: World, path: str, typed: dict[str, str]
) -> None:
    client = client_of(Role.CHAIR)
    secret = secret_on(client.post(PATH, data={"name": "Script"}).text)
    assert words(client.get("/account")).lower().count("your personal tokens") == 2
    sent = client.post(path, data=typed)
    assert "your personal tokens are revoked" in words(
        client.get(sent.location, follow_redirects=True)
    )
    with world.database.reading() as session:
        assert not bearer(session, secret)[0].is_signed_in
