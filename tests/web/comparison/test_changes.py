"""One numbered change: its page, its line shown again where it stands in the comparison, and what
a script is given of it.
"""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from drafting.domain.roles import Role
from drafting.services.operations.job_registry import run_all_jobs
from drafting.storage.unit_of_work import Database
from tests.support.people import World
from tests.support.published import publish_world, retype
from tests.web.looking import everything, value_at, words
from tests.web.publishing import CODE, publish_second

ClientOf = Callable[[Role | None], FlaskClient]
REDLINE = f"{CODE}/versions/1/compare/2"
CHANGE = f"{REDLINE}/changes/1"
FRAGMENT = {"X-Fragment": "true"}
OLD = "# One\n\nThe seller should keep a record.\n\nThe buyer may ask for it at any time.\n"
NEW = OLD.replace("should", "shall").replace("at any time", "once a year")
SAID = {"summary": "The duty is binding now", "significance": "substantive", "revision": "0"}


@pytest.fixture
def chair(world: World, client_of: ClientOf) -> FlaskClient:
    retype(world, OLD)
    publish_world(world)
    publish_second(world, NEW)
    return client_of(Role.CHAIR)


def test_the_form_opens_where_the_change_stands_without_script(
    chair: FlaskClient, client_of: ClientOf
) -> None:
    page = words(chair.get(REDLINE))
    [link] = re.findall(r'href="([^"]+)#C-001" data-part="edit-summary"', page)
    opened = words(chair.get(link))
    article = opened.split('id="C-001"')[1].split("</article>")[0]
    assert 'data-part="summary-form"' in article
    assert opened.count('data-part="summary-form"') == 1
    assert 'data-part="summary-form"' not in words(client_of(Role.OBSERVER).get(link))
    assert "edit-summary" not in words(client_of(Role.OBSERVER).get(REDLINE))


def test_a_saved_line_leads_back_to_the_same_part_of_the_comparison(chair: FlaskClient) -> None:
    opened = words(chair.get(f"{REDLINE}?substantive=1&view=sides&edit=1"))
    [action] = re.findall(r'data-part="summary-form" action="([^"]+)"', opened)
    answer = chair.post(action, data=SAID)
    assert answer.location == f"{REDLINE}?substantive=1&view=sides&at=1#C-001"
    page = words(chair.get(answer.location))
    assert page.count("The duty is binding now") == 2  # at the change, and in the list
    assert chair.post(CHANGE, data={**SAID, "revision": "1"}).location == CHANGE


def test_a_line_that_is_too_long_comes_back_with_what_was_typed(
    chair: FlaskClient, database: Database
) -> None:
    before = everything(database)
    answer = chair.post(CHANGE, data={**SAID, "summary": "x" * 301})
    assert answer.status_code == 422
    assert value_at(answer, "revise-summary") == "x" * 301
    assert 'href="#revise-summary"' in answer.text
    assert everything(database) == before


def test_a_script_is_given_the_form_and_then_what_is_said(
    chair: FlaskClient, client_of: ClientOf
) -> None:
    form = chair.get(CHANGE, headers=FRAGMENT)
    assert form.text.lstrip().startswith('<div data-part="panel"><form')
    assert form.headers["Vary"].split(", ").count("X-Fragment") == 1
    saved = words(chair.post(CHANGE, data=SAID, headers=FRAGMENT))
    assert '<p class="summary" data-part="summary">The duty is binding now</p>' in saved
    assert "<form" not in saved
    stale = chair.post(CHANGE, data={**SAID, "summary": "Other words"}, headers=FRAGMENT)
    assert stale.status_code == 409
    assert "Another editor wrote: “The duty is binding now”" in words(stale)
    assert value_at(stale, "revise-summary") == "Other words"
    assert "<html" in client_of(Role.OBSERVER).get(CHANGE, headers=FRAGMENT).text


def test_a_decision_that_is_refused_says_why_at_its_form(
    chair: FlaskClient, database: Database
) -> None:
    before = everything(database)
    answer = chair.post(f"{CHANGE}/succession", data={"what": "together", "eid": "no-such-clause"})
    assert answer.status_code >= 400
    assert 'class="error-summary"' in answer.text
    assert everything(database) == before


def test_the_permanent_link_holds_after_the_comparison_was_computed_anew(
    chair: FlaskClient, database: Database
) -> None:
    chair.post(CHANGE, data=SAID)
    second = f"{REDLINE}/changes/2"
    assert "once a year" in words(chair.get(second))
    [eid] = re.findall(r'id="C-002"[^>]* data-new="([^"]+)"', chair.get(REDLINE).text)
    chair.post(f"{second}/succession", data={"what": "apart", "eid": eid})
    run_all_jobs(database)
    assert "C-002 is no longer a change" in words(chair.get(second))
    kept = words(chair.get(CHANGE))
    assert "The duty is binding now" in kept
    assert "no change any more" not in kept
    names = set(re.findall(r'<article class="change [^>]*id="(C-\d+)"', chair.get(REDLINE).text))
    assert "C-001" in names
    assert "C-002" not in names
    assert len(names) == 3  # the two clauses apart have numbers of their own
