"""The page on which a version is read, and the page of one clause: numbers, permanent links, how
to cite it.
"""

import re
from collections.abc import Callable
from hashlib import sha256

import pytest
from flask.testing import FlaskClient

from drafting.domain.roles import Role
from tests.support.people import World
from tests.support.published import (
    Published,
    comment,
    make_public,
    open_round,
    publish_world,
    retype,
)
from tests.web.looking import everything, words
from tests.web.publishing import CODE, VERSION, publish_second

ClientOf = Callable[[Role | None], FlaskClient]
NUMBERED = (
    "# Measure 2.1 Sheets {#sheets}\n\n1. The first.\n\n2. The <script>alert(1)</script>\n\n"
    "| a | b |\n|---|---|\n| 1 | 2 |\n"
)


def test_every_clause_has_its_place_and_its_permanent_link(
    client_of: ClientOf, published: Published
) -> None:
    page = client_of(Role.OBSERVER).get(VERSION).text
    for eid in published.eids:
        assert f'id="c-{eid}"' in page
        assert re.search(
            rf'<a class="num" href="{VERSION}/clauses/{re.escape(eid)}" aria-label="[^"]+, '
            rf'permanent link"',
            page,
        )
    assert page.count('class="clause ') == len(published.eids)


def test_numbers_stand_in_the_margin_and_raw_html_is_words(
    client_of: ClientOf, world: World
) -> None:
    retype(world, NUMBERED)
    publish_world(world)
    page = client_of(Role.OBSERVER).get(VERSION).text
    assert re.search(r'<a class="num"[^>]*>(Measure )?2\.1</a>', page)
    assert "<script>alert" not in page
    assert "alert(1)" in page


def test_only_threads_that_the_reader_sees_are_counted(
    client_of: ClientOf, published: Published
) -> None:
    counts = {}
    for role in (Role.STAKEHOLDER, Role.CHAIR, Role.OBSERVER):
        page = client_of(role).get(VERSION).text
        found = re.search(
            rf'href="{VERSION}/clauses/{published.eid}#threads">.*?data-part="number">([^<]*)<',
            page,
        )
        counts[role] = found and found[1]
    assert counts == {
        Role.STAKEHOLDER: "4",
        Role.CHAIR: "3",
        Role.OBSERVER: "3",
    }  # a colleague sees what is shared


def test_where_no_round_is_open_no_comment_is_offered_to_stakeholders(
    client_of: ClientOf, published: Published
) -> None:
    number = publish_second(published.world)
    for page in (f"{CODE}/versions/{number}", f"{CODE}/versions/{number}/general"):
        answer = client_of(Role.STAKEHOLDER).get(page).text
        assert 'class="count add"' not in answer
        assert 'name="text"' not in answer
    open_round(published.world, number)
    assert (
        'name="text"' in client_of(Role.STAKEHOLDER).get(f"{CODE}/versions/{number}/general").text
    )


def test_a_clause_says_how_it_is_cited(client_of: ClientOf, published: Published) -> None:
    client = client_of(Role.OBSERVER)
    page = words(client.get(f"{VERSION}/clauses/{published.eid}"))
    digest = sha256(client.get(f"{VERSION}/text.md").get_data()).hexdigest()
    assert re.search(r"Test code of practice, First draft, [^<]+ <button", page)
    assert f"http://localhost{VERSION}/clauses/{published.eid}" in page
    assert digest in page


def test_a_clause_is_found_by_the_address_its_author_gave_it(
    client_of: ClientOf, world: World
) -> None:
    retype(world, NUMBERED)
    publish_world(world)
    answer = client_of(Role.OBSERVER).get(f"{VERSION}/clauses/sheets")
    assert answer.status_code == 200
    assert "First draft, Measure 2.1" in words(answer)


def test_links_between_clauses_lead_to_their_place_in_the_text(
    client_of: ClientOf, world: World
) -> None:
    retype(
        world,
        '# One {#one}\n\nSee [there](#one), note[^1] and `<a href="#one">`.\n\n[^1]: The note.\n',
    )
    publish_world(world)
    client = client_of(Role.OBSERVER)
    page = client.get(VERSION).text
    assert all(
        f'<a href="#{place}"' in page and f'id="{place}"' in page for place in ("c-one", "c-fn-1")
    )
    assert '&lt;a href="#one"&gt;' in page
    alone = client.get(f"{VERSION}/clauses/one-p1").text
    assert f'<a href="{VERSION}#c-one"' in alone
    assert f'<a href="{VERSION}#c-fn-1"' in alone


@pytest.mark.parametrize(
    "eid", ["none", "p-999", "..", "c-%00", "%F0%9F%98%80", "a" * 3_000, "' OR 1=1", "%0a"]
)
def test_a_clause_that_is_not_there_is_not_found(
    client_of: ClientOf, published: Published, eid: str
) -> None:
    assert client_of(Role.OBSERVER).get(f"{VERSION}/clauses/{eid}").status_code in {404, 308}


def test_a_missing_version_is_not_found(client_of: ClientOf, published: Published) -> None:
    for number in ("0", "2", "2147483647", "99999999999999999999", "-1", "one"):
        assert client_of(Role.OBSERVER).get(f"{CODE}/versions/{number}").status_code == 404


def test_a_script_gets_the_panel_alone(client_of: ClientOf, published: Published) -> None:
    path = f"{VERSION}/clauses/{published.eid}"
    whole, panel = (
        client_of(Role.CHAIR).get(path, headers=headers) for headers in ({}, {"X-Fragment": "true"})
    )
    assert "<html" in whole.text
    assert panel.text.lstrip().startswith("<aside")
    assert panel.text.rstrip().endswith("</aside>")
    assert "X-Fragment" in whole.headers["Vary"]
    assert "X-Fragment" in panel.headers["Vary"]


def test_a_comment_on_the_whole_version_stands_on_its_own_page(
    client_of: ClientOf, published: Published
) -> None:
    comment(published.world, Role.CHAIR, "About everything.")
    client = client_of(Role.CHAIR)
    assert "About everything." in words(client.get(f"{VERSION}/general"))
    assert "About everything." not in words(client.get(f"{VERSION}/clauses/{published.eid}"))


def test_reading_writes_nothing(client_of: ClientOf, published: Published) -> None:
    before = everything(published.world.database)
    client = client_of(Role.STAKEHOLDER)
    with_sign_in = everything(published.world.database)
    for path in (VERSION, f"{VERSION}/general", f"{VERSION}/clauses/{published.eid}"):
        client.get(path)
    assert everything(published.world.database) == with_sign_in != before


def test_a_clause_that_is_not_there_is_said_to_the_signed_out_too(
    published: Published, client_of: ClientOf
) -> None:
    make_public(published.world)
    page = client_of(None).get(f"{VERSION}/clauses/nowhere")
    assert page.status_code == 404
    assert "<h1>This version has no clause at this address.</h1>" in page.text
    assert f'href="{VERSION}">Read the version</a>' in page.text
