"""Signing in through an OpenID Connect provider, a real one on a port of its own
(oidc-provider-mock).
"""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from oidc_provider_mock import User, run_server_in_thread
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from drafting.app import create_app
from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.people.accounts import disable_account
from drafting.services.people.invitations import invite
from drafting.services.people.members import MembershipInput
from drafting.settings import Settings
from drafting.storage.models import Account, FederatedIdentity, Membership
from tests.support.people import SLUG, World
from tests.support.server import free_port
from tests.support.settings import environ_for
from tests.web.looking import everything, words

RETURN = "/sign-in/provider/return"
PEOPLE = (
    User(
        sub="new",
        claims={"email": "new@test.example", "email_verified": True, "name": "New Person"},
    ),
    User(sub="unverified", claims={"email": "u@test.example", "email_verified": False}),
    User(sub="words", claims={"email": "w@test.example", "email_verified": "true"}),
    User(sub="silent", claims={"email": "s@test.example"}),
    User(
        sub="taken",
        claims={"email": "secretariat@test.example", "email_verified": True, "name": "Not Sofia"},
    ),
    User(
        sub="boss",
        claims={
            "email": "b@test.example",
            "email_verified": True,
            "role": ["secretariat"],
            "admin": True,
        },
    ),
)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with run_server_in_thread(user_claims=PEOPLE) as provider:
        yield f"http://localhost:{provider.server_port}"


def with_provider(settings: Settings, issuer: str) -> Flask:
    oidc = {"oidc_issuer": issuer, "oidc_client_id": "drafting", "oidc_client_secret": "s" * 20}
    app = create_app(Settings.from_environ(environ_for(settings.instance, **oidc)))
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def ours(settings: Settings, issuer: str) -> Iterator[Flask]:
    app = with_provider(settings, issuer)
    yield app
    app.extensions["drafting"].database.dispose()


def leave(client: FlaskClient, path: str = "/sign-in/provider") -> str:
    """Where the provider's page is."""
    answer = client.post(path, follow_redirects=False)
    while answer.status_code == 307:
        answer = client.post(answer.location)
    assert answer.status_code == 302, words(answer)
    return answer.location


def agree(address: str, subject: str) -> str:
    """What the person does at the provider; the path of ours to which it sends them back."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def come(client: FlaskClient, subject: str, path: str = "/sign-in/provider") -> TestResponse:
    return client.get(agree(leave(client, path), subject))


def signed_in_as(client: FlaskClient) -> int | None:
    return client.get("/sign-in/status").json["account_id"]  # type: ignore[index]


def counts(world: World) -> tuple[int, ...]:
    """How many accounts, connected identities and memberships there are."""
    with world.database.reading() as session:
        kinds = (Account, FederatedIdentity, Membership)
        return tuple(session.scalar(select(func.count(kind.id))) or 0 for kind in kinds)


def as_role(app: Flask, world: World, role: Role) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session["token"] = world.token(role)
    return client


def test_the_way_to_the_provider_carries_state_nonce_and_pkce(
    ours: Flask, issuer: str, world: World
) -> None:
    first, second = (parse_qs(urlsplit(leave(ours.test_client())).query) for _ in range(2))
    assert first["response_type"] == ["code"]
    assert first["code_challenge_method"] == ["S256"]
    base_url = ours.extensions["drafting"].settings.base_url
    assert first["redirect_uri"] == [base_url + RETURN]  # A106
    for secret in ("state", "nonce", "code_challenge"):
        assert len(first[secret][0]) >= 16
        assert first[secret] != second[secret]


def test_a_first_visit_makes_an_account_and_signs_in_and_a_second_finds_it(
    ours: Flask, world: World
) -> None:
    client = ours.test_client()
    answer = come(client, "new", "/sign-in/provider?next=/account")
    assert (answer.status_code, answer.location) == (302, "/account")
    assert "new@test.example" in words(client.get("/account"))
    other = ours.test_client()
    come(other, "new")
    assert signed_in_as(client) is not None
    assert signed_in_as(other) == signed_in_as(client)
    assert counts(world) == (6, 1, 5)


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_A102_the_way_back_never_leaves_the_site(ours: Flask, world: World, target: str) -> None:
    assert come(ours.test_client(), "new", f"/sign-in/provider?next={target}").location == "/"


def test_A96_a_state_that_is_wrong_missing_replayed_or_of_another_browser_is_refused(
    ours: Flask, world: World
) -> None:
    client, other = ours.test_client(), ours.test_client()
    back = agree(leave(client), "new")
    leave(other)
    code = parse_qs(urlsplit(back).query)["code"][0]
    before = everything(world.database)
    for browser, path in (
        (other, back),
        (ours.test_client(), back),
        (client, f"{RETURN}?code={code}&state=wrong"),
        (client, f"{RETURN}?code={code}"),
        (client, RETURN),
        (client, f"{RETURN}?error=access_denied&error_description=%3Cb%3Eno%3C/b%3E"),
    ):
        answer = browser.get(path)
        assert answer.status_code == 400, path
        assert "<b>no" not in answer.get_data(as_text=True)
        assert signed_in_as(browser) is None
    assert everything(world.database) == before
    assert client.get(back).status_code == 302
    assert client.get(back).status_code == 400


@pytest.mark.parametrize("subject", ["unverified", "words", "silent"])
def test_A99_an_address_that_the_provider_does_not_vouch_for_makes_no_account(
    ours: Flask, world: World, subject: str
) -> None:
    client = ours.test_client()
    answer = come(client, subject)
    assert answer.status_code == 403
    assert "has not confirmed" in words(answer)
    assert (signed_in_as(client), counts(world)) == (None, (5, 0, 5))


def test_A99_A100_an_address_that_has_an_account_is_not_taken_over(
    ours: Flask, world: World
) -> None:
    client = ours.test_client()
    answer = come(client, "taken")
    assert answer.status_code == 409
    assert "secretariat@test.example" in words(answer)
    assert (signed_in_as(client), counts(world)) == (None, (5, 0, 5))


def test_A101_a_claim_of_a_role_gives_none(ours: Flask, world: World) -> None:
    client = ours.test_client()
    come(client, "boss")
    assert client.get("/codes/new").status_code == 403
    assert client.get(f"/codes/{SLUG}").status_code == 404


def test_who_is_signed_in_connects_and_signs_in_with_it_later(ours: Flask, world: World) -> None:
    answer = come(as_role(ours, world, Role.CHAIR), "unverified", "/sign-in/provider?next=/account")
    assert (answer.status_code, answer.location) == (302, "/account")
    later = ours.test_client()
    come(later, "unverified")
    assert signed_in_as(later) == world.account_ids[Role.CHAIR]
    refused = come(as_role(ours, world, Role.DRAFTER), "unverified")
    assert refused.status_code == 409
    assert counts(world) == (5, 1, 5)


@pytest.mark.parametrize(("subject", "member"), [("new", True), ("unverified", False)])
def test_an_invitation_is_accepted_through_the_provider(
    ours: Flask, world: World, subject: str, *, member: bool
) -> None:
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        _, token = invite(
            session,
            OPERATOR,
            code,
            email="new@test.example",
            part=MembershipInput(Role.STAKEHOLDER),
        )
    client = ours.test_client()
    answer = come(client, subject, f"/invitations/{token}/provider")
    assert (answer.status_code == 302, counts(world)) == (
        member,
        (6, 1, 6) if member else (5, 0, 5),
    )
    if member:
        assert answer.location == f"/codes/{SLUG}"
        assert client.get(answer.location).status_code == 200
        assert ours.test_client().get(f"/invitations/{token}").status_code != 200


def test_a_left_over_invitation_is_not_accepted_at_another_sign_in(
    ours: Flask, world: World
) -> None:
    """One person turned back at the provider; the next one to sign in here accepted nothing."""
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        _, token = invite(
            session, OPERATOR, code, email="x@test.example", part=MembershipInput(Role.SECRETARIAT)
        )
    client = ours.test_client()
    leave(client, f"/invitations/{token}/provider")
    come(client, "new")
    assert counts(world) == (6, 1, 5)


def test_a_disabled_account_is_told_that_it_cannot_sign_in(ours: Flask, world: World) -> None:
    come(as_role(ours, world, Role.CHAIR), "unverified")
    with world.database.transaction() as session:
        disable_account(
            session, OPERATOR, account=session.get_one(Account, world.account_ids[Role.CHAIR])
        )
    client = ours.test_client()
    answer = come(client, "unverified")
    assert signed_in_as(client) is None
    assert answer.status_code == 403


def test_a_provider_that_is_down_is_a_page_that_says_so(settings: Settings, world: World) -> None:
    app = with_provider(settings, f"http://localhost:{free_port()}")
    before = everything(world.database)
    answer = app.test_client().post("/sign-in/provider")
    assert answer.status_code == 502
    assert "does not answer" in words(answer)
    assert 'name="password"' in words(answer)
    assert everything(world.database) == before
    app.extensions["drafting"].database.dispose()


def test_without_a_provider_in_the_settings_nothing_offers_it(app: Flask, world: World) -> None:
    assert "provider" not in words(app.test_client().get("/sign-in"))
    assert as_role(app, world, Role.CHAIR).post("/sign-in/provider").status_code == 404
