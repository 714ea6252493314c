"""Who comes in: a token, or nobody; never a cookie."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from drafting.domain.roles import Role
from drafting.policy.identity import NOBODY, OPERATOR
from drafting.policy.permission_map import may
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.services.people.personal_tokens import revoke_token, tokens_of
from drafting.storage.models import Account
from tests.api.conftest import ProgramOf
from tests.support.people import SLUG, World
from tests.support.programs import API, Program
from tests.support.spoken import Spoken

CODE = f"{API}/codes/{SLUG}"


def test_a_cookie_opens_nothing(
    app: Flask, spoken: Spoken, client_of: Callable[[Role | None], FlaskClient]
) -> None:
    answer = client_of(Role.SECRETARIAT).get(CODE)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "header",
    [
        "Bearer drafting_no-such-token",
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        "drafting_x",
        "",
        "Bearer \xe9",
        "Digest a=b",
    ],
)
def test_a_token_that_opens_nothing_is_refused_even_where_none_is_needed(
    public: Spoken, app: Flask, header: str
) -> None:
    answer = app.test_client().get(CODE, headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert "invalid_token" in answer.headers["WWW-Authenticate"]


def test_a_revoked_token_is_refused(public: Spoken, program_of: ProgramOf) -> None:
    program = program_of(Role.CHAIR)
    chair = replace(OPERATOR, account_id=public.world.account_ids[Role.CHAIR])
    assert program.call(CODE).status_code == 200
    with public.world.database.transaction() as session:
        revoke_token(session, chair, tokens_of(session, chair)[0].id)
    assert program.call(CODE).status_code == 401


def test_the_token_of_a_closed_account_is_refused(public: Spoken, program_of: ProgramOf) -> None:
    program = program_of(Role.CHAIR)
    with public.world.database.transaction() as session:
        session.get_one(Account, public.world.account_ids[Role.CHAIR]).is_disabled = True
    assert program.call(CODE).status_code == 401


def test_a_token_that_may_only_read_does_not_write(spoken: Spoken, program_of: ProgramOf) -> None:
    answer = program_of(Role.STAKEHOLDER).call(
        f"{CODE}/versions/1/threads", "POST", json={"text": "x"}
    )
    assert answer.status_code == 403
    assert "insufficient_scope" in answer.headers["WWW-Authenticate"]


def test_without_a_token_nothing_is_written_and_nothing_is_said(
    public: Spoken, program_of: ProgramOf
) -> None:
    for body in ({"json": {"text": "x"}}, {"data": b"not JSON"}):
        assert (
            program_of(None).call(f"{CODE}/versions/1/threads", "POST", **body).status_code == 401
        )


def granted(world: World, who: Role | None, permission: Permission, context: Context) -> bool:
    return may(world.identity(who) if who else NOBODY, permission, context)


@pytest.mark.parametrize("who", [None, *Role])
def test_every_route_answers_as_the_map_says(
    app: Flask, spoken: Spoken, program_of: ProgramOf, who: Role | None
) -> None:
    context = Context(code_id=spoken.world.code_id, version_is_published=True)
    program = program_of(who)
    for path, permission in reading_routes(app, spoken):
        answer = program.call(path)
        if permission is Permission.COMMENT_READ:
            # the published thread, open to all who may read the code
            permission = Permission.CODE_READ  # noqa: PLW2901 - see above
        expected = (
            200 if granted(spoken.world, who, permission, context) else 401 if who is None else 404
        )
        assert answer.status_code == expected, path


def reading_routes(app: Flask, spoken: Spoken) -> list[tuple[str, Permission]]:
    thread = list(spoken.published.thread_numbers.values())[-1]
    given = {
        "slug": SLUG,
        "number": 1,
        "old": 1,
        "new": 2,
        "eid": spoken.published.eid,
        "thread_number": thread,
    }
    adapter = app.url_map.bind("")
    return [
        (
            adapter.build(rule.endpoint, {name: given[name] for name in rule.arguments}),
            app.view_functions[rule.endpoint].permission,
        )  # type: ignore[attr-defined]
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(API) and "GET" in (rule.methods or set())
    ]


def test_what_does_not_exist_and_what_is_not_ours_look_the_same(
    spoken: Spoken, program_of: ProgramOf, app: Flask
) -> None:
    for program in (program_of(Role.OBSERVER), Program(app)):
        hidden, missing = (program.call(f"codes/{SLUG}/versions/{number}") for number in (3, 99))
        assert hidden.status_code == missing.status_code != 200
        assert hidden.data == missing.data
