"""A slash too many at the end of an address leads to the page."""

from collections.abc import Callable

from flask.testing import FlaskClient

from drafting.domain.roles import Role

ClientOf = Callable[[Role | None], FlaskClient]


def test_a_trailing_slash_redirects_to_the_page(client_of: ClientOf) -> None:
    answer = client_of(None).get("/sign-in/?next=/codes")
    assert (answer.status_code, answer.location) == (308, "/sign-in?next=/codes")


def test_where_there_is_no_such_page_nothing_changes(client_of: ClientOf) -> None:
    assert client_of(None).get("/nowhere/").status_code == 404
    assert client_of(None).get("/nowhere//").status_code == 404
