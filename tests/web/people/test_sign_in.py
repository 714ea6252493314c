"""Signing in and out in a browser."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from drafting.app import create_app
from drafting.domain.roles import Role
from drafting.settings import Settings
from tests.support.people import PASSWORD, World
from tests.web.looking import error_at, everything, value_of, words

ClientOf = Callable[[Role | None], FlaskClient]
ELSEWHERE = (
    *(
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "https://evil.example",
    ),
    *(
        "/\t/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/\n/evil.example",
        "evil.example",
        "",
    ),
    *("javascript:alert(1)", "/" + "a" * 8_192),
)


def enter(
    client: FlaskClient, email: str, password: str = PASSWORD, query: str = "", **more: str
) -> TestResponse:
    return client.post(f"/sign-in{query}", data={"email": email, "password": password, **more})


def signed_in_as(client: FlaskClient) -> int | None:
    status = client.get("/sign-in/status").json
    assert status is not None
    assert status["signed_in"] == (status["account_id"] is not None)
    return status["account_id"]


def test_the_right_password_leads_to_the_start_page(client_of: ClientOf, world: World) -> None:
    client = client_of(None)
    answer = enter(client, world.email(Role.CHAIR))
    assert (answer.status_code, answer.location) == (302, "/")
    assert signed_in_as(client) == world.account_ids[Role.CHAIR]


def test_a_wrong_password_says_so_and_keeps_the_address_but_not_the_password(
    client_of: ClientOf, world: World
) -> None:
    client = client_of(None)
    before = everything(world.database)
    answer = enter(client, "<Chair>@test.example", "wrong<password")
    assert answer.status_code == 422
    assert "E-mail address or password is wrong" in error_at(answer, "password")
    assert value_of(answer, "email") == "<Chair>@test.example"
    assert "wrong<password" not in words(answer)
    assert "<Chair>" not in answer.get_data(as_text=True)
    assert (signed_in_as(client), everything(world.database)) == (None, before)


def test_A105_an_unknown_address_is_answered_like_a_wrong_password(
    client_of: ClientOf, world: World
) -> None:
    pages = [
        enter(client_of(None), email, "wrong")
        for email in ("chair@test.example", "nobod@test.example")
    ]
    shown = [words(page).replace("chair@", "nobod@") for page in pages]
    nonce = r"nonce|csrf"
    assert [page.status_code for page in pages] == [422, 422]
    assert [
        line for line in shown[0].splitlines() if not any(n in line for n in nonce.split("|"))
    ] == [line for line in shown[1].splitlines() if not any(n in line for n in nonce.split("|"))]


@pytest.mark.parametrize("target", ELSEWHERE, ids=range(len(ELSEWHERE)))
def test_A102_next_never_leaves_the_site(client_of: ClientOf, world: World, target: str) -> None:
    client = client_of(None)
    answer = client.post(
        "/sign-in",
        query_string={"next": target},
        data={"email": "chair@test.example", "password": PASSWORD},
    )
    assert (answer.status_code, answer.location) == (302, "/")
    again = client.get("/sign-in", query_string={"next": target})
    assert (again.status_code, again.location) == (302, "/")


@pytest.mark.parametrize(
    "target", ["/codes/test-code", "/codes/test-code?a=b&c=%2F", "/%2f%2fevil.example"]
)
def test_next_leads_on_within_the_site(client_of: ClientOf, world: World, target: str) -> None:
    client = client_of(None)
    answer = client.post(
        "/sign-in",
        query_string={"next": target},
        data={"email": "chair@test.example", "password": PASSWORD},
    )
    assert answer.location == target
    assert answer.location.startswith("/")
    assert not answer.location.startswith("//")


def test_a_page_that_needs_signing_in_leads_there_and_back(
    client_of: ClientOf, world: World
) -> None:
    client = client_of(None)
    first = client.get("/codes/test-code/my-part?x=1")
    assert (first.status_code, first.location) == (
        302,
        "/sign-in?next=/codes/test-code/my-part?x%3D1",
    )
    assert "next=" in words(client.get(first.location))
    answer = client.post(first.location, data={"email": "chair@test.example", "password": PASSWORD})
    assert answer.location == "/codes/test-code/my-part?x=1"


def test_A103_a_cookie_from_before_signing_in_is_worth_nothing_after(
    client_of: ClientOf, world: World
) -> None:
    client = client_of(None)
    with client.session_transaction() as session:
        session["token"], session["planted"] = "planted", "planted"
    enter(client, "chair@test.example")
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["token"] != "planted"


def test_A104_a_captured_cookie_is_worth_nothing_after_signing_out(
    app: Flask, client_of: ClientOf, world: World
) -> None:
    client = client_of(Role.CHAIR)
    with client.session_transaction() as session:
        token = session["token"]
    assert client.post("/sign-out").status_code == 302
    thief = app.test_client()
    with thief.session_transaction() as session:
        session["token"] = token
    assert (signed_in_as(client), signed_in_as(thief)) == (None, None)


def test_signing_out_when_nobody_is_signed_in_does_no_harm(client_of: ClientOf) -> None:
    assert client_of(None).post("/sign-out").status_code == 302


def test_A108_failures_are_limited_for_an_account_whatever_address_they_claim_to_come_from(
    client_of: ClientOf, world: World
) -> None:
    client = client_of(None)
    for n in range(10):
        data = {"email": "chair@test.example", "password": "wrong"}
        headers = {"X-Forwarded-For": f"10.0.0.{n}", "CF-Connecting-IP": f"10.0.1.{n}"}
        assert client.post("/sign-in", data=data, headers=headers).status_code == 422
    answer = enter(client, " CHAIR@test.example ", "wrong")
    assert answer.status_code == 429
    assert "Wait a minute" in words(answer)
    assert "CHAIR@test.example" in words(answer)
    assert enter(client, "drafter@test.example").status_code == 302


def test_A108_failures_are_limited_for_an_address_over_all_accounts(
    client_of: ClientOf, world: World
) -> None:
    client = client_of(None)
    statuses = [enter(client, f"{n}@test.example", "wrong").status_code for n in range(61)]
    assert statuses == [422] * 60 + [429]


def test_health_answers_to_anybody(client_of: ClientOf) -> None:
    assert client_of(None).get("/healthz").json == {"ok": True}


def test_A108_behind_a_trusted_proxy_attempts_are_counted_by_the_address_before_it(
    settings: Settings,
) -> None:
    app = create_app(replace(settings, trusted_proxies=1))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    data = {"email": "nobody@test.example", "password": "wrong"}
    tried = [
        client.post("/sign-in", data=data, headers={"X-Forwarded-For": f"10.9.{n}.1"}).status_code
        for n in range(61)
    ]
    assert tried == [422] * 61
