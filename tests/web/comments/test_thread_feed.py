"""What changed in the threads of a version, for readers without a socket: what they may see, and
no number of the rest.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from drafting import clock
from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.comments.transitions import publish_comments
from tests.services.acting import act, round_
from tests.support.published import Published, answer, comment, make_public
from tests.web.publishing import VERSION

ClientOf = Callable[[Role | None], FlaskClient]
CHANGED = f"{VERSION}/threads/changed"


@pytest.fixture
def reader(published: Published, client_of: ClientOf) -> FlaskClient:
    """Signed out, at a public code of practice whose past is over."""
    make_public(published.world)
    return client_of(None)


def ms(**ago: float) -> int:
    return int((clock.now() - timedelta(**ago)).timestamp() * 1000)


def heard(client: FlaskClient, since: object) -> list[tuple[int | None, str | None, str]]:
    answered = client.get(f"{CHANGED}?since={since}")
    assert answered.status_code == 200
    return [(one["thread"], one["eid"], one["what"]) for one in answered.get_json()["changed"]]


def test_who_is_signed_out_hears_of_what_is_published_and_of_nothing_else(
    reader: FlaskClient, published: Published
) -> None:
    with clock.frozen_at(clock.now() + timedelta(minutes=5)):
        since = ms()
        for state in CommentState:
            number = comment(
                published.world,
                Role.CHAIR,
                f"{state.value}, said just now.",
                state=state,
                eid=published.eid,
            )
        assert {one[:2] for one in heard(reader, since)} == {(number, published.eid)}


def test_a_published_answer_is_heard_and_a_prepared_one_is_not(
    reader: FlaskClient, published: Published
) -> None:
    with clock.frozen_at(clock.now() + timedelta(minutes=5)):
        since, number = ms(), published.thread_numbers[CommentState.PUBLISHED]
        answer(published.world, number, "Not yet.", is_published=False)
        assert heard(reader, since) == []
        answer(published.world, number, "Now.", is_published=True)
        assert [one for one in heard(reader, since) if one[0] == number]


def test_a_round_published_at_once_is_heard_once(reader: FlaskClient, published: Published) -> None:
    with clock.frozen_at(clock.now() + timedelta(minutes=5)):
        since = ms()
        act(
            published.world, lambda db, code: publish_comments(db, OPERATOR, code, round_(db, code))
        )
        assert heard(reader, since) == [(None, None, "all")]


def test_the_answer_says_from_where_to_go_on_by_the_clock_and_not_by_a_number_of_the_trail(
    reader: FlaskClient,
) -> None:
    answered = reader.get(f"{CHANGED}?since={ms()}").get_json()
    assert abs(answered["since"] - ms()) < 10_000
    page = reader.get(VERSION).get_data(as_text=True)
    assert abs(int(page.split('data-since="')[1].split('"')[0]) - ms()) < 10_000
    assert f'data-changed-href="{CHANGED}"' in page


@pytest.mark.parametrize("since", ["", "0", "-5", "yesterday", "1e9"])
def test_whoever_names_no_instant_looks_at_everything(reader: FlaskClient, since: str) -> None:
    assert heard(reader, since) == [(None, None, "all")]


def test_whoever_was_away_for_long_looks_at_everything(reader: FlaskClient) -> None:
    assert heard(reader, ms(minutes=3)) == [(None, None, "all")]


def test_behind_an_instant_that_is_far_ahead_nothing_happened(reader: FlaskClient) -> None:
    assert heard(reader, "9" * 40) == []


def test_a_code_of_practice_that_is_not_public_tells_nothing(
    published: Published, client_of: ClientOf
) -> None:
    assert client_of(None).get(f"{CHANGED}?since={ms()}").status_code in {302, 401, 404}


def test_whoever_has_a_socket_is_not_sent_here(published: Published, client_of: ClientOf) -> None:
    assert "data-changed-href" not in client_of(Role.OBSERVER).get(VERSION).get_data(as_text=True)
