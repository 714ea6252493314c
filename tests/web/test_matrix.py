"""Every route × every role, generated: the answer is what the permission map says. An unlisted route fails here."""

import re
from collections.abc import Callable

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from drafting.domain.roles import Role
from drafting.policy.identity import NOBODY, OPERATOR
from drafting.policy.permission_map import may
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.services.code_queries import code_by_slug
from drafting.services.codes import create_code
from drafting.services.invitations import invite
from drafting.services.members import Part
from tests.support.people import SLUG, World
from tests.web.looking import everything

ClientOf = Callable[[Role | None], FlaskClient]
WHO = [None, *Role]
BEYOND = {  # what an answer may be though the map grants the permission, and why
    "oidc.come_back": {400, 404},  # no provider in these settings
    "oidc.leave_for_provider": {401, 404},
    "invitations.accept_through_provider": {307},
}


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def filled(app: Flask, rule: Rule, world: World, chapter: int = 1) -> str:
    """The address of a rule, its arguments taken from the world."""
    given = {
        "slug": SLUG,
        "chapter_id": world.chapter_ids[chapter - 1],
        "membership_id": world.membership_ids[Role.STAKEHOLDER],
        "working_group_id": world.group_ids[0],
        "invitation_id": 1,
        "token": _invitation(world) if "token" in rule.arguments else "",
    }
    with app.test_request_context():
        return url_for(rule.endpoint, **{name: given[name] for name in rule.arguments})


def _invitation(world: World) -> str:
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        return invite(session, OPERATOR, code, email="i@test.example", part=Part(Role.OBSERVER))[1]


def test_every_route_says_what_it_asks_for(app: Flask) -> None:
    silent = [rule.endpoint for rule in rules(app) if not isinstance(getattr(view(app, rule), "permission", None), Permission)]
    assert silent == []


def view(app: Flask, rule: Rule) -> object:
    return app.view_functions[rule.endpoint]


@pytest.mark.parametrize("chapter", [1, 2])
@pytest.mark.parametrize("role", WHO)
def test_A111_every_route_answers_as_the_map_says(
    app: Flask, client_of: ClientOf, world: World, role: Role | None, chapter: int
) -> None:
    identity = world.identity(role) if role else NOBODY
    context = Context(code_id=world.code_id, working_group_id=world.group_ids[chapter - 1])
    wrong = []
    for rule in rules(app):
        permission = view(app, rule).permission  # type: ignore[attr-defined]
        granted = may(identity, permission, context)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            if method == "POST" and granted:
                continue  # what a granted POST does is told page by page
            answer = client_of(role).open(filled(app, rule, world, chapter), method=method)
            if not _as_it_should_be(answer.status_code, answer.location, granted, role, rule.endpoint):
                wrong.append((method, rule.rule, permission.value, granted, answer.status_code))
    assert wrong == []


def _as_it_should_be(status: int, location: str | None, granted: bool, role: Role | None, endpoint: str) -> bool:
    if granted:
        return status < 400 or status in BEYOND.get(endpoint, set())
    if role is None:
        return status == 401 or (status == 302 and bool(re.match(r"/sign-in\?next=", location or "")))
    return status in {403, 404}


@pytest.mark.parametrize("role", WHO)
def test_A111_a_refused_post_writes_nothing(app: Flask, client_of: ClientOf, world: World, role: Role | None) -> None:
    identity = world.identity(role) if role else NOBODY
    client, context = client_of(role), Context(code_id=world.code_id, working_group_id=world.group_ids[1])
    refused = [
        filled(app, rule, world, 2)
        for rule in rules(app)
        if "POST" in (rule.methods or set()) and not may(identity, view(app, rule).permission, context)  # type: ignore[attr-defined]
    ]
    before = everything(world.database)
    assert {
        client.post(path, data={"title": "x", "name": "x", "role": "secretariat"}).status_code < 400 for path in refused
    } <= {False}
    assert everything(world.database) == before


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.CHAIR, Role.STAKEHOLDER])
def test_A111_what_does_not_exist_and_what_is_not_ours_look_the_same(
    app: Flask, client_of: ClientOf, world: World, role: Role
) -> None:
    with world.database.transaction() as session:
        create_code(session, OPERATOR, slug="secret", title="Secret")
    client = client_of(role)
    for rule in rules(app):
        if "slug" in rule.arguments and "GET" in (rule.methods or set()):
            path = filled(app, rule, world)
            answers = [client.get(path.replace(SLUG, slug)) for slug in ("secret", "no-such")]
            assert {answer.status_code for answer in answers} == {404}, path
            pages = [re.sub(r'nonce="[^"]*"|value="[^"]*"', "", answer.get_data(as_text=True)) for answer in answers]
            assert pages[0].replace("secret", "no-such") == pages[1], path


@pytest.mark.parametrize("role", WHO)
def test_A109_a_get_changes_nothing(app: Flask, client_of: ClientOf, world: World, role: Role | None) -> None:
    client = client_of(role)
    paths = [filled(app, rule, world) for rule in rules(app) if "GET" in (rule.methods or set())]
    before = everything(world.database)
    for path in paths:
        client.get(path)
        client.head(path)
    assert everything(world.database) == before
