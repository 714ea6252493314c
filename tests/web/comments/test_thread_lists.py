"""The list of threads: what it is narrowed to, its pages, and addresses that ask for nonsense."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from tests.support.people import World, token_of
from tests.support.published import Published, add_stranger, answer, comment, make_public
from tests.web.looking import words
from tests.web.publishing import CODE, publish_second

ClientOf = Callable[[Role | None], FlaskClient]
LIST = f"{CODE}/threads"


@pytest.fixture
def client(published: Published, client_of: ClientOf) -> FlaskClient:
    return client_of(Role.STAKEHOLDER)


def numbers(client: FlaskClient, asked: str = "") -> list[int]:
    """The threads on one page of the list."""
    answer = client.get(f"{LIST}?{asked}")
    assert answer.status_code == 200
    return [int(number) for number in re.findall(rf'<a href="{LIST}/\d+">(\d+)</a>', answer.text)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [1, 2, 3, 4, 5]),
        ("state=unfiled", [1]),
        ("state=published", [4]),
        ("version=1", [1, 2, 3, 4, 5]),
        ("version=2", []),
        ("round=1&answered=yes", [4]),
        ("answered=no", [1, 2, 3, 5]),
        ("mine=1", [1, 2, 3, 4]),
        ("q=THAT IS SHARED", [2]),
        ("q=100%25", [5]),
        ("q=_", []),
        ("group=2", []),
        ("version=1&clause=one-p1", [1, 2, 3, 4]),
        ("version=1&clause=one-p1&state=shared", [2]),
        ("version=1&clause=one", []),
        ("version=2&clause=one-p1", []),
    ],
)
def test_the_list_is_narrowed(
    client: FlaskClient, published: Published, asked: str, found: list[int]
) -> None:
    publish_second(published.world)
    answer(published.world, published.thread_numbers[CommentState.PUBLISHED], "Read.")
    comment(published.world, Role.OBSERVER, "I agree 100%.")
    assert numbers(client, asked) == found


@pytest.mark.parametrize(
    "asked",
    [
        "version=99",
        "clause=one",
        "version=1&clause=none",
        "version=1&clause=%00",
        "round=x",
        "group=99999999999999999999999",
        "group=-1",
        "state=secret",
        "answered=perhaps",
        "after=99999999999999999999999x",
        "slug=x&_anchor=y&_external=1&_scheme=z&_method=POST",
        "q=%00",
        "q=%FF%FE",
    ],
)
def test_an_address_that_asks_for_nonsense_does_no_harm(
    client: FlaskClient, published: Published, asked: str
) -> None:
    assert numbers(client, asked) == ([] if "q=%F" in asked else [1, 2, 3, 4])


def test_what_was_asked_for_stands_in_the_form(client: FlaskClient) -> None:
    page = client.get(f"{LIST}?q=%3Cwords%3E&state=filed&mine=1&answered=no").text
    assert 'name="q" value="&lt;words&gt;"' in page
    assert re.search(r'value="filed" selected', page)
    assert re.search(r'name="mine" value="1" checked', page)
    assert "No comments match." in page
    assert "Clear the filters" in page


def test_a_list_of_one_clause_says_so_and_is_widened_again(
    client: FlaskClient, published: Published
) -> None:
    comment(published.world, Role.STAKEHOLDER, "On the version as a whole.")
    asked = f"version=1&clause={published.eid}&mine=1"
    page = client.get(f"{LIST}?{asked}").text
    assert "Only comments on " in page
    assert f'name="clause" value="{published.eid}"' in page
    [wider] = re.findall(r'<a href="([^"]+)">Show comments on every clause', page)
    assert numbers(client, asked) == [1, 2, 3, 4]
    assert numbers(client, unescape(wider).partition("?")[2]) == [1, 2, 3, 4, 5]
    assert "Only comments on " not in client.get(unescape(wider)).text


def test_a_panel_that_is_full_leads_to_all_threads_of_its_clause(
    client: FlaskClient, published: Published
) -> None:
    for n in range(50):
        comment(published.world, Role.STAKEHOLDER, f"Comment {n}", eid=published.eid)
    elsewhere = comment(published.world, Role.STAKEHOLDER, "On the version as a whole.")
    page = client.get(f"{CODE}/versions/1/clauses/{published.eid}").text
    [link] = re.findall(r'<a href="([^"]+)">All comments on this clause', page)
    asked = unescape(link).partition("?")[2]
    assert numbers(client, asked) == list(range(1, 51))
    assert numbers(client, f"{asked}&after=50") == [51, 52, 53, 54]
    assert elsewhere not in numbers(client, f"{asked}&after=50")


def test_a_long_list_goes_on_over_pages_and_keeps_its_filters(
    client: FlaskClient, published: Published
) -> None:
    for n in range(60):
        comment(published.world, Role.STAKEHOLDER, f"Comment {n}")
    seen, path = [], f"{LIST}?mine=1&q=comment&slug=x&_anchor=y"
    while path:
        page = client.get(path).text
        seen.append([int(n) for n in re.findall(rf'<a href="{LIST}/\d+">(\d+)</a>', page)])
        following = re.search(r'<a class="btn" href="([^"]+)">Next comments', page)
        path = unescape(following[1]) if following else ""
        assert not path or {"mine=1", "q=comment"} <= set(path.partition("?")[2].split("&"))
    assert [len(page) for page in seen] == [50, 14]
    assert [number for page in seen for number in page] == list(range(1, 65))


@pytest.mark.parametrize(
    ("reader", "found"),
    [
        (None, [4]),
        (Role.OBSERVER, [4]),
        (Role.STAKEHOLDER, [4]),
        (Role.DRAFTER, [3, 4]),
        (Role.CHAIR, [3, 4]),
        (Role.SECRETARIAT, [3, 4]),
    ],
)
def test_strangers_see_and_count_what_is_theirs_to_see(
    client_of: ClientOf, published: Published, reader: Role | None, found: list[int]
) -> None:
    make_public(published.world)
    client = client_of(None)
    if reader:
        sign_in(client, published.world, reader)
    assert numbers(client) == found
    assert f"{len(found)} comment" in words(client.get(LIST))
    for number in set(range(1, 5)) - set(found):
        assert client.get(f"{LIST}/{number}").status_code in {302, 404}


def sign_in(client: FlaskClient, world: World, role: Role) -> None:
    """As a member of another organisation."""
    with client.session_transaction() as session:
        session["token"] = token_of(world, add_stranger(world, role))
