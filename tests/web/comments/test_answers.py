"""The chairs' answers by form: kept in private, published, and two chairs at once."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from tests.support.people import World, token_of
from tests.support.published import Published, add_stranger, answer, comment
from tests.web.looking import error_at, everything, value_at, value_of, words
from tests.web.publishing import CODE, comments_of

ClientOf = Callable[[Role | None], FlaskClient]
THREAD = f"{CODE}/threads/4"  # the published one
KEPT = {"kind": "accepted_in_part", "reason": "We take the first half.", "revision": "0"}


@pytest.fixture
def client(published: Published, client_of: ClientOf) -> FlaskClient:
    return client_of(Role.CHAIR)


def other_chair(client_of: ClientOf, world: World) -> FlaskClient:
    client = client_of(None)
    with client.session_transaction() as session:
        session["token"] = token_of(world, add_stranger(world, Role.CHAIR))
    return client


def test_an_answer_is_recorded_in_private_and_published(
    client: FlaskClient, client_of: ClientOf, published: Published
) -> None:
    assert client.post(f"{THREAD}/answer", data={**KEPT, "on": "thread"}).location == THREAD
    assert "Prepared answer, not public" in words(client.get(THREAD))
    assert "We take the first half." not in words(client_of(Role.STAKEHOLDER).get(THREAD))
    assert (
        client.post(f"{THREAD}/answer/publish", data={"revision": "1", "on": "thread"}).location
        == THREAD
    )
    page = words(client_of(Role.STAKEHOLDER).get(THREAD))
    assert all(
        said in page
        for said in ("Answer of the chairs", "Accepted in part", "We take the first half.")
    )


def test_only_a_chair_is_offered_the_form(client_of: ClientOf, published: Published) -> None:
    for role in Role:
        assert ("Record the answer" in words(client_of(role).get(THREAD))) == (role is Role.CHAIR)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "not_accepted", "reason": "  "}, "reason"),
        ({"reason": "é" * 20_001}, "reason"),
        ({"kind": ""}, "kind"),
        ({"kind": "perhaps"}, "kind"),
    ],
    ids=["no reason", "long reason", "no kind", "unknown kind"],
)
def test_a_wrong_answer_is_said_at_its_place_and_given_back(
    client: FlaskClient, published: Published, change: dict[str, str], field: str
) -> None:
    typed = {**KEPT, **change}
    before = everything(published.world.database)
    for headers in ({}, {"X-Fragment": "true"}):
        sent = client.post(f"{THREAD}/answer", data=typed, headers=headers)
        assert sent.status_code == 422
        assert error_at(sent, f"answer-4-{field}")
        assert value_at(sent, "answer-4-reason") == typed["reason"]
    assert everything(published.world.database) == before


@pytest.mark.parametrize("kind", ["accepted", "noted"])
def test_some_answers_need_no_reason(client: FlaskClient, published: Published, kind: str) -> None:
    assert client.post(f"{THREAD}/answer", data={"kind": kind, "revision": "0"}).status_code == 302


@pytest.mark.parametrize("headers", [{}, {"X-Fragment": "true"}], ids=["page", "fragment"])
def test_of_two_chairs_at_once_the_second_sees_both_texts(
    client: FlaskClient, client_of: ClientOf, published: Published, headers: dict[str, str]
) -> None:
    client.post(f"{THREAD}/answer", data={**KEPT, "reason": "The first chair's."})
    before = everything(published.world.database)
    second = other_chair(client_of, published.world)
    before = everything(published.world.database)
    mine = {
        "kind": "not_accepted",
        "reason": "The second chair's.",
        "revision": "0",
        "on": "thread",
    }
    refused = second.post(f"{THREAD}/answer", data=mine, headers=headers)
    assert refused.status_code == 409
    assert "Another editor recorded an answer" in error_at(refused, "answer-4-reason")
    page = words(refused)
    assert "Recorded by another editor: Accepted in part" in page
    assert "<p>The first chair's.</p>" in page
    assert value_at(refused, "answer-4-reason") == "The second chair's."
    assert 'value="not_accepted" selected' in page
    assert everything(published.world.database) == before
    form = refused.text[refused.text.index('/answer"') :]
    assert 'name="revision" value="1"' in form[: form.index("</form>")]
    assert second.post(f"{THREAD}/answer", data={**mine, "revision": "1"}).status_code == 302


def test_what_is_published_is_what_was_looked_at(client: FlaskClient, published: Published) -> None:
    client.post(f"{THREAD}/answer", data=KEPT)
    client.post(f"{THREAD}/answer", data={**KEPT, "revision": "1", "reason": "Changed since."})
    old_tab = client.post(f"{THREAD}/answer/publish", data={"revision": "1"})
    assert old_tab.status_code == 409
    assert "Another editor recorded an answer" in words(old_tab)
    assert client.post(f"{THREAD}/answer/publish", data={"revision": "2"}).status_code == 302
    again = client.post(f"{THREAD}/answer/publish", data={"revision": "2"})
    assert again.status_code == 409
    assert "There is no prepared answer to publish" in words(again)


def test_a_comment_that_was_not_given_in_is_not_answered(
    client: FlaskClient, published: Published
) -> None:
    thread = published.thread_numbers[CommentState.SHARED]  # the chair is of the same organisation
    assert "Record the answer" not in words(client.get(f"{CODE}/threads/{thread}"))
    sent = client.post(f"{CODE}/threads/{thread}/answer", data=KEPT)
    assert sent.status_code == 409
    assert "there is nothing to answer" in words(sent)


def test_a_later_revision_leaves_the_published_one_in_place(
    client: FlaskClient, client_of: ClientOf, published: Published
) -> None:
    answer(published.world, 4, "The public one.")
    answer(published.world, 4, "The next one.", is_published=False)
    page = words(client_of(Role.OBSERVER).get(THREAD))
    assert "The public one." in page
    assert "The next one." not in page
    assert all(text in words(client.get(THREAD)) for text in ("The public one.", "The next one."))


def test_all_answers_of_a_round_are_published_at_once(
    client: FlaskClient, client_of: ClientOf, published: Published
) -> None:
    more = comment(published.world, Role.STAKEHOLDER, "One more.", state=CommentState.PUBLISHED)
    for thread in (4, more):
        answer(published.world, thread, f"Answer to {thread}.", is_published=False)
    assert "Publish 2 prepared answers" in words(client.get(f"{CODE}/rounds/1"))
    assert "prepared answer" not in words(client_of(Role.STAKEHOLDER).get(f"{CODE}/rounds/1"))
    assert client.post(f"{CODE}/rounds/1/answers/publish").location == f"{CODE}/rounds/1"
    assert "2 answers are published." in words(client.get(f"{CODE}/rounds/1"))
    reader = client_of(Role.OBSERVER)
    assert all(f"Answer to {n}." in words(reader.get(f"{CODE}/threads/{n}")) for n in (4, more))
    assert client.post(f"{CODE}/rounds/99/answers/publish").status_code == 404


def test_all_filed_comments_of_a_round_are_published_at_once(
    client_of: ClientOf, published: Published
) -> None:
    secretariat = client_of(Role.SECRETARIAT)
    assert "Publish all filed comments" in words(secretariat.get(f"{CODE}/rounds/1"))
    assert secretariat.post(f"{CODE}/rounds/1/comments/publish").status_code == 302
    states = [comments_of(published.world, n)[0].state.value for n in range(1, 5)]
    assert states == ["unfiled", "shared", "published", "published"]


def test_the_form_begins_with_the_last_answer(client: FlaskClient, published: Published) -> None:
    answer(published.world, 4, "As it is.", kind="noted")
    page = client.get(THREAD)
    assert value_at(page, "answer-4-reason") == "As it is."
    assert value_of(page, "revision") == "1"
    assert 'value="noted" selected' in page.text
