"""Narrowing a comparison: conditions that compose, the signs of moved clauses, and what one has
read.
"""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.comments.threads import CommentInput, start_thread
from drafting.services.versions.queries import version_by_number
from tests.support.people import World
from tests.support.published import (
    Published,
    answer,
    make_public,
    open_round,
    publish_world,
    retype,
)
from tests.web.looking import words
from tests.web.publishing import CODE, acting, publish_second

ClientOf = Callable[[Role | None], FlaskClient]
REDLINE = f"{CODE}/versions/1/compare/2"
PARTS = [
    "The seller should keep a record of every sale for inspection.",
    "Boats wait in the harbour until the tide has risen far enough.",
    "The gate is painted in a colour that the council has chosen.",
    "Every lamp along the quay burns from dusk until the morning.",
    "The warden writes down who came and when they left again.",
]
OLD = "# One\n\n" + "\n\n".join(PARTS)
NEW = "# One\n\n" + "\n\n".join([PARTS[0].replace("should", "shall"), *PARTS[2:], PARTS[1]])


@pytest.fixture
def reader(world: World, client_of: ClientOf) -> FlaskClient:
    """A client of a code with two versions: a duty is stronger, a paragraph moved to the end."""
    retype(world, OLD)
    publish_world(world)
    publish_second(world, NEW)
    return client_of(Role.OBSERVER)


def kinds(client: FlaskClient, query: str = "") -> list[str]:
    """The kinds of the changes on a page, by the names of their articles."""
    return re.findall(r'<article class="change ([\w-]+)', client.get(f"{REDLINE}?{query}").text)


def test_conditions_compose(reader: FlaskClient) -> None:
    assert sorted(kinds(reader)) == ["edited", "moved"]
    assert kinds(reader, "substantive=1") == ["edited"]
    assert kinds(reader, "substantive=1&status=moved") == []
    assert kinds(reader, "q=HARBOUR") == ["moved"]
    assert kinds(reader, "q=should") == kinds(reader, "q=shall") == ["edited"]
    assert kinds(reader, "q=harbour&substantive=1") == []


def counted(client: FlaskClient, query: str) -> dict[str, int]:
    """The number beside each choice, by its name and value."""
    page = client.get(f"{REDLINE}?{query}").text
    found = re.findall(
        r'name="(\w+)" value="(\w+)" (?:checked)?>[^<]*<span class="n">(\d+)</span>', page
    )
    return {f"{name}={value}": int(number) for name, value, number in found}


@pytest.mark.parametrize(
    "asked",
    ["", "substantive=1", "status=moved", "q=harbour", "substantive=1&status=moved", "q=nowhere"],
)
def test_the_number_beside_a_choice_is_what_it_leaves(reader: FlaskClient, asked: str) -> None:
    counts = counted(reader, asked)
    assert {"substantive=1", "status=edited", "status=moved"} <= counts.keys()
    for choice, number in counts.items():
        name = choice.split("=")[0]
        others = [one for one in asked.split("&") if one and one.split("=")[0] != name]
        assert len(kinds(reader, "&".join([*others, choice]))) == number, choice


def test_an_empty_result_says_so_once_and_how_to_go_on(reader: FlaskClient) -> None:
    page = words(reader.get(f"{REDLINE}?q=harbour&substantive=1"))
    assert page.count("No changes match.") == 1
    assert "None of the 2 changes meets all conditions." in page
    assert 'class="chapter-here"' not in page


def test_conditions_stay_in_the_form_and_can_be_cleared(reader: FlaskClient) -> None:
    page = words(reader.get(f"{REDLINE}?q=nothing+like+it&substantive=1&view=sides"))
    assert "No changes match." in page
    assert 'name="q" value="nothing like it"' in page
    assert 'name="substantive" value="1" checked' in page
    assert f'href="{REDLINE}?view=sides">Clear the filters' in page
    assert sorted(kinds(reader, "chapter=x&group=99999999999999999999&status=nonsense")) == [
        "edited",
        "moved",
    ]


def test_chapters_narrow(reader: FlaskClient, world: World) -> None:
    offered = re.findall(r'name="chapter" value="(\d+)"', reader.get(REDLINE).text)
    assert len(offered) == 3
    assert sorted(kinds(reader, f"chapter={offered[0]}")) == ["edited", "moved"]
    assert kinds(reader, f"chapter={offered[1]}") == []


def test_the_old_place_of_a_moved_clause_leads_to_the_new_one_and_back(reader: FlaskClient) -> None:
    page = words(reader.get(REDLINE))
    [name] = re.findall(r'<article class="change moved[^>]* id="(C-\d+)"', page)
    stub, article = page.index(f'id="from-{name}"'), page.index(f'id="{name}"')
    assert page.index('id="C-001"') < stub < page.index("The gate is painted") < article
    assert f'href="#from-{name}"' in page
    assert re.search(
        rf'<p class="stub".*?Boats wait in the harbour.*?<a href="#{name}">moved to', page
    )
    assert "from-C" not in reader.get(f"{REDLINE}?status=moved").text


def test_what_changed_since_the_last_reading(reader: FlaskClient) -> None:
    assert 'name="unread"' not in reader.get(REDLINE).text
    first = reader.post(f"{CODE}/versions/1/read")
    assert first.location == f"{CODE}/versions/1"
    assert sorted(kinds(reader, "unread=1")) == ["edited", "moved"]
    assert "I have read this version" in words(reader.get(REDLINE))
    second = reader.post(f"{CODE}/versions/2/read", data={"compared_with": "1"})
    assert second.location == REDLINE
    assert kinds(reader, "unread=1") == []
    assert "I have read this version" not in words(reader.get(REDLINE)).split("<main", 1)[0]


def test_who_is_not_signed_in_marks_nothing(
    reader: FlaskClient, world: World, client_of: ClientOf
) -> None:
    make_public(world)
    nobody = client_of(None)
    assert "I have read this version" not in words(nobody.get(REDLINE))
    assert nobody.post(f"{CODE}/versions/2/read").status_code in {302, 401, 403}
    assert 'name="mine"' not in nobody.get(REDLINE).text


def test_threads_behind_a_change_have_author_words_and_answer(
    published: Published, client_of: ClientOf
) -> None:
    publish_second(published.world)
    answer(
        published.world, published.thread_numbers[CommentState.PUBLISHED], "Good.", kind="accepted"
    )
    page = words(client_of(Role.STAKEHOLDER).get(f"{REDLINE}?mine=1"))
    assert "A comment that is published." in page
    assert '<span class="tag ok">Accepted</span>' in page
    assert "1 more</summary>" in page
    [group] = re.findall(r'name="group" value="(\d+)"', page)
    observer = client_of(Role.OBSERVER)
    assert "Asked for by" in page
    assert len(kinds(observer, f"group={group}")) == 1
    assert kinds(observer, "mine=1") == []
    assert "A comment that is unfiled." not in words(observer.get(REDLINE))


def test_a_comment_on_the_new_text_is_mine_but_not_behind_the_change(
    published: Published, client_of: ClientOf
) -> None:
    publish_second(published.world)
    open_round(published.world, 2)
    before = words(client_of(Role.CHAIR).get(REDLINE))
    with published.world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, published.world.slug)
        version, given = (
            version_by_number(session, OPERATOR, code, 2),
            CommentInput("On the new words.", CommentState.FILED),
        )
        start_thread(
            session,
            acting(published.world, Role.CHAIR),
            code,
            version,
            given=given,
            eid=published.eid,
            quote=None,
        )
    after = words(client_of(Role.CHAIR).get(REDLINE))
    assert kinds(client_of(Role.CHAIR), "mine=1") == ["edited"]
    assert "On the new words." not in after
    number = r'<span class="n" data-part="number">(\d+)</span>'
    assert int(re.findall(number, after)[0]) == int(re.findall(number, before)[0]) + 1
