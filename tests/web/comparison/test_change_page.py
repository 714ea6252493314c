"""The page of one change: how it is cited, and what only editors see on it."""

from collections.abc import Callable

from flask.testing import FlaskClient

from drafting.domain.roles import Role
from tests.support.people import World
from tests.support.published import publish_world, retype
from tests.web.looking import words
from tests.web.publishing import CODE, publish_second

CHANGE = f"{CODE}/versions/1/compare/2/changes/1"
OLD = "# One\n\nThe seller keeps a record.\n"


def test_everybody_cites_a_change_and_editors_revise_it(
    world: World, client_of: Callable[[Role | None], FlaskClient]
) -> None:
    retype(world, OLD)
    publish_world(world)
    publish_second(world, OLD.replace("a record", "a full record"))
    read = words(client_of(Role.OBSERVER).get(CHANGE))
    edited = words(client_of(Role.CHAIR).get(CHANGE))
    for page in (read, edited):
        assert "Change C-001" in page
        assert f"{CHANGE}</a>" in page  # the permanent link
        assert "full" in page
    for part in ('id="revise"', 'id="succession"'):
        assert part in edited
        assert part not in read
    assert client_of(Role.CHAIR).get(f"{CHANGE}0").status_code == 404
