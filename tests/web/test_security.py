"""What every answer carries, and what every POST must bring."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from drafting.app import create_app
from drafting.domain.roles import Role
from drafting.settings import Settings
from tests.support.people import PASSWORD, SLUG, World
from tests.support.settings import environ_for
from tests.web.looking import everything, value_of, words
from tests.web.test_matrix import filled, rules

ClientOf = Callable[[Role | None], FlaskClient]
HTTPS = "https://drafting.example"


@pytest.fixture
def over_https(settings: Settings) -> Iterator[Flask]:
    app = create_app(Settings.from_environ(environ_for(settings.instance, HTTPS)))
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    app.extensions["drafting"].database.dispose()


@pytest.mark.parametrize("role", [None, Role.SECRETARIAT])
def test_A109_every_post_without_a_token_is_refused_and_writes_nothing(
    app: Flask, client_of: ClientOf, world: World, role: Role | None
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = client_of(role)
    paths = [filled(app, rule, world) for rule in rules(app) if "POST" in (rule.methods or set())]
    assert len(paths) > 20
    before = everything(world.database)
    for path in paths:
        for data in ({"title": "Typed words"}, {"title": "Typed words", "csrf_token": "forged"}):
            answer = client.post(path, data=data)
            assert (path, answer.status_code) == (path, 400)
            assert "Typed words" in words(answer)
    for content_type in ("text/plain", "application/json"):
        answer = client.post(
            "/sign-in", data='{"email": "chair@test.example"}', content_type=content_type
        )
        assert answer.status_code == 400
    assert everything(world.database) == before


def test_A109_a_form_of_ours_is_taken(app: Flask, client_of: ClientOf, world: World) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = client_of(None)
    token = value_of(client.get("/sign-in"), "csrf_token")
    data = {"email": "chair@test.example", "password": PASSWORD, "csrf_token": token}
    assert client.post("/sign-in", data=data).status_code == 302


def test_A109_another_method_is_not_smuggled_in_by_a_header_or_field(
    client_of: ClientOf, world: World
) -> None:
    client = client_of(Role.SECRETARIAT)
    path = f"/codes/{SLUG}/chapters/{world.chapter_ids[0]}/set-aside"
    before = everything(world.database)
    assert (
        client.get(
            path, headers={"X-HTTP-Method-Override": "POST"}, query_string={"_method": "POST"}
        ).status_code
        == 405
    )
    assert everything(world.database) == before


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", f"/codes/{SLUG}", "/no-such-page", "/codes/new", "/healthz"]
)
def test_every_answer_carries_the_headers(client_of: ClientOf, world: World, path: str) -> None:
    headers = client_of(Role.CHAIR).get(path).headers
    policy = dict(
        part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert policy["form-action"] == "'self'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "private, no-store"


def test_each_answer_has_a_nonce_of_its_own(client_of: ClientOf) -> None:
    client = client_of(None)
    assert (
        client.get("/").headers["Content-Security-Policy"]
        != client.get("/").headers["Content-Security-Policy"]
    )


def test_no_page_has_a_script_inside(client_of: ClientOf, world: World) -> None:
    client = client_of(Role.SECRETARIAT)
    for path in (
        "/",
        f"/codes/{SLUG}",
        f"/codes/{SLUG}/members",
        f"/codes/{SLUG}/chapters/{world.chapter_ids[0]}/draft",
    ):
        page = client.get(path).get_data(as_text=True)
        assert " onclick=" not in page
        assert "javascript:" not in page
        assert 'style="' not in page


def sign_in(app: Flask, base_url: str) -> str:
    answer = app.test_client().post(
        "/sign-in", base_url=base_url, data={"email": "chair@test.example", "password": PASSWORD}
    )
    assert answer.status_code == 302
    return answer.headers["Set-Cookie"]


def test_A103_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    app: Flask, world: World
) -> None:
    cookie = sign_in(app, app.extensions["drafting"].settings.base_url)
    assert cookie.startswith("drafting=")
    assert all(flag in cookie for flag in ("HttpOnly", "SameSite=Lax", "Path=/", "Expires="))
    assert "Domain" not in cookie


def test_A103_over_https_it_is_a_host_cookie_and_secure(over_https: Flask, world: World) -> None:
    cookie = sign_in(over_https, HTTPS)
    assert cookie.startswith("__Host-drafting=")
    assert "Secure" in cookie
    headers = over_https.test_client().get("/", base_url=HTTPS).headers
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    assert "wss://drafting.example" in headers["Content-Security-Policy"]


def test_a_post_after_the_session_ended_gives_the_typed_text_back(
    client_of: ClientOf, world: World
) -> None:
    typed = {
        "title": "Long <thoughts>",
        "summary": "Line one\nline two",
        "password": "never shown again",
        "csrf_token": "t0ken",
    }
    before = everything(world.database)
    for path in ("/codes/new", f"/codes/{SLUG}/edit", f"/codes/{SLUG}/chapters"):
        answer = client_of(None).post(path, data=typed)
        assert answer.status_code == 401
        page = words(answer)
        assert "Long <thoughts>" in page
        assert "Line one\nline two" in page
        assert "never shown again" not in page
        assert "t0ken" not in page
        assert "<thoughts>" not in answer.get_data(as_text=True)
    assert everything(world.database) == before


@pytest.mark.parametrize("cookie", ["garbage", "a.b.c", "é", "." * 4_000, "eyJ0b2tlbiI6IngifQ.x.y"])
def test_a_cookie_that_is_not_ours_is_nobody(client_of: ClientOf, cookie: str) -> None:
    client = client_of(None)
    client.set_cookie("drafting", cookie)
    assert client.get("/sign-in/status").json == {"account_id": None, "signed_in": False}


@pytest.mark.parametrize(
    "path",
    ["/%00", "/codes/%ff", "/static/../../etc/passwd", "/static/%2e%2e/x", "/" + "a" * 5_000],
)
def test_a_strange_address_is_not_found(client_of: ClientOf, path: str) -> None:
    assert client_of(None).get(path).status_code in {302, 404}


def test_a_form_has_the_room_of_a_form_and_only_imports_of_members_have_more(
    client_of: ClientOf, world: World
) -> None:
    """A million fields took the process seventeen seconds, before anybody had signed in."""
    flood = {f"field{n}": "x" for n in range(10_000)}
    assert client_of(None).post("/sign-in", data=flood).status_code == 413
    assert client_of(None).post(
        f"/codes/{SLUG}/import", data={"markdown": "x" * 100_000}
    ).status_code in {401, 413}
    assert (
        client_of(Role.SECRETARIAT)
        .post(f"/codes/{SLUG}/import", data={"markdown": "x" * 100_000})
        .status_code
        == 302
    )
