"""Beginning a thread through the API: the rules are those of the page."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.rounds.scheduling import close_round, round_by_number
from tests.api.conftest import ProgramOf
from tests.support.people import SLUG
from tests.support.published import QUOTED
from tests.support.spoken import Spoken
from tests.web.looking import everything

PATH = f"codes/{SLUG}/versions/1/threads"


@pytest.fixture
def send(program_of: ProgramOf) -> Any:
    """Sends a body as the stakeholder's program."""
    program = program_of(Role.STAKEHOLDER, may_write=True)

    def post(body: object, path: str = PATH) -> TestResponse:
        return program.call(path, "POST", json=body)

    return post


def test_a_comment_on_quoted_words_is_saved_and_answered_as_it_is_read(
    spoken: Spoken, program_of: ProgramOf, send: Any
) -> None:
    eid = spoken.published.eid
    made = send(
        {
            "clause": eid,
            "text": "Better: the second.",
            "state": "filed",
            "language": "fr",
            "quote": {"exact": QUOTED},
        }
    )
    assert made.status_code == 201
    assert made.json["clause"] == eid
    assert made.json["selector"][0]["exact"] == QUOTED
    assert made.json["round"] == 1
    comment = made.json["comments"][0]
    assert (comment["text"], comment["state"], comment["language"]) == (
        "Better: the second.",
        "filed",
        "fr",
    )
    place = made.headers["Location"]
    assert program_of(Role.CHAIR).call(place[place.index("/api/") :]).json == made.json


def test_a_comment_without_more_is_on_the_whole_version_and_unfiled(
    spoken: Spoken, program_of: ProgramOf, send: Any
) -> None:
    made = send({"text": "On the whole."}).json
    assert (made["clause"], made["selector"], made["comments"][0]["state"]) == (None, [], "unfiled")
    assert program_of(Role.CHAIR).call(f"codes/{SLUG}/threads/{made['number']}").status_code == 404


def test_fifty_thousand_characters_fit_however_they_are_written(spoken: Spoken, send: Any) -> None:
    assert len(send({"text": "😀" * 50_000}).json["comments"][0]["text"]) == 50_000


WRONG: dict[str, tuple[object, int, str | None]] = {
    "no text": ({}, 422, "text"),
    "blank text": ({"text": " \n"}, 422, "text"),
    "text that is no string": ({"text": 7}, 422, "text"),
    "text too long": ({"text": "a" * 50_001}, 422, "text"),
    "a state that is none": ({"text": "x", "state": "secret"}, 422, "state"),
    "published at once": ({"text": "x", "state": "published"}, 422, "state"),
    "a language that is none": ({"text": "x", "language": "???"}, 422, "language"),
    "an empty clause": ({"text": "x", "clause": ""}, 422, "clause"),
    "a clause that is not there": ({"text": "x", "clause": "no-such"}, 404, None),
    "words that do not stand there": (
        {"text": "x", "clause": "{eid}", "quote": {"exact": "absent words"}},
        422,
        "quote",
    ),
    "a quote that is no object": ({"text": "x", "quote": "words"}, 422, "quote"),
    "a lone surrogate": ({"text": "\ud800"}, 422, "text"),
}


@pytest.mark.parametrize(("body", "status", "field"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_refused_at_its_member_and_nothing_is_written(
    spoken: Spoken, send: Any, body: dict[str, object], status: int, field: str | None
) -> None:
    before = everything(spoken.world.database)
    if body.get("clause") == "{eid}":
        body = {**body, "clause": spoken.published.eid}
    answer = send(body)
    assert (answer.status_code, answer.json.get("field")) == (status, field)
    assert everything(spoken.world.database) == before


def test_after_the_round_stakeholders_are_refused_and_drafters_are_not(
    spoken: Spoken, program_of: ProgramOf, send: Any
) -> None:
    with spoken.world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        close_round(session, OPERATOR, code, round_by_number(session, OPERATOR, code, 1))
    assert send({"text": "Too late."}).status_code == 409
    assert (
        program_of(Role.DRAFTER, may_write=True)
        .call(PATH, "POST", json={"text": "A note."})
        .status_code
        == 201
    )


@pytest.mark.parametrize("number", [3, 99])
def test_a_version_that_one_does_not_see_takes_no_comment(
    spoken: Spoken, send: Any, number: int
) -> None:
    assert send({"text": "x"}, f"codes/{SLUG}/versions/{number}/threads").status_code == 404


def test_csrf_protection_does_not_stand_in_the_way(app: Flask, spoken: Spoken, send: Any) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert send({"text": "From a program."}).status_code == 201


def test_an_observer_does_not_comment(spoken: Spoken, program_of: ProgramOf) -> None:
    assert (
        program_of(Role.OBSERVER, may_write=True).call(PATH, "POST", json={"text": "x"}).status_code
        == 403
    )
