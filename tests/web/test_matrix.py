"""Every route × every role, generated: the answer is what the permission map says. An unlisted
route fails here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from drafting.domain.consultation.comments import CommentState
from drafting.domain.consultation.rounds import Audience
from drafting.domain.roles import Role
from drafting.policy.identity import NOBODY, OPERATOR, Identity
from drafting.policy.permission_map import may
from drafting.policy.permissions import Permission
from drafting.policy.predicates import CommentFacts, Context
from drafting.services.codes.creating import create_code
from drafting.services.codes.queries import code_by_slug
from drafting.services.people.invitations import invite
from drafting.services.people.members import MembershipInput
from tests.support.people import SLUG, World
from tests.support.published import Published, make_public, open_round
from tests.web.looking import everything
from tests.web.publishing import CODE, comments_of, prepare_text, publish_second

ClientOf = Callable[[Role | None], FlaskClient]
WHO = [None, *Role]
SENT = {
    "title": "x",
    "name": "x",
    "role": "secretariat",
    "label": "x",
    "text": "x",
    "kind": "noted",
    "state": "filed",
}
BEYOND = {  # what an answer may be though the map grants the permission, and why
    "oidc.come_back": {400, 404},  # no provider in these settings
    "oidc.leave_for_provider": {401, 404},
    "invitations.accept_through_provider": {307},
}


@dataclass(frozen=True, slots=True)
class Place:
    """What the arguments of addresses stand for."""

    chapter: int = 1
    number: int = 1
    state: CommentState = CommentState.PUBLISHED  # of the thread


GIVEN = Place()
OTHER = Place(chapter=2, number=3, state=CommentState.UNFILED)  # 3 is prepared


@pytest.fixture
def three_versions(published: Published) -> Published:
    """Two published versions, each with an open round, threads on the first, and a third that is
    only prepared.
    """
    open_round(published.world, publish_second(published.world))
    prepare_text(published.world, "# One\n\nThe first clause, edited twice.\n")
    return published


def rules(app: Flask) -> list[Rule]:
    """The addresses of pages; the API has a door and tests of its own."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not rule.endpoint.startswith("api.")
    ]


def filled(
    app: Flask, rule: Rule, world: World, place: Place = GIVEN, made: Published | None = None
) -> str:
    """The address of a rule, its arguments taken from the world."""
    thread = made.thread_numbers[place.state] if made else 1
    given = {
        "slug": SLUG,
        "chapter_id": world.chapter_ids[place.chapter - 1],
        "membership_id": world.membership_ids[Role.STAKEHOLDER],
        "working_group_id": world.group_ids[0],
        "invitation_id": 1,
        "token": _invitation(world) if "token" in rule.arguments else "",
        "number": place.number,
        "eid": made.eid if made else "none",
        "thread_number": thread,
        "comment_id": comments_of(world, thread)[0].id if made else 1,
        "round_number": 1,
        "old": 1,
        "new": 2 if place.number == 1 else place.number,
        "token_id": 1,
    }
    if rule.endpoint == "comparisons.rounds":
        given["new"] = 2
    if rule.endpoint.startswith("changes."):
        given["number"] = 1
    with app.test_request_context():
        return url_for(rule.endpoint, **{name: given[name] for name in rule.arguments})


def _invitation(world: World) -> str:
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        return invite(
            session, OPERATOR, code, email="i@test.example", part=MembershipInput(Role.OBSERVER)
        )[1]


def test_every_route_says_what_it_asks_for(app: Flask) -> None:
    silent = [
        rule.endpoint
        for rule in rules(app)
        if not isinstance(getattr(view(app, rule), "permission", None), Permission)
    ]
    assert silent == []


def view(app: Flask, rule: Rule) -> object:
    return app.view_functions[rule.endpoint]


def facts(rule: Rule, made: Published, place: Place, *, is_public: bool) -> Context:
    """What the permission map is told about the thing at the address of a rule."""
    is_version_out = (
        place.number != OTHER.number
        or not {"number", "new"} & rule.arguments
        or "round" in rule.rule
    )
    comment = (
        comments_of(made.world, made.thread_numbers[place.state])[0]
        if "thread_number" in rule.arguments
        else None
    )
    said = (
        CommentFacts(comment.account_id, comment.organisation_id, comment.state, Audience.DRAFTERS)
        if comment
        else None
    )
    if rule.endpoint == "answers.publish_all_comments":
        said = CommentFacts(0, None, CommentState.FILED, Audience.DRAFTERS)
    return Context(
        code_id=made.world.code_id,
        working_group_id=made.world.group_ids[place.chapter - 1],
        code_is_public=is_public,
        version_is_published=is_version_out,
        round_is_open=is_version_out,
        comment=said,
    )


def is_granted(identity: Identity, permission: Permission, context: Context) -> bool:
    """What the map says; those who prepare a version read it before everybody else."""
    prepares = permission is Permission.VERSION_READ and may(
        identity, Permission.VERSION_PREPARE, context
    )
    return prepares or may(identity, permission, context)


@pytest.mark.parametrize("is_public", [False, True], ids=["private", "public"])
@pytest.mark.parametrize("place", [GIVEN, OTHER], ids=["given", "other"])
@pytest.mark.parametrize("role", WHO)
def test_A111_every_route_answers_as_the_map_says(  # noqa: PLR0917 - a cell of a table
    app: Flask,
    client_of: ClientOf,
    three_versions: Published,
    role: Role | None,
    place: Place,
    is_public: bool,
) -> None:
    world = three_versions.world
    if is_public:
        make_public(world)
    identity, client = world.identity(role) if role else NOBODY, client_of(role)
    wrong = []
    for rule in rules(app):
        permission = view(app, rule).permission  # type: ignore[attr-defined]
        granted = is_granted(
            identity, permission, facts(rule, three_versions, place, is_public=is_public)
        )
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            if method == "POST" and granted:
                continue  # what a granted POST does is told page by page
            answer = client.open(filled(app, rule, world, place, three_versions), method=method)
            if not _as_it_should_be(
                answer.status_code, answer.location, granted, role, rule.endpoint
            ):
                wrong.append((method, rule.rule, permission.value, granted, answer.status_code))
    assert wrong == []


def _as_it_should_be(
    status: int, location: str | None, granted: bool, role: Role | None, endpoint: str
) -> bool:
    if granted:
        return status < 400 or status in BEYOND.get(endpoint, set())
    if role is None:
        return status == 401 or (
            status == 302 and bool(re.match(r"/sign-in\?next=", location or ""))
        )
    return status in {403, 404}


@pytest.mark.parametrize("is_public", [False, True], ids=["private", "public"])
@pytest.mark.parametrize("role", WHO)
def test_A111_a_refused_post_writes_nothing(
    app: Flask, client_of: ClientOf, three_versions: Published, role: Role | None, is_public: bool
) -> None:
    world = three_versions.world
    if is_public:
        make_public(world)
    identity, client = world.identity(role) if role else NOBODY, client_of(role)
    refused = [
        filled(app, rule, world, OTHER, three_versions)
        for rule in rules(app)
        if "POST" in (rule.methods or set())
        and not is_granted(
            identity,
            view(app, rule).permission,
            facts(rule, three_versions, OTHER, is_public=is_public),
        )  # type: ignore[attr-defined]
    ]
    before = everything(world.database)
    assert {client.post(path, data=SENT).status_code < 400 for path in refused} <= {False}
    assert everything(world.database) == before


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.CHAIR, Role.STAKEHOLDER])
def test_A111_what_does_not_exist_and_what_is_not_ours_look_the_same(
    app: Flask, client_of: ClientOf, three_versions: Published, role: Role
) -> None:
    with three_versions.world.database.transaction() as session:
        create_code(session, OPERATOR, slug="secret", title="Secret")
    client = client_of(role)
    for rule in rules(app):
        if "slug" in rule.arguments and "GET" in (rule.methods or set()):
            path = filled(app, rule, three_versions.world, GIVEN, three_versions)
            answers = [client.get(path.replace(SLUG, slug)) for slug in ("secret", "no-such")]
            assert {answer.status_code for answer in answers} == {404}, path
            pages = [_bare(answer) for answer in answers]
            assert pages[0].replace("secret", "no-such") == pages[1], path


@pytest.mark.parametrize("role", [None, Role.STAKEHOLDER, Role.CHAIR, Role.OBSERVER])
def test_A111_a_prepared_version_and_a_comment_of_others_look_as_if_they_were_not_there(
    app: Flask, client_of: ClientOf, three_versions: Published, role: Role | None
) -> None:
    make_public(three_versions.world)
    client = client_of(role)
    hidden = [
        f"{CODE}/versions/{{}}{page}" for page in ("", "/general", f"/clauses/{three_versions.eid}")
    ] + [f"{CODE}/versions/1/compare/{{}}"]
    both = [(path.format(3), path.format(999)) for path in hidden]
    if role is not Role.STAKEHOLDER:  # whose comment it is
        both.append(
            (
                f"{CODE}/threads/{three_versions.thread_numbers[CommentState.UNFILED]}",
                f"{CODE}/threads/999",
            )
        )
    for paths in both:
        answers = [client.get(path) for path in paths]
        assert {answer.status_code for answer in answers} == ({302} if role is None else {404}), (
            paths
        )
        pages = [
            _bare(answer).replace("%2F", "/").replace(path, "here")
            for path, answer in zip(paths, answers, strict=True)
        ]
        assert pages[0] == pages[1], paths


def _bare(answer: TestResponse) -> str:
    """The page without what is new in every answer."""
    return re.sub(r'nonce="[^"]*"|value="[^"]*"', "", answer.get_data(as_text=True))


@pytest.mark.parametrize("is_public", [False, True], ids=["private", "public"])
@pytest.mark.parametrize("role", WHO)
def test_A109_a_get_changes_nothing(
    app: Flask, client_of: ClientOf, three_versions: Published, role: Role | None, is_public: bool
) -> None:
    world = three_versions.world
    if is_public:
        make_public(world)
    client = client_of(role)
    gets = [rule for rule in rules(app) if "GET" in (rule.methods or set())]
    paths = [
        filled(app, rule, world, place, three_versions) for place in (GIVEN, OTHER) for rule in gets
    ]
    before = everything(world.database)
    for path in paths:
        client.get(path)
        client.head(path)
    assert everything(world.database) == before
