"""Threads on the pages of a later version: carried ones beside their clause, lost ones listed
and put back by hand.
"""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.services.operations.job_registry import run_all_jobs
from drafting.storage.models import ThreadAnchor, VersionClause
from tests.services.acting import separate
from tests.support.pages import faults_of
from tests.support.published import Published
from tests.web.looking import error_at, value_at, words
from tests.web.publishing import publish_second

ClientOf = Callable[[Role | None], FlaskClient]
CODE = "/codes/test-code"
PAGE = f"{CODE}/versions/2/orphans"
KEPT = "# One\n\nThe very first clause, edited.\n\n- (a) a point – with é and 😀\n"
GONE = "# One\n\n- (a) a point – with é and 😀\n"


@pytest.fixture
def kept(published: Published) -> Published:
    """Version 2, in which the quoted words still are."""
    separate(published.world)
    publish_second(published.world, KEPT)
    return published


@pytest.fixture
def lost(published: Published) -> Published:
    """Version 2, from which the clause is gone."""
    separate(published.world)
    publish_second(published.world, GONE)
    return published


def eid_of(published: Published, text: str) -> str:
    """The address of the clause of the last version that begins so."""
    with published.world.database.reading() as session:
        found = select(VersionClause.eid).where(VersionClause.text.startswith(text))
        return list(session.scalars(found.order_by(VersionClause.id)))[-1]


def test_threads_of_earlier_versions_stand_beside_their_clause_and_are_counted(
    kept: Published, client_of: ClientOf
) -> None:
    eid = eid_of(kept, "The very")
    observer = client_of(Role.OBSERVER)
    page = words(observer.get(f"{CODE}/versions/2/clauses/{eid}"))
    assert "From earlier versions" in page
    assert "still in this clause" in page
    assert f"{CODE}/threads/{kept.thread_numbers[CommentState.PUBLISHED]}" in page
    assert f"{CODE}/threads/{kept.thread_numbers[CommentState.FILED]}" not in page
    assert 'data-count="1"' in page
    assert observer.get(f"{CODE}/versions/2/counts").json == {eid: 1}


def test_the_page_of_a_thread_says_where_it_is_now(kept: Published, client_of: ClientOf) -> None:
    page = client_of(Role.OBSERVER).get(
        f"{CODE}/threads/{kept.thread_numbers[CommentState.PUBLISHED]}"
    )
    assert "In “Second draft”:" in words(page)
    assert f"{CODE}/versions/2/clauses/{eid_of(kept, 'The very')}" in words(page)
    assert faults_of(page.get_data(as_text=True)) == []


def test_the_page_of_a_thread_says_that_it_lost_its_place(
    lost: Published, client_of: ClientOf
) -> None:
    page = words(
        client_of(Role.OBSERVER).get(
            f"{CODE}/threads/{lost.thread_numbers[CommentState.PUBLISHED]}"
        )
    )
    assert "In “Second draft” the words of this comment were changed or removed" in page


def test_lost_threads_are_listed_with_quote_and_last_place(
    lost: Published, client_of: ClientOf
) -> None:
    answer = client_of(Role.OBSERVER).get(PAGE)
    page = words(answer)
    assert page.count('data-part="orphan"') == 1  # what they may not see is not there
    assert "first clause</blockquote>" in page
    assert "Last place:" in page
    assert 'data-part="place"' not in page  # they may not put it back
    assert faults_of(answer.get_data(as_text=True)) == []


def test_the_last_place_stands_in_the_form_so_that_one_press_puts_the_thread_there(
    lost: Published, client_of: ClientOf
) -> None:
    chair, number = client_of(Role.CHAIR), lost.thread_numbers[CommentState.FILED]
    offered = value_at(chair.get(PAGE), f"place-{number}-clause")
    told = chair.post(f"{PAGE}/{number}", data={"clause": offered}, follow_redirects=True)
    assert offered
    assert f"Comment {number} is now on" in words(told)


def test_the_pages_of_the_version_and_of_the_threads_lead_to_the_lost_ones(
    lost: Published, client_of: ClientOf
) -> None:
    observer = client_of(Role.OBSERVER)
    assert f'<a href="{PAGE}">' in words(observer.get(f"{CODE}/versions/2"))
    assert "1 comment is about words that were changed or removed in “Second draft”" in words(
        observer.get(f"{CODE}/threads")
    )
    assert PAGE not in words(observer.get(f"{CODE}/versions/1"))


def test_where_nothing_is_lost_the_page_says_so(kept: Published, client_of: ClientOf) -> None:
    page = words(client_of(Role.OBSERVER).get(PAGE))
    assert "Every comment has its place." in page
    assert PAGE not in words(client_of(Role.OBSERVER).get(f"{CODE}/versions/2"))


def test_a_chair_puts_a_thread_onto_words_of_a_clause_and_takes_that_back(
    lost: Published, client_of: ClientOf
) -> None:
    chair, number = client_of(Role.CHAIR), lost.thread_numbers[CommentState.FILED]
    eid = eid_of(lost, "a point")
    told = chair.post(
        f"{PAGE}/{number}", data={"clause": f" {eid} ", "quote": "a point"}, follow_redirects=True
    )
    assert f"Comment {number} is now on" in words(told)
    assert "Placed by hand" in words(told)
    assert "by Chair Person" in words(told)
    assert faults_of(told.get_data(as_text=True)) == []
    assert "placed here by hand" in words(chair.get(f"{CODE}/versions/2/clauses/{eid}"))
    assert "placed here by hand" in words(chair.get(f"{CODE}/threads/{number}"))
    told = chair.post(f"{PAGE}/{number}/take-back", follow_redirects=True)
    assert "Placed by hand" not in words(told)
    run_all_jobs(lost.world.database)
    assert (
        words(chair.get(PAGE)).count('data-part="orphan"') == 3
    )  # one was shared with the chair's organisation of that day


def test_a_clause_is_named_as_it_is_cited_and_no_two_alike(
    published: Published, client_of: ClientOf
) -> None:
    separate(published.world)
    publish_second(
        published.world, "# Sole\n\n- (a) a point – with é and 😀\n\n## Twin\n\n## Twin\n"
    )
    chair, number = client_of(Role.CHAIR), published.thread_numbers[CommentState.FILED]
    page = words(chair.get(PAGE))
    named = re.findall(r'<span class="num" lang="en" dir="ltr">([^<]+)</span>', page)
    assert named[:4] == ["Sole", "Sole (a)", "Twin", "Sole, Twin"]
    told = chair.post(f"{PAGE}/{number}", data={"clause": "Sole (a)"}, follow_redirects=True)
    assert f"Comment {number} is now on Sole (a)." in words(told)


def test_a_clause_that_is_not_there_gives_back_what_was_typed(
    lost: Published, client_of: ClientOf
) -> None:
    number = lost.thread_numbers[CommentState.FILED]
    answer = client_of(Role.CHAIR).post(
        f"{PAGE}/{number}", data={"clause": "9.9", "quote": "words"}
    )
    assert answer.status_code == 404
    assert "no clause at this address" in error_at(answer, f"place-{number}-clause")
    assert value_at(answer, f"place-{number}-quote") == "words"


def test_words_that_do_not_stand_there_are_said_at_their_field(
    lost: Published, client_of: ClientOf
) -> None:
    number = lost.thread_numbers[CommentState.FILED]
    answer = client_of(Role.CHAIR).post(
        f"{PAGE}/{number}", data={"clause": eid_of(lost, "a point"), "quote": "nowhere"}
    )
    assert answer.status_code == 422
    assert "are not in this clause" in error_at(answer, f"place-{number}-quote")


def test_the_author_puts_back_their_own_and_an_observer_nothing(
    lost: Published, client_of: ClientOf
) -> None:
    number, eid = lost.thread_numbers[CommentState.PUBLISHED], eid_of(lost, "a point")
    assert (
        client_of(Role.OBSERVER).post(f"{PAGE}/{number}", data={"clause": eid}).status_code == 403
    )
    assert (
        client_of(Role.OBSERVER)
        .post(f"{PAGE}/{lost.thread_numbers[CommentState.UNFILED]}")
        .status_code
        == 404
    )
    assert (
        client_of(Role.STAKEHOLDER).post(f"{PAGE}/{number}", data={"clause": eid}).status_code
        == 302
    )
    with lost.world.database.reading() as session:
        author = select(ThreadAnchor.decided_by).where(ThreadAnchor.decided_by.is_not(None))
        assert session.scalars(author).one() == lost.world.account_ids[Role.STAKEHOLDER]
