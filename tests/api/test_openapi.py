"""The description says what the routes are and what they answer: no more, no less."""

import re
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator

from drafting.api.openapi import OPERATIONS, Operation, description_of
from drafting.api.schemas import SCHEMAS
from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.settings import PROJECT_ROOT
from tests.api.conftest import ProgramOf
from tests.support.programs import API
from tests.support.spoken import Spoken

DESCRIPTION = description_of("https://drafting.test")


def described() -> set[tuple[str, str]]:
    return {(path, method) for path, methods in DESCRIPTION["paths"].items() for method in methods}


def routed(app: Flask) -> set[tuple[str, str]]:
    """Paths and methods as Flask knows them, written as OpenAPI writes them."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(API)]
    return {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(API)), method.lower())
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_is_described_and_no_other(app: Flask) -> None:
    assert described() == routed(app)


def test_every_part_of_a_path_is_a_parameter_and_a_known_name(app: Flask) -> None:
    for operation in OPERATIONS:
        assert re.findall(r"{(\w+)}", operation.path) == [
            one.name for one in operation.parameters if one.place == "path"
        ]
        assert f"api.{operation.name}" in app.view_functions


def test_every_parameter_of_a_query_that_a_view_reads_is_described() -> None:
    asked: set[str] = set()
    for module in ("threads", "versions"):
        source = (PROJECT_ROOT / "drafting" / "api" / f"{module}.py").read_text("utf-8")
        asked |= set(re.findall(r'asked_(?:number|text)\("(\w+)"', source)) | (
            {"limit"} if "limit(otherwise" in source else set()
        )
    assert asked == {
        one.name for operation in OPERATIONS for one in operation.parameters if one.place == "query"
    }


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_one_and_every_field_is_explained(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    for field, schema in SCHEMAS[name].get("properties", {}).items():
        assert schema.get("description") or "$ref" in str(schema), f"{name}.{field}"


def test_every_reference_leads_somewhere() -> None:
    references = set(re.findall(r"#/components/schemas/(\w+)", str(DESCRIPTION)))
    assert references <= set(DESCRIPTION["components"]["schemas"])
    assert set(SCHEMAS) <= references


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": DESCRIPTION["components"]}
    )


def paths(operation: Operation, spoken: Spoken) -> list[str]:
    """The addresses of an operation in the world where much is said."""
    given: dict[str, list[Any]] = {
        "slug": [spoken.world.slug],
        "number": [1, 2],
        "old": [1],
        "new": [2],
        "eid": spoken.published.eids[:2],
        "thread_number": [spoken.number(CommentState.FILED), spoken.number(CommentState.PUBLISHED)],
    }
    found = [operation.path]
    for name in re.findall(r"{(\w+)}", operation.path):
        found = [path.replace(f"{{{name}}}", str(value)) for path in found for value in given[name]]
    return found


@pytest.mark.parametrize(
    "operation", [one for one in OPERATIONS if one.method == "get"], ids=lambda one: one.name
)
@pytest.mark.parametrize("who", [None, Role.SECRETARIAT, Role.STAKEHOLDER])
def test_what_is_answered_is_what_is_described(
    public: Spoken, program_of: ProgramOf, operation: Operation, who: Role | None
) -> None:
    program = program_of(who)
    for path in paths(operation, public):
        answer = program.call(f"{API}{path}")
        if answer.status_code == 401:
            assert operation.name == "thread"  # the filed one, asked for by nobody
            validator("Problem").validate(answer.json)
        else:
            assert answer.status_code == 200, path
            validator(operation.answer).validate(answer.json)


def test_the_description_is_served(program_of: ProgramOf) -> None:
    served = program_of(None).read("openapi.json")
    assert served["openapi"] == "3.1.0"
    assert served["paths"] == DESCRIPTION["paths"]
