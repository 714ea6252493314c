"""A version and the working drafts, as a page: of which moment, with which changes and threads,
and for whom.
"""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.services.comparison import draft_comparisons
from drafting.services.errors import TextTooComplexError
from drafting.services.operations.job_registry import run_all_jobs
from tests.support.people import TEXT, World
from tests.support.published import Published, prepare, retype
from tests.web.looking import words
from tests.web.publishing import CODE, VERSION

ClientOf = Callable[[Role | None], FlaskClient]
PAGE = f"{VERSION}/compare/draft"
OURS = (
    TEXT.replace("The very first", "The first").replace(
        "first clause", "first clause of the Quokka"
    )
    + "\nNew words.\n"
)
THEIRS = TEXT.replace("first clause", "first clause of the Numbat")


@pytest.fixture
def typed(published: Published) -> World:
    """Chapters 1 and 2 have been worked on since version 1."""
    retype(published.world, OURS, chapter=1)
    retype(published.world, THEIRS, chapter=2)
    return published.world


def compare(world: World, client: FlaskClient, path: str = PAGE) -> str:
    """Ask for it as the page does, let the worker work, and read the page."""
    answer = client.post(path)
    assert answer.status_code == 302
    run_all_jobs(world.database)
    return words(client.get(answer.location))


def test_until_somebody_asks_the_page_offers_to_compare_and_then_waits(
    typed: World, client_of: ClientOf
) -> None:
    client = client_of(Role.CHAIR)
    assert "Compare now" in words(client.get(PAGE))
    assert client.get(f"{PAGE}/work").json == {"ready": False, "failed": False}
    client.post(PAGE)
    assert f'data-component="wait-for-job" data-url="{PAGE}/work"' in client.get(PAGE).text
    run_all_jobs(typed.database)
    assert client.get(f"{PAGE}/work").json == {"ready": True, "failed": False}
    assert "The working draft as of" in words(client.get(PAGE))


def test_changes_are_marked_and_named_as_provisional(typed: World, client_of: ClientOf) -> None:
    page = compare(typed, client_of(Role.SECRETARIAT))
    assert re.findall(r'<article class="change [^>]*id="([^"]+)"', page) == [
        "D-001",
        "D-002",
        "D-003",
    ]
    assert re.search(r"<ins [^>]*>\s?of the Quokka\s?</ins>", page)
    assert "provisional" in page
    assert "/changes/" not in page  # what cannot be cited is not linked
    assert "Up to date." in page


def test_side_by_side_and_filters_are_those_of_any_comparison(
    typed: World, client_of: ClientOf
) -> None:
    client = client_of(Role.SECRETARIAT)
    compare(typed, client)
    sides = words(client.get(f"{PAGE}?view=sides"))
    assert '<div class="sides">' in sides
    assert "Working draft, " in sides
    added = words(client.get(f"{PAGE}?status=added"))
    assert "1 of 3 changes are shown." in added
    mine = words(client.get(f"{PAGE}?chapter={typed.chapter_ids[1]}"))
    assert "Numbat" in mine
    assert "Quokka" not in re.sub(r'<form class="rail".*?</form>', "", mine, flags=re.DOTALL)


def test_threads_stand_behind_the_changes_of_their_clause(
    typed: World, published: Published, client_of: ClientOf
) -> None:
    page = compare(typed, client_of(Role.CHAIR))
    number = published.thread_numbers[CommentState.FILED]
    behind = re.search(r'<section class="behind".*?</section>', page, re.DOTALL)
    assert behind
    assert f"/threads/{number}" in behind[0]


def test_what_was_typed_since_is_told_and_a_newer_one_is_shown_when_asked_for(
    typed: World, client_of: ClientOf
) -> None:
    client = client_of(Role.CHAIR)
    compare(typed, client)
    retype(typed, OURS.replace("Quokka", "Potoroo"))
    page = words(client.get(PAGE))
    assert "The text has changed since then." in page
    assert "Potoroo" not in page
    assert "Potoroo" in compare(typed, client)


def test_asking_for_a_newer_one_keeps_what_was_asked_of_the_page(
    typed: World, client_of: ClientOf
) -> None:
    answer = client_of(Role.CHAIR).post(f"{PAGE}?view=sides&status=added&slug=other&number=9")
    assert answer.location == f"{PAGE}?status=added&view=sides"


def test_one_that_cannot_be_computed_is_told_of(
    typed: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_complex(*given: object) -> object:
        raise TextTooComplexError

    monkeypatch.setattr(draft_comparisons, "compare_limited", too_complex)
    client = client_of(Role.CHAIR)
    assert "could not be compared" in compare(typed, client)
    assert client.get(f"{PAGE}/work").json == {"ready": False, "failed": True}


def test_the_draft_is_chosen_where_versions_are(typed: World, client_of: ClientOf) -> None:
    client = client_of(Role.CHAIR)
    assert client.get(f"{CODE}/compare?old=1&new=draft").location == PAGE
    assert client.get(f"{CODE}/compare?old=9&new=draft").status_code == 200
    assert '<option value="draft"' in client.get(PAGE).text
    for path in (f"{CODE}/compare", VERSION):
        assert f'href="{PAGE}"' in client.get(path).text
    draft = client.get(f"{CODE}/chapters/{typed.chapter_ids[0]}/draft").text
    assert f'href="{PAGE}?chapter={typed.chapter_ids[0]}"' in draft
    assert f'href="{CODE}/chapters/{typed.chapter_ids[0]}/draft/threads"' in draft


@pytest.mark.parametrize("role", [None, Role.STAKEHOLDER, Role.OBSERVER])
def test_A75_who_does_not_draft_is_refused_and_sees_no_way_to_it(
    typed: World, client_of: ClientOf, role: Role | None
) -> None:
    compare(typed, client_of(Role.SECRETARIAT))
    client = client_of(role)
    for answer in (client.get(PAGE), client.post(PAGE), client.get(f"{PAGE}/work")):
        assert answer.status_code in ({302, 401} if role is None else {403})
        assert "Quokka" not in words(answer)
    for path in (f"{CODE}/compare", VERSION):
        assert "compare/draft" not in client.get(path).text


def test_A75_a_drafter_finds_no_word_of_another_chapters_draft_on_any_page(
    typed: World, client_of: ClientOf
) -> None:
    client = client_of(Role.DRAFTER)
    page = compare(typed, client)
    assert "Quokka" in page
    for path in (
        "",
        "?view=sides",
        f"?chapter={typed.chapter_ids[1]}",
        "?q=umbat",
        "?status=edited",
    ):
        assert "Numbat" not in words(client.get(PAGE + path))
    for chapter, status in zip(typed.chapter_ids[:2], (200, 403), strict=True):
        answer = client.get(f"{CODE}/chapters/{chapter}/draft/threads")
        assert answer.status_code == status
        assert "Numbat" not in words(answer)


def test_A75_a_version_that_is_only_prepared_is_not_there_for_the_chair(
    typed: World, client_of: ClientOf
) -> None:
    prepare(typed)
    for answer in (
        client_of(Role.CHAIR).get(f"{CODE}/versions/2/compare/draft{end}") for end in ("", "/work")
    ):
        assert answer.status_code == 404
    assert client_of(Role.SECRETARIAT).get(f"{CODE}/versions/2/compare/draft").status_code == 200
