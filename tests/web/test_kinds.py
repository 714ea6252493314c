"""Kinds where one reads: a typed block is set apart and named once, a clause says what it is,
the API and the table too.
"""

import csv
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from drafting.domain.roles import Role
from tests.support.pages import Page, faults_of
from tests.support.people import SLUG, World
from tests.support.published import make_public, publish_world, retype
from tests.web.looking import words
from tests.web.publishing import CODE, VERSION

ClientOf = Callable[[Role | None], FlaskClient]
TEXT = """# Measure 1 — Sheets

> [!legal-text]
> Article 53 says so.
>
> And more.

Explanatory note: because.

::: open-question
Is it so?
:::

“Sheet” means a page.
"""


@pytest.fixture
def client(world: World, client_of: ClientOf) -> FlaskClient:
    make_public(world)
    retype(world, TEXT)
    publish_world(world)
    return client_of(Role.SECRETARIAT)


def test_the_reading_page_names_a_block_once_and_not_where_its_words_do(
    client: FlaskClient,
) -> None:
    page = client.get(VERSION).text
    elements = Page.of(page).elements
    names = [one.text for one in elements if one.attributes.get("class") == "block-name"]
    assert names == ["Legal text", "Open question"]
    blocks = [one.attributes["data-block"] for one in elements if "data-block" in one.attributes]
    assert blocks == ["legal-text", "legal-text", "explanation", "open-question"]
    assert "[!legal-text]" not in page
    assert ":::" not in page
    assert faults_of(page) == []


def test_the_page_of_a_clause_says_of_what_kind_it_is(client: FlaskClient) -> None:
    page = Page.of(client.get(f"{VERSION}/clauses/measure-1-q2").text)
    tags = [one.text for one in page.elements if one.attributes.get("class") == "tag"]
    assert tags == ["Measure", "Legal text"]
    defined = client.get(f"{VERSION}/clauses/measure-1-p3")
    assert "defines “Sheet”" in words(defined)
    assert faults_of(defined.text) == []


def test_the_API_gives_the_kinds_and_null_for_none(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1{CODE}/versions/1/clauses").json
    clauses = answer["clauses"][:6]  # type: ignore[index]
    assert [(one["provision"], one["block"], one["term"]) for one in clauses] == [
        ("measure", None, None),
        ("measure", "legal-text", None),
        ("measure", "legal-text", None),
        ("measure", "explanation", None),
        ("measure", "open-question", None),
        ("definition", None, "Sheet"),
    ]


def test_the_table_of_comments_says_of_what_kind_the_clause_is(client: FlaskClient) -> None:
    client.post(
        f"{VERSION}/clauses/measure-1-q2/threads", data={"text": "A comment.", "state": "filed"}
    )
    table = client.get(f"{VERSION}/comments.csv").get_data().decode("utf-8-sig")
    assert [row["Kind of provision"] for row in csv.DictReader(io.StringIO(table))] == ["Measure"]
    assert SLUG in table
