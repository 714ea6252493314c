"""The changes between two versions as a file for a spreadsheet."""

import csv
import io
from collections.abc import Callable

from flask.testing import FlaskClient

from drafting.domain.roles import Role
from tests.support.published import Published, make_public
from tests.web.publishing import CODE, publish_second

ClientOf = Callable[[Role | None], FlaskClient]
ADDRESS = f"{CODE}/versions/1/compare/2/changes.csv"


def test_each_change_is_a_row(published: Published, client_of: ClientOf) -> None:
    publish_second(published.world, "# One\n\nThe first clause, amended.\n\n- (a) a point\n")
    answer = client_of(Role.OBSERVER).get(ADDRESS)
    assert "changes.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    page = client_of(Role.OBSERVER).get(ADDRESS.removesuffix("/changes.csv"))
    assert [row["Change"] for row in rows] == [
        f"C-{number:03}" for number in range(1, len(rows) + 1)
    ]
    assert rows
    assert all(row["Change"] in page.text for row in rows)
    assert ADDRESS in page.text


def test_readers_of_the_versions_have_it_and_no_one_else(
    published: Published, client_of: ClientOf
) -> None:
    publish_second(published.world, "# One\n\nThe first clause, amended.\n")
    assert client_of(None).get(ADDRESS).status_code == 302
    make_public(published.world)
    assert client_of(None).get(ADDRESS).status_code == 200
