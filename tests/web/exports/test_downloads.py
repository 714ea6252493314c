"""Downloads: the text of a version, and the comments on it. Who sees what is told in
tests/api/test_no_leak.py.
"""

import csv
import hashlib
import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from tests.support.people import World
from tests.support.published import make_public, make_published, publish_world

ClientOf = Callable[[Role | None], FlaskClient]
CODE = "/codes/test-code"


def test_the_markdown_is_the_text_of_which_the_page_tells_the_digest(
    client_of: ClientOf, world: World
) -> None:
    publish_world(world)
    client = client_of(Role.OBSERVER)
    answer = client.get(f"{CODE}/versions/1/text.md")
    assert answer.content_type == "text/markdown; charset=utf-8"
    assert hashlib.sha256(answer.data).hexdigest() in client.get(f"{CODE}/versions/1").text


def test_a_download_has_a_plain_and_a_speaking_name(client_of: ClientOf, world: World) -> None:
    publish_world(world, label='Projet n° 1 / "été"\r\n')
    disposition = (
        client_of(Role.OBSERVER).get(f"{CODE}/versions/1/text.md").headers["Content-Disposition"]
    )
    assert disposition == (
        'attachment; filename="Test code of practice, Projet n 1 - -ete-.md"; '
        "filename*=UTF-8''Test%20code%20of%20practice%2C%20"
        "Projet%20n%C2%B0%201%20-%20-%C3%A9t%C3%A9-.md"
    )


def test_the_html_holds_the_clauses_and_is_never_shown_in_place(
    client_of: ClientOf, world: World
) -> None:
    published = make_published(world)
    answer = client_of(Role.OBSERVER).get(f"{CODE}/versions/1/text.html")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    for eid in published.eids:
        assert f'id="{eid}"' in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize("path", ["versions/1/comments.csv", "rounds/1/comments.csv"])
def test_the_table_holds_what_one_sees(client_of: ClientOf, world: World, path: str) -> None:
    published = make_published(world)
    answer = client_of(Role.CHAIR).get(f"{CODE}/{path}")
    assert answer.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    unfiled = published.thread_numbers[CommentState.UNFILED]
    assert [row["Number"] for row in rows] == [
        str(n) for n in published.thread_numbers.values() if n != unfiled
    ]
    assert (
        client_of(None).get(rows[0]["Permanent link"]).status_code == 302
    )  # the address of the thread's own page


@pytest.mark.parametrize(
    "path",
    [
        "versions/1/text.md",
        "versions/1/text.html",
        "versions/1/comments.csv",
        "rounds/1/comments.csv",
    ],
)
def test_what_is_public_is_downloaded_without_signing_in_and_nothing_else(
    app: Flask, world: World, path: str
) -> None:
    make_published(world)
    assert app.test_client().get(f"{CODE}/{path}").status_code == 302
    make_public(world)
    assert app.test_client().get(f"{CODE}/{path}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "versions/9/text.md",
        "versions/9/text.html",
        "versions/9/comments.csv",
        "rounds/9/comments.csv",
    ],
)
def test_what_is_not_there_is_not_found(client_of: ClientOf, world: World, path: str) -> None:
    assert client_of(Role.CHAIR).get(f"{CODE}/{path}").status_code == 404
