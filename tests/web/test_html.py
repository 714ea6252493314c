"""Every page is well-formed HTML: ids once, controls labelled, headings in order, no link
without a name.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from tests.support.pages import faults_of
from tests.support.people import World
from tests.support.published import Published, answer, comment, make_public, publish_world, retype
from tests.web.publishing import CODE, VERSION, prepare_text, publish_second
from tests.web.test_matrix import GIVEN, OTHER, filled, rules

ClientOf = Callable[[Role | None], FlaskClient]
RICH = """# Measure 1 *Sheets*

## Sub {#sub}

#### Deep

1. First, with `code`, **strong** and a [link](#sub).
    - (a) a point
        - (i) a deeper one

> A quotation.

| a | b |
|---|---|
| 1 | [x](https://example.org) |

```
<b>code</b>
```

A note[^1], a <div>tag</div> & an ampersand.

[^1]: The note.
"""


def wrong_pages(client: FlaskClient, paths: list[str]) -> dict[str, list[str]]:
    """The pages among these addresses that have faults."""
    answers = {path: client.get(path) for path in dict.fromkeys(paths)}
    pages = {
        path: answer.text
        for path, answer in answers.items()
        if answer.mimetype == "text/html" and answer.status_code != 302
    }
    return {path: found for path, page in pages.items() if (found := faults_of(page))}


@pytest.mark.parametrize("role", [None, *Role])
def test_every_page_is_well_formed(
    app: Flask, published: Published, client_of: ClientOf, role: Role | None
) -> None:
    world = published.world
    make_public(world)
    publish_second(world)
    prepare_text(world, "# Third\n")
    comment(world, Role.STAKEHOLDER, "On all of it.")
    for state, kind in ((CommentState.FILED, "accepted"), (CommentState.PUBLISHED, "not_accepted")):
        answer(world, published.thread_numbers[state], "Because.", kind=kind)
    answer(world, published.thread_numbers[CommentState.FILED], "Anew.", is_published=False)
    gets = [rule for rule in rules(app) if "GET" in (rule.methods or set())]
    paths = [
        filled(app, rule, world, place, published) for place in (GIVEN, OTHER) for rule in gets
    ]
    assert wrong_pages(client_of(role), [*paths, "/no-such-page"]) == {}


def test_every_kind_of_clause_is_well_formed_alone_and_in_its_place(
    world: World, client_of: ClientOf
) -> None:
    retype(world, RICH)
    publish_world(world)
    publish_second(
        world,
        RICH.replace("First", "Second").replace("quotation", "quote").replace("deeper", "lower"),
    )
    client = client_of(Role.SECRETARIAT)
    page = client.get(VERSION).text
    clauses = [
        part.partition('"')[0]
        for part in page.split(f'<a class="num" href="{VERSION}/clauses/')[1:]
    ]
    paths = [f"{VERSION}/clauses/{eid}" for eid in clauses]
    assert len(paths) > 12
    redline = f"{VERSION}/compare/2"
    assert (
        wrong_pages(client, [*paths, redline, f"{redline}?view=sides", f"{redline}?status=moved"])
        == {}
    )
    assert [
        fault for fault in faults_of(page) if " follows " not in fault
    ] == []  # the order of headings is the author's


@pytest.mark.parametrize(
    ("role", "path", "form"),
    [
        (Role.SECRETARIAT, "/versions/new", {}),
        (Role.SECRETARIAT, "/versions/new", {"label": "x", "stage": "none"}),
        (
            Role.SECRETARIAT,
            "/rounds/new",
            {"closes_at": "2031-01-01T10:00", "title": "x", "audience": "x"},
        ),
        (Role.SECRETARIAT, "/rounds/new", {}),
        (Role.SECRETARIAT, "/rounds/1/extend", {}),
        (Role.SECRETARIAT, "/edit", {}),
        (Role.STAKEHOLDER, "/versions/1/threads", {}),
        (Role.STAKEHOLDER, "/versions/1/threads", {"text": "x", "state": "x"}),
        (Role.STAKEHOLDER, "/threads/4/replies", {}),
        (Role.STAKEHOLDER, "/threads/4/replies", {"text": "x", "state": "x"}),
        (Role.STAKEHOLDER, "/threads/9/replies", {"text": "x"}),
        (Role.CHAIR, "/threads/4/answer", {}),
        (Role.CHAIR, "/threads/4/answer", {"kind": "deferred"}),
        (Role.CHAIR, "/threads/4/answer/publish", {}),
    ],
)
def test_a_form_that_comes_back_is_well_formed(
    published: Published, client_of: ClientOf, role: Role, path: str, form: dict[str, str]
) -> None:
    sent = client_of(role).post(f"{CODE}{path}", data=form)
    assert 400 <= sent.status_code < 500
    assert faults_of(sent.text) == []
