"""Two rounds on one page: their threads, and what became of the text between them."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from drafting.domain.roles import Role
from tests.support.published import Published, comment, open_round
from tests.web.looking import words
from tests.web.publishing import CODE, publish_second

ClientOf = Callable[[Role | None], FlaskClient]


def test_two_rounds_on_different_versions_are_compared(
    client_of: ClientOf, published: Published
) -> None:
    publish_second(published.world)
    client = client_of(Role.OBSERVER)
    open_round(published.world, 2)
    page = words(client.get(f"{CODE}/rounds/1/compare/2"))
    assert "Rounds 1 and 2" in page
    assert "No comments in this round yet." in page
    assert re.search(r'<article class="change [^>]*id="C-\d+"', page)
    assert client.get(f"{CODE}/rounds/2/compare/1").location == f"{CODE}/rounds/1/compare/2"
    assert client.get(f"{CODE}/rounds/1/compare/1").location == f"{CODE}/rounds"
    assert client.get(f"{CODE}/rounds/1/compare/9").status_code == 404


def test_two_rounds_say_which_threads_were_carried_to_where_and_which_lost_their_place(
    client_of: ClientOf, published: Published
) -> None:
    comment(published.world, Role.CHAIR, "On the point.", eid=published.eids[1])
    publish_second(published.world, "# One\n\nThe first clause, edited.\n")
    open_round(published.world, 2)
    client = client_of(Role.CHAIR)
    page = words(client.get(f"{CODE}/rounds/1/compare/2"))
    [(carried, lost)] = re.findall(
        r'carried=2">(\d+) comments? carried over</a> · '
        r'<a href="[^"]*lost=2">(\d+) without a place',
        page,
    )
    for name, number in (("carried", carried), ("lost", lost)):
        listed = words(client.get(f"{CODE}/threads?round=1&{name}=2"))
        assert f'<span class="meta">{number} comment' in listed
        assert "Show the others too" in listed
    assert int(carried) > 0
    assert page.count(f'/versions/2/clauses/{published.eid}">') >= int(carried)


def test_two_rounds_on_one_version_have_one_text(client_of: ClientOf, published: Published) -> None:
    secretariat = client_of(Role.SECRETARIAT)
    secretariat.post(f"{CODE}/rounds/1/close")
    open_round(published.world)
    comment(published.world, Role.CHAIR, "In the second.")
    page = words(client_of(Role.CHAIR).get(f"{CODE}/rounds/1/compare/2"))
    assert "Both rounds are on the same version" in page
    assert page.count("All comments") == 2
