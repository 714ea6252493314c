"""Comments by form: begun on a clause, on words of it, on the whole; replied to, shared, filed,
taken back.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from drafting import clock
from drafting.domain.consultation.comments import CommentState
from drafting.domain.consultation.rounds import Audience
from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.rounds.scheduling import close_round, round_by_number
from tests.support.people import World, declare_as
from tests.support.published import Published, answer, comment, make_public, open_round
from tests.web.looking import error_at, everything, value_at, value_of, words
from tests.web.publishing import CODE, VERSION, comments_of, publish_second

ClientOf = Callable[[Role | None], FlaskClient]
LATER = timedelta(days=8)  # when the round is over
FRAGMENT = {"X-Fragment": "true"}
NEW = 5  # the number of the next thread


@pytest.fixture
def client(published: Published, client_of: ClientOf) -> FlaskClient:
    return client_of(Role.STAKEHOLDER)


@pytest.fixture
def clause(published: Published) -> str:
    return f"{VERSION}/clauses/{published.eid}"


def test_a_comment_on_words_of_a_clause(
    client: FlaskClient, clause: str, published: Published
) -> None:
    typed = {
        "quote": "first  clause",
        "text": "Say <which>.\r\n\r\nReally.",
        "state": "filed",
        "language": "fr",
    }
    sent = client.post(f"{clause}/threads", data=typed)
    assert (sent.status_code, sent.location) == (302, f"{clause}#thread-{NEW}")
    page = words(client.get(clause))
    assert all(
        said in page
        for said in (
            "Your comment is saved.",
            "<p>Say <which>.</p>",
            '<blockquote class="quote">first clause<',
        )
    )
    [made] = comments_of(published.world, NEW)
    assert (made.state, made.language, made.text) == (
        CommentState.FILED,
        "fr",
        "Say <which>.\n\nReally.",
    )


def test_a_comment_is_unfiled_unless_more_is_said(
    client: FlaskClient, clause: str, published: Published
) -> None:
    client.post(f"{clause}/threads", data={"text": "For me."})
    assert [one.state for one in comments_of(published.world, NEW)] == [CommentState.UNFILED]


def test_a_comment_on_the_version_as_a_whole(client: FlaskClient, published: Published) -> None:
    sent = client.post(f"{VERSION}/threads", data={"text": "On all of it.", "state": "shared"})
    assert sent.location == f"{VERSION}/general#thread-{NEW}"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": " \n "}, "text"),
        ({"text": "é" * 50_001}, "text"),
        ({"quote": "words that are not there"}, "quote"),
        ({"quote": "a" * 5_001}, "quote"),
        ({"language": "?"}, "language"),
    ],
    ids=["empty", "too long", "no such words", "long quote", "language"],
)
def test_a_wrong_comment_is_said_at_its_place_and_given_back(
    client: FlaskClient, clause: str, published: Published, change: dict[str, str], field: str
) -> None:
    typed = {
        "quote": "first clause",
        "text": "Words <typed> in vain",
        "language": "en",
        "prefix": "The ",
        "suffix": ".",
        **change,
    }
    before = everything(published.world.database)
    for headers in ({}, FRAGMENT):
        sent = client.post(f"{clause}/threads", data=typed, headers=headers)
        assert sent.status_code == 422
        assert error_at(sent, f"new-{field}")
        seen = {name: value_at(sent, f"new-{name}") for name in ("text", "quote", "language")}
        assert seen | {name: value_of(sent, name) for name in ("prefix", "suffix")} == typed
    assert everything(published.world.database) == before


def test_a_state_that_is_not_offered_is_refused(client: FlaskClient, clause: str) -> None:
    for state in ("published", "secret"):
        sent = client.post(f"{clause}/threads", data={"text": "Typed", "state": state})
        assert sent.status_code == 422
        assert error_at(sent, "new-state") == "Choose one of the options."


@pytest.mark.parametrize("headers", [{}, FRAGMENT], ids=["page", "fragment"])
def test_an_old_tab_on_a_closed_round_gets_its_words_back(
    client: FlaskClient, clause: str, published: Published, headers: dict[str, str]
) -> None:
    before = everything(published.world.database)
    with clock.frozen_at(clock.now() + LATER):
        for path in (f"{clause}/threads", f"{VERSION}/threads"):
            sent = client.post(
                path, data={"text": "Typed for an hour", "quote": "first clause"}, headers=headers
            )
            assert sent.status_code == 409
            assert error_at(sent, "new-text").startswith("Round 1 closed on")
            assert value_at(sent, "new-text") == "Typed for an hour"
        reply = client.post(
            f"{CODE}/threads/4/replies", data={"text": "A late reply"}, headers=headers
        )
        assert reply.status_code == 409
        assert error_at(reply, "reply-4-text").startswith("Round 1 closed on")
        assert value_at(reply, "reply-4-text") == "A late reply"
    assert everything(published.world.database) == before


def test_signing_in_to_comment_is_offered_while_the_round_is_open_only(
    client_of: ClientOf, clause: str, published: Published
) -> None:
    make_public(published.world)
    assert "Sign in to comment" in words(client_of(None).get(clause))
    with clock.frozen_at(clock.now() + LATER):
        page = words(client_of(None).get(clause))
    assert "Round 1 is closed" in page
    assert "Sign in to comment" not in page


def test_where_no_round_was_it_says_so(client: FlaskClient, published: Published) -> None:
    number = publish_second(published.world)
    sent = client.post(f"{CODE}/versions/{number}/threads", data={"text": "Too early"})
    assert sent.status_code == 409
    assert "No round is open on this version" in error_at(sent, "new-text")


def test_those_who_draft_comment_outside_of_rounds(
    client_of: ClientOf, clause: str, published: Published
) -> None:
    with clock.frozen_at(clock.now() + LATER):
        assert (
            client_of(Role.DRAFTER)
            .post(f"{clause}/threads", data={"text": "Between rounds"})
            .status_code
            == 302
        )


def test_a_comment_on_a_missing_clause_keeps_its_words(
    client: FlaskClient, published: Published
) -> None:
    before = everything(published.world.database)
    sent = client.post(f"{VERSION}/clauses/none/threads", data={"text": "Where did it go?"})
    assert sent.status_code == 404
    assert "Where did it go?" in words(sent)
    assert everything(published.world.database) == before


def test_somebody_whose_sign_in_ended_gets_the_words_back(
    client_of: ClientOf, clause: str, published: Published
) -> None:
    sent = client_of(None).post(f"{clause}/threads", data={"text": "Typed before"})
    assert sent.status_code == 401
    assert "Typed before" in words(sent)


def test_an_observer_may_not_comment_and_sees_no_form(
    client_of: ClientOf, clause: str, published: Published
) -> None:
    client = client_of(Role.OBSERVER)
    page = words(client.get(clause))
    assert 'name="text"' not in page
    assert "You do not have the right" not in page
    assert "You can read here, but not comment" in page
    sent = client.post(f"{clause}/threads", data={"text": "All the same"})
    assert sent.status_code == 403
    assert "All the same" in words(sent)


def test_a_reply_stands_under_its_comment(
    client: FlaskClient, clause: str, published: Published
) -> None:
    sent = client.post(f"{CODE}/threads/4/replies", data={"text": "A reply", "state": "filed"})
    assert sent.location == f"{clause}#thread-4"
    on_thread = client.post(
        f"{CODE}/threads/4/replies", data={"text": "Another", "state": "filed", "on": "thread"}
    )
    assert on_thread.location == f"{CODE}/threads/4"
    assert [one.text for one in comments_of(published.world, 4)][1:] == ["A reply", "Another"]
    assert "A reply" in words(client.get(f"{CODE}/threads/4"))


def test_a_reply_is_offered_while_the_threads_own_round_is_open_and_says_whom_it_reaches(
    client: FlaskClient, client_of: ClientOf, published: Published
) -> None:
    thread = f"{CODE}/threads/{published.thread_numbers[CommentState.FILED]}"
    reaches = "belongs to round 1. Filed replies are read by: Drafters, chairs and the secretariat."
    assert reaches in words(client.get(thread))
    close_and_open(published.world, audience=Audience.EVERYONE)
    late, drafter = words(client.get(thread)), words(client_of(Role.DRAFTER).get(thread))
    assert f'action="{thread}/replies"' not in late
    assert 'name="state"' not in late
    assert f'action="{thread}/replies"' in drafter
    assert reaches in drafter
    refused = client.post(f"{thread}/replies", data={"text": "Late words", "state": "filed"})
    assert refused.status_code == 409
    assert "Late words" in words(refused)


def close_and_open(world: World, audience: Audience) -> None:
    """Close round 1 and open round 2 on the same version."""
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        close_round(session, OPERATOR, code, round_by_number(session, OPERATOR, code, 1))
    open_round(world, audience=audience)


def test_a_reply_goes_no_further_than_what_it_replies_to(
    client: FlaskClient, published: Published
) -> None:
    thread = published.thread_numbers[CommentState.UNFILED]
    sent = client.post(
        f"{CODE}/threads/{thread}/replies", data={"text": "Too far", "state": "filed"}
    )
    assert sent.status_code == 409
    assert value_at(sent, f"reply-{thread}-text") == "Too far"


def test_an_empty_reply_is_said_at_its_place(client: FlaskClient, published: Published) -> None:
    sent = client.post(f"{CODE}/threads/4/replies", data={"text": "", "on": "thread"})
    assert sent.status_code == 422
    assert error_at(sent, "reply-4-text")


@pytest.mark.parametrize("headers", [{}, FRAGMENT], ids=["page", "fragment"])
def test_a_comment_is_filed_and_taken_back(
    client: FlaskClient, clause: str, published: Published, headers: dict[str, str]
) -> None:
    thread = published.thread_numbers[CommentState.UNFILED]
    [own] = comments_of(published.world, thread)
    for state in ("filed", "unfiled", "shared"):
        sent = client.post(
            f"{CODE}/threads/{thread}/comments/{own.id}/state",
            data={"state": state},
            headers=headers,
        )
        assert sent.status_code == (200 if headers else 302)
        assert [one.state.value for one in comments_of(published.world, thread)] == [state]


def test_only_the_steps_that_are_possible_are_offered_and_taken(
    client_of: ClientOf, published: Published
) -> None:
    client, chair = client_of(Role.STAKEHOLDER), client_of(Role.CHAIR)
    thread = published.thread_numbers[CommentState.FILED]
    [filed] = comments_of(published.world, thread)
    path = f"{CODE}/threads/{thread}/comments/{filed.id}/state"
    assert 'value="unfiled">Withdraw (only I see it)' in client.get(f"{CODE}/threads/{thread}").text
    answer(published.world, thread, "We will.", is_published=False)
    assert "Withdraw (only I see it)" not in client.get(f"{CODE}/threads/{thread}").text
    late = client.post(path, data={"state": "unfiled"})
    assert late.status_code == 409
    assert "You cannot share or withdraw this comment" in words(late)
    assert chair.post(path, data={"state": "published"}).status_code == 403
    assert client_of(Role.SECRETARIAT).post(path, data={"state": "published"}).status_code == 302
    assert client.post(path, data={"state": "nonsense"}).status_code == 422


def test_a_comment_of_another_thread_is_not_found_here(
    client: FlaskClient, published: Published
) -> None:
    [other] = comments_of(published.world, published.thread_numbers[CommentState.FILED])
    thread = published.thread_numbers[CommentState.UNFILED]
    assert (
        client.post(
            f"{CODE}/threads/{thread}/comments/{other.id}/state", data={"state": "unfiled"}
        ).status_code
        == 404
    )


def test_a_script_gets_the_panel_anew_or_the_one_thread(
    client: FlaskClient, clause: str, published: Published
) -> None:
    panel = client.post(
        f"{clause}/threads", data={"text": "From a script", "state": "filed"}, headers=FRAGMENT
    )
    assert (panel.status_code, panel.headers["Vary"].count("X-Fragment")) == (200, 1)
    assert panel.text.lstrip().startswith("<aside")
    assert panel.text.count('<section class="talk"') == 5
    one = client.post(
        f"{CODE}/threads/4/replies",
        data={"text": "And on", "state": "filed", "on": "thread"},
        headers=FRAGMENT,
    )
    assert one.text.count('<section class="talk"') == 1
    whole = client.post(
        f"{CODE}/threads/4/replies", data={"text": "", "state": "filed"}, headers=FRAGMENT
    )
    assert (whole.status_code, whole.text.count('<section class="talk"')) == (422, 5)


def test_a_refused_reply_comes_back_though_there_are_many_threads(
    client: FlaskClient, clause: str, published: Published
) -> None:
    for n in range(60):
        comment(published.world, Role.STAKEHOLDER, f"Comment {n}", eid=published.eid)
    sent = client.post(
        f"{CODE}/threads/64/replies", data={"text": "Kept words", "language": "?"}, headers=FRAGMENT
    )
    assert sent.status_code == 422
    assert value_at(sent, "reply-64-text") == "Kept words"


@pytest.mark.parametrize("where", ["{clause}", "{code}/threads", "{code}/threads/5"])
def test_a_comment_is_led_by_its_organisation_only_where_that_is_confirmed(
    client: FlaskClient, clause: str, published: Published, where: str
) -> None:
    path = where.format(clause=clause, code=CODE)
    declare_as(published.world, Role.STAKEHOLDER, "The <i>Commission")
    comment(published.world, Role.STAKEHOLDER, "In whose name?", eid=published.eid)
    page = words(client.get(path))
    assert "<b>The <i>Commission</b>" not in page
    assert "says: The <i>Commission (not confirmed)" in page
    assert "<b>Stakeholder Person</b>" in page
    assert ("<b>An office</b>" in page) == (where != "{code}/threads/5")
