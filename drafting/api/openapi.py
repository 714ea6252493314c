"""The description of the API (OpenAPI 3.1): its routes, what they take and what they answer. A
test holds it to the routes.
"""

from dataclasses import dataclass
from typing import Any

from drafting.api.schema_pieces import Schema, ref, text, whole
from drafting.api.schemas import SCHEMAS
from drafting.domain.limits import MAX_KEY


@dataclass(frozen=True, slots=True)
class Parameter:
    """A part of the address, or of the query string (optional, then)."""

    name: str
    schema: Schema
    place: str = "path"

    def as_json(self) -> Schema:
        """As OpenAPI writes it."""
        schema = {name: value for name, value in self.schema.items() if name != "description"}
        required = self.place == "path"
        return {
            "name": self.name,
            "in": self.place,
            "required": required,
            "description": self.schema["description"],
            "schema": schema,
        }


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one route. `problems` are the statuses it may answer beside 200 or 201, 401,
    404 and 500.
    """

    name: str
    path: str
    summary: str
    answer: str
    parameters: tuple[Parameter, ...] = ()
    problems: tuple[int, ...] = ()
    method: str = "get"
    body: str | None = None


def _key(name: str, description: str) -> Parameter:
    return Parameter(name, {**whole(description, 0), "maximum": MAX_KEY})


def _query(name: str, description: str, least: int = 0, **more: int) -> Parameter:
    return Parameter(name, {**whole(description, least), "maximum": 999_999_999, **more}, "query")


SLUG = Parameter("slug", text("The code of practice."))
NUMBER = _key("number", "The number of the version.")
EID = Parameter("eid", text("The eid of the clause, or its {#id}."))
CODE_PATH = "/codes/{slug}"
VERSION_PATH = CODE_PATH + "/versions/{number}"
OPERATIONS = (
    Operation("description", "/openapi.json", "This description.", "Description"),
    Operation(
        "codes", "/codes", "The codes of practice that the caller may read.", "CodesOfPractice"
    ),
    Operation("code", CODE_PATH, "One code of practice.", "CodeOfPractice", (SLUG,)),
    Operation(
        "versions", CODE_PATH + "/versions", "Its versions, the newest first.", "Versions", (SLUG,)
    ),
    Operation(
        "version", VERSION_PATH, "One version with its text.", "VersionWithText", (SLUG, NUMBER)
    ),
    Operation(
        "clauses",
        VERSION_PATH + "/clauses",
        "The clauses of a version, a page at a time.",
        "Clauses",
        (
            SLUG,
            NUMBER,
            _query("after", "Begin behind this position."),
            _query("limit", "How many at most.", 1, maximum=5_000, default=500),
        ),
        (422,),
    ),
    Operation(
        "clause", VERSION_PATH + "/clauses/{eid}", "One clause.", "Clause", (SLUG, NUMBER, EID)
    ),
    Operation(
        "comparison",
        CODE_PATH + "/versions/{old}/comparison/{new}",
        "What became of each clause. 409 with Retry-After while it is not computed.",
        "Comparison",
        (SLUG, _key("old", "The older version."), _key("new", "The newer version.")),
        (409, 422),
    ),
    Operation(
        "rounds",
        CODE_PATH + "/rounds",
        "Its consultation rounds, the newest first.",
        "Rounds",
        (SLUG,),
    ),
    Operation(
        "threads",
        CODE_PATH + "/threads",
        "The threads that the caller may see, a page at a time.",
        "Threads",
        (
            SLUG,
            _query("version", "Only on the version of this number."),
            Parameter(
                "clause",
                text("Only on the clause of this eid, or its {#id}; needs `version`."),
                "query",
            ),
            _query("round", "Only of the round of this number."),
            _query("after", "Begin behind the thread of this number."),
            _query("limit", "How many at most.", 1, maximum=200, default=50),
        ),
        (422,),
    ),
    Operation(
        "thread",
        CODE_PATH + "/threads/{thread_number}",
        "One thread.",
        "Thread",
        (SLUG, _key("thread_number", "Its number.")),
    ),
    Operation(
        "start",
        VERSION_PATH + "/threads",
        "Begin a thread. Needs a token that may write, and for stakeholders an open round.",
        "Thread",
        (SLUG, NUMBER),
        (400, 403, 409, 413, 415, 422, 503),
        "post",
        "NewThread",
    ),
)
ALWAYS = (401, 404, 500)
CONVENTIONS = (
    "Every answer is JSON. Instants are ISO 8601 in UTC with Z; offsets count Unicode code "
    "points and are half-open. "
    "Without a token, what is public may be read; with `Authorization: Bearer` and a "
    "personal token (made on the account "
    "page) a program sees what its owner sees. Where something is not open to the caller, "
    "or does not exist, the answer is "
    "401 without a token and 404 with one. Refusals are problem documents (RFC 9457)."
)


def description_of(base_url: str) -> dict[str, Any]:
    """The whole description, for the site at `base_url`."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Drafting",
            "version": "1",
            "summary": "Codes of practice, drafted in the open.",
            "description": CONVENTIONS,
        },
        "servers": [{"url": f"{base_url}/api/v1"}],
        "security": [{}, {"personal_token": []}],
        "paths": paths,
        "components": {
            "schemas": {
                **SCHEMAS,
                "Description": {"type": "object", "description": "An OpenAPI document."},
            },
            "securitySchemes": {
                "personal_token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A personal token.",
                }
            },
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    status = "200" if operation.method == "get" else "201"
    answers = {status: {"description": operation.summary, "content": _content(operation.answer)}}
    for problem in sorted({*ALWAYS, *operation.problems}):
        answers[str(problem)] = {
            "description": "A problem.",
            "content": _content("Problem", "application/problem+json"),
        }
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "responses": answers,
    }
    if operation.parameters:
        described["parameters"] = [parameter.as_json() for parameter in operation.parameters]
    if operation.body is not None:
        described["requestBody"] = {"required": True, "content": _content(operation.body)}
        described["security"] = [{"personal_token": []}]
    return described


def _content(schema: str, media_type: str = "application/json") -> dict[str, Any]:
    return {media_type: {"schema": ref(schema)}}
