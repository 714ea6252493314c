"""What a caller may not see stands in no answer of the API and in no download; what they may see
does.
"""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from tests.api.conftest import ProgramOf
from tests.support.people import SLUG, token_of
from tests.support.programs import API, Program
from tests.support.spoken import (
    HIDDEN_REPLY,
    PREPARED_ANSWER,
    PREPARED_LABEL,
    PREPARED_TEXT,
    PUBLIC_REPLY,
    Spoken,
)

SAID = {state: f"A comment that is {state.value}." for state in CommentState}
EVERYTHING = {
    *SAID.values(),
    PREPARED_ANSWER,
    PREPARED_TEXT,
    PREPARED_LABEL,
    PUBLIC_REPLY,
    HIDDEN_REPLY,
}
COLLEAGUES = {SAID[state] for state in CommentState if state is not CommentState.UNFILED} | {
    PUBLIC_REPLY
}
# The members of the world belong to one organisation; the stranger and nobody do not.
MAY_SEE: dict[Role | str | None, set[str]] = {
    Role.SECRETARIAT: COLLEAGUES | {PREPARED_ANSWER, PREPARED_TEXT, PREPARED_LABEL},
    Role.CHAIR: COLLEAGUES | {PREPARED_ANSWER},
    Role.DRAFTER: COLLEAGUES | {PREPARED_ANSWER, HIDDEN_REPLY},
    Role.STAKEHOLDER: set(SAID.values()) | {PUBLIC_REPLY},
    Role.OBSERVER: COLLEAGUES,
    "stranger": {SAID[CommentState.PUBLISHED]},
    None: {SAID[CommentState.PUBLISHED]},
}
NEVER_EXPORTED = {PREPARED_ANSWER}  # a table travels further than its maker thinks


def addresses(app: Flask, spoken: Spoken, is_wanted: Callable[[Rule], bool]) -> list[str]:
    """Every address of the wanted routes that numbers and eids can make, those of others' things
    too.
    """
    numbers = range(1, 6)
    given: dict[str, Any] = {"slug": [SLUG], "eid": spoken.published.eids[:3]}
    adapter = app.url_map.bind("")
    found = []
    for rule in app.url_map.iter_rules():
        if is_wanted(rule) and "GET" in (rule.methods or set()):
            names = sorted(rule.arguments)
            for values in product(*(given.get(name, numbers) for name in names)):
                found.append(adapter.build(rule.endpoint, dict(zip(names, values, strict=True))))
    return found


def found_in(program: Program, paths: list[str]) -> set[str]:
    """Which of the texts the answers hold, as JSON or as they are."""
    answers = "".join(program.call(path).text for path in paths)
    return {text for text in EVERYTHING if text in answers}


@pytest.mark.parametrize("who", MAY_SEE, ids=str)
def test_the_api_tells_everybody_exactly_what_they_may_see(
    app: Flask, public: Spoken, program_of: ProgramOf, who: Role | str | None
) -> None:
    paths = addresses(app, public, lambda rule: rule.rule.startswith(API))
    assert found_in(program_of(who), paths) == MAY_SEE[who]


@pytest.mark.parametrize("who", MAY_SEE, ids=str)
def test_downloads_hold_exactly_what_one_may_see(
    app: Flask, public: Spoken, who: Role | str | None
) -> None:
    client = app.test_client()
    if who is not None:
        account_id = public.world.account_ids[who] if isinstance(who, Role) else public.stranger_id
        with client.session_transaction() as session:
            session["token"] = token_of(public.world, account_id)
    paths = addresses(app, public, lambda rule: rule.endpoint.startswith("exports."))
    answers = "".join(client.get(path).text for path in paths)
    assert {text for text in EVERYTHING if text in answers} == MAY_SEE[who] - NEVER_EXPORTED


def test_a_member_of_nothing_finds_nothing_where_it_is_not_public(
    app: Flask, spoken: Spoken, program_of: ProgramOf
) -> None:
    paths = addresses(app, spoken, lambda rule: rule.rule.startswith(API))
    assert found_in(program_of(None), paths) == set()
