"""Every refusal is a problem document; no page of HTML comes from below /api."""

from typing import Any

import pytest
from flask import Flask

from drafting.domain.roles import Role
from tests.api.conftest import ProgramOf
from tests.support.people import SLUG
from tests.support.programs import API
from tests.support.spoken import Spoken

THREADS = f"codes/{SLUG}/versions/1/threads"
JSON = {"content_type": "application/json"}
WRONG: dict[str, tuple[str, str, dict[str, Any], int]] = {
    "no such route": ("GET", "no-such", {}, 404),
    "no such version of the API": ("GET", "/api/v9/codes", {}, 404),
    "a number too large": ("GET", f"codes/{SLUG}/versions/99999999999", {}, 404),
    "a clause that is not there": ("GET", f"codes/{SLUG}/versions/1/clauses/no-such", {}, 404),
    "a clause with a control character": ("GET", f"codes/{SLUG}/versions/1/clauses/a%00b", {}, 404),
    "a slug with a control character": ("GET", "codes/a%00b", {}, 404),
    "a method that the route does not take": ("POST", "codes", {"json": {}}, 405),
    "another method": ("DELETE", THREADS, {}, 405),
    "a form instead of JSON": ("POST", THREADS, {"data": {"text": "x"}}, 415),
    "no JSON": ("POST", THREADS, {"data": b"{", **JSON}, 400),
    "no UTF-8": ("POST", THREADS, {"data": b'"\xe9"', **JSON}, 400),
    "JSON too deep": ("POST", THREADS, {"data": b"[" * 200_000, **JSON}, 400),
    "a number of too many digits": ("POST", THREADS, {"data": b"1" * 6000, **JSON}, 400),
    "too much": ("POST", THREADS, {"data": b'"' + b"a" * 1_100_000 + b'"', **JSON}, 413),
    "no object": ("POST", THREADS, {"json": ["text"]}, 422),
    "a member that is not known": ("POST", THREADS, {"json": {"text": "x", "txt": "y"}}, 422),
}


@pytest.mark.parametrize("case", WRONG)
def test_each_wrong_request_has_its_problem(
    spoken: Spoken, program_of: ProgramOf, case: str
) -> None:
    method, path, given, status = WRONG[case]
    answer = program_of(Role.SECRETARIAT, may_write=True).call(path, method, **given)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json["status"] == status
    assert answer.json["title"]
    assert len(answer.json["detail"]) > 10
    assert answer.json["type"] == "about:blank"


def test_a_refused_method_is_told_which_are_taken(spoken: Spoken, program_of: ProgramOf) -> None:
    assert "GET" in program_of(Role.CHAIR).call("codes", "PUT").headers["Allow"]


def test_the_pages_keep_their_own_errors(app: Flask) -> None:
    for path in ("/no-such", "/apiary", "/api"):
        answer = app.test_client().get(path)
        assert (answer.status_code, answer.mimetype) == (404, "text/html"), path


def test_a_crash_is_a_problem_that_tells_nothing_of_its_cause(
    app: Flask, spoken: Spoken, program_of: ProgramOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_given: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr("drafting.api.codes.codes_of", crash)
    app.testing = False
    answer = program_of(None).call("codes")
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert "secret" not in answer.text


def test_headers_are_as_strict_as_on_pages(public: Spoken, program_of: ProgramOf) -> None:
    answer = program_of(None).call(f"{API}/codes")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
