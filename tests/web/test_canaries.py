"""Words that not everybody may see are followed over every page: they stand nowhere for those
who may not see them.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient

from drafting import clock
from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.versions.publishing import publish_version
from drafting.services.versions.queries import version_by_number
from tests.support.people import TEXT, World, token_of
from tests.support.published import Published, add_stranger, answer, comment, make_public, retype
from tests.web.publishing import CODE, prepare_text, publish_second
from tests.web.test_matrix import Place, filled, rules

WORDS = {
    "unfiled": "Quokka",
    "shared": "Numbat",
    "filed": "Bilby",
    "answer": "Potoroo",
    "version text": "Wallaby",
    "version label": "Dunnart",
    "version note": "Kowari",
}
VERSION = {"version text", "version label", "version note"}
DRAFTING = {"filed", "answer"}  # what those who draft see of others
SEES = {  # the reader, and which of the words
    "nobody": set(),
    "the author": {"unfiled", "shared", "filed"},
    "a colleague": {"shared", "filed"},
    "another stakeholder": set(),
    "another observer": set(),
    "a drafter": DRAFTING,
    "a chair": DRAFTING,
    "the secretariat": DRAFTING | VERSION,
}
STRANGERS = {
    "another stakeholder": Role.STAKEHOLDER,
    "another observer": Role.OBSERVER,
    "a drafter": Role.DRAFTER,
    "a chair": Role.CHAIR,
    "the secretariat": Role.SECRETARIAT,
}


@pytest.fixture
def hidden(published: Published) -> Published:
    """A public code of practice in which each of the words is hidden somewhere."""
    world = published.world
    make_public(world)
    publish_second(world)
    threads = dict(published.thread_numbers)  # a copy: the fixture's own belongs to all tests
    for state in (CommentState.UNFILED, CommentState.SHARED, CommentState.FILED):
        text = f"It was said: {WORDS[state.value]}."
        threads[state] = comment(world, Role.STAKEHOLDER, text, state=state, eid=published.eid)
    for state in (CommentState.PUBLISHED, CommentState.FILED):
        answer(world, threads[state], WORDS["answer"], is_published=False, kind="accepted")
    fields = {"label": WORDS["version label"], "note": WORDS["version note"]}
    prepare_text(
        world,
        f"# {WORDS['version text']}\n\nThe first clause of {WORDS['version text']}.\n",
        **fields,
    )
    retype(world, TEXT)  # the working drafts are for their drafters, and told elsewhere
    return replace(published, thread_numbers=threads)


@pytest.mark.parametrize("is_scheduled", [False, True], ids=["prepared", "scheduled"])
@pytest.mark.parametrize("reader", SEES)
def test_what_is_not_for_a_reader_stands_on_no_page(
    app: Flask,
    hidden: Published,
    client_of: Callable[[Role | None], FlaskClient],
    reader: str,
    is_scheduled: bool,
) -> None:
    if is_scheduled:
        schedule(hidden.world)
    client = client_of({"the author": Role.STAKEHOLDER, "a colleague": Role.OBSERVER}.get(reader))
    if reader in STRANGERS:
        with client.session_transaction() as session:
            session["token"] = token_of(hidden.world, add_stranger(hidden.world, STRANGERS[reader]))
    found = {
        (name, path)
        for path in addresses(app, hidden)
        for page in [client.get(path).get_data(as_text=True)]
        for name, word in WORDS.items()
        if word in page
    }
    assert {(name, path) for name, path in found if name not in SEES[reader]} == set()
    assert {name for name, _ in found} == SEES[
        reader
    ]  # the others do find it: the words are really there


def schedule(world: World) -> None:
    """Have the prepared version published in an hour."""
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        version = version_by_number(session, OPERATOR, code, 3)
        publish_version(session, OPERATOR, code, version, at=clock.now() + timedelta(hours=1))


def addresses(app: Flask, made: Published) -> Iterator[str]:
    """Every page, for every version, thread and clause, and the lists by every filter."""
    gets = [rule for rule in rules(app) if "GET" in (rule.methods or set())]
    places = [
        Place(number=number, state=state)
        for number, state in product((1, 2, 3), made.thread_numbers)
    ]
    yield from dict.fromkeys(
        filled(app, rule, made.world, place, made) for rule in gets for place in places
    )
    for narrowed in (
        "state=unfiled",
        "state=shared",
        "state=filed",
        "q=said",
        "mine=1",
        "answered=no",
        "answered=yes",
        "version=3",
    ):
        yield f"{CODE}/threads?{narrowed}"
    yield f"{CODE}/compare?old=1&new=3"
    yield f"{CODE}/versions/2/compare/3"
