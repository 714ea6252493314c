"""Preparing, publishing and discarding versions, by form."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from drafting import clock
from drafting.domain.roles import Role
from drafting.services.operations.job_registry import run_all_jobs
from tests.services.acting import separate
from tests.support.pages import faults_of
from tests.support.people import TEXT, World
from tests.support.published import CHANGED, Published, publish_world, retype
from tests.web.looking import error_at, everything, value_of, words
from tests.web.publishing import CODE, VERSION, prepare_text, publish_second, version_of

ClientOf = Callable[[Role | None], FlaskClient]
SECOND = f"{CODE}/versions/2"
FORM = {
    "label": "Second <draft>",
    "note": "What is new:\neverything",
    "stage": "draft",
    "language": "en",
}


@pytest.fixture
def client(published: Published, client_of: ClientOf) -> FlaskClient:
    return client_of(Role.SECRETARIAT)


def at(moment: datetime) -> dict[str, str]:
    """The form of publishing at a set time, as it is typed in the zone of the platform."""
    return {
        "when": "at",
        "at": moment.astimezone(ZoneInfo("Europe/Brussels")).strftime("%Y-%m-%dT%H:%M"),
    }


def test_a_version_is_prepared_read_and_published(
    client: FlaskClient, client_of: ClientOf, published: Published
) -> None:
    retype(published.world, CHANGED)
    answer = client.post(f"{CODE}/versions/new", data=FORM)
    assert (answer.status_code, answer.location) == (302, f"{SECOND}/prepared")
    waiting = client.get(f"{SECOND}/prepared")
    assert f'data-url="{SECOND}/work"' in waiting.text
    assert ">Publish<" not in waiting.text
    assert client.get(f"{SECOND}/work").json == {"ready": False, "failed": False}
    assert client.get(SECOND).location == f"{SECOND}/prepared"
    run_all_jobs(published.world.database)
    assert client.get(f"{SECOND}/work").json == {"ready": True, "failed": False}
    assert "Prepared; only the secretariat sees it" in words(client.get(SECOND))
    assert client_of(Role.CHAIR).get(SECOND).status_code == 404
    assert client.post(f"{SECOND}/publish", data={"when": "now"}).location == SECOND
    page = words(client_of(Role.CHAIR).get(SECOND))
    assert all(
        said in page
        for said in (
            "Second <draft>",
            "What is new:",
            "The first clause, edited.",
            "Draft · published",
        )
    )
    assert client.get(f"{SECOND}/prepared").location == SECOND


def test_A43_A45_what_readers_would_not_see_is_told_and_published_only_by_somebody_who_looked(
    client_of: ClientOf, world: World
) -> None:
    client = client_of(Role.SECRETARIAT)
    prepare_text(
        world,
        "# One\n\nPay \u202enothing\u202c at all.\n\nThe p\u0430yment.\n\nAn e\u0301tat, "
        "1\u00a0000.\n",
    )
    page = client.get(f"{VERSION}/prepared")
    assert faults_of(page.get_data(as_text=True)) == []
    assert "U+202E RIGHT-TO-LEFT OVERRIDE (1)" in words(page)
    assert "look-alikes in “p\u0430yment” (1)" in words(page)
    assert "p3" not in words(page)
    refused = client.post(f"{VERSION}/publish", data={"when": "now"})
    assert (refused.status_code, client_of(Role.CHAIR).get(VERSION).status_code) == (422, 404)
    assert "Confirm that they are intended" in error_at(refused, "confirmed")
    assert (
        client.post(f"{VERSION}/publish", data={"when": "now", "confirmed": "yes"}).location
        == VERSION
    )
    exported = client.get(f"{VERSION}/text.html").get_data(as_text=True)
    assert '<span class="unseen">⟦U+202E RIGHT-TO-LEFT OVERRIDE⟧</span>' in exported


def test_A43_a_text_that_hides_nothing_asks_for_no_confirmation(
    client_of: ClientOf, world: World
) -> None:
    prepare_text(world, "# One\n\nAn e\u0301tat, 1\u00a0000, 👩\u200d⚖️ and مرحبا.\n")
    assert "confirmed" not in words(client_of(Role.SECRETARIAT).get(f"{VERSION}/prepared"))


def test_the_first_version_is_offered_under_its_usual_name(
    client_of: ClientOf, world: World
) -> None:
    client = client_of(Role.SECRETARIAT)
    assert "Prepare the first version" in words(client.get(f"{CODE}/versions"))
    page = client.get(f"{CODE}/versions/new")
    assert (value_of(page, "label"), value_of(page, "language")) == ("First draft", "en")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"label": " "}, "label"),
        ({"label": "a" * 201}, "label"),
        ({"note": "é" * 5_001}, "note"),
        ({"language": "not a tag"}, "language"),
        ({"stage": "finished"}, "stage"),
    ],
    ids=["no label", "long label", "long note", "language", "stage"],
)
def test_a_wrong_form_is_said_at_its_place_and_given_back(
    client_of: ClientOf, world: World, change: dict[str, str], field: str
) -> None:
    client = client_of(Role.SECRETARIAT)
    typed = {**FORM, **change}
    before = everything(world.database)
    answer = client.post(f"{CODE}/versions/new", data=typed)
    assert answer.status_code == 422
    assert error_at(answer, field)
    kept = {name: value_of(answer, name) for name in ("label", "note", "language")}
    assert kept == {name: typed[name] for name in kept}
    assert everything(world.database) == before


def test_a_version_with_nothing_changed_is_refused_where_it_was_asked_for(
    client: FlaskClient, published: Published
) -> None:
    before = everything(published.world.database)
    answer = client.post(f"{CODE}/versions/new", data=FORM)
    assert answer.status_code == 409
    assert "Nothing has changed since “First draft”" in words(answer)
    assert value_of(answer, "note") == FORM["note"]
    assert everything(published.world.database) == before


def test_a_second_one_cannot_be_prepared_beside_the_first(
    client: FlaskClient, published: Published
) -> None:
    prepare_text(published.world, CHANGED)
    answer = client.post(f"{CODE}/versions/new", data=FORM)
    assert answer.status_code == 409
    assert "“Prepared draft” is already prepared" in words(answer)


def test_without_any_text_there_is_nothing_to_publish(client_of: ClientOf, world: World) -> None:
    client = client_of(Role.SECRETARIAT)
    for chapter in (1, 2, 3):
        retype(world, "", chapter)
    answer = client.post(f"{CODE}/versions/new", data=FORM)
    assert answer.status_code == 422
    assert "There is no text in any chapter yet" in words(answer)


def test_a_version_is_published_at_a_set_time_and_called_off(
    client: FlaskClient, client_of: ClientOf, published: Published
) -> None:
    prepare_text(published.world, CHANGED)
    moment = (clock.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    assert client.post(f"{SECOND}/publish", data=at(moment)).location == f"{SECOND}/prepared"
    assert version_of(published.world, 2).published_at == moment
    assert "To be published" in words(client.get(f"{SECOND}/prepared"))
    assert re.search(r"\d\d:\d\d CES?T", words(client.get(f"{CODE}/versions")))
    assert client_of(Role.STAKEHOLDER).get(SECOND).status_code == 404
    assert client.post(f"{SECOND}/hold-back").location == f"{SECOND}/prepared"
    assert version_of(published.world, 2).published_at is None


def test_it_becomes_public_when_its_time_has_come(
    client: FlaskClient, client_of: ClientOf, published: Published
) -> None:
    prepare_text(published.world, CHANGED)
    moment = (clock.now() + timedelta(hours=1)).replace(second=0, microsecond=0)
    client.post(f"{SECOND}/publish", data=at(moment))
    reader = client_of(Role.OBSERVER)
    with clock.frozen_at(moment - timedelta(microseconds=1)):
        assert reader.get(SECOND).status_code == 404
        assert "Prepared draft" not in words(reader.get(f"{CODE}/versions"))
    with clock.frozen_at(moment):
        assert reader.get(SECOND).status_code == 200
        assert "Prepared draft" in words(reader.get(f"{CODE}/versions"))
        assert client.post(f"{SECOND}/hold-back").status_code == 409


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("2030-03-31T01:30", datetime(2030, 3, 31, 0, 30, tzinfo=UTC)),
        ("2030-03-31T03:30", datetime(2030, 3, 31, 1, 30, tzinfo=UTC)),
        ("2030-10-27T01:30", datetime(2030, 10, 26, 23, 30, tzinfo=UTC)),
        ("2030-10-27T03:30", datetime(2030, 10, 27, 2, 30, tzinfo=UTC)),
    ],
)
def test_a_set_time_is_meant_in_the_zone_of_the_platform(
    client: FlaskClient, published: Published, typed: str, instant: datetime
) -> None:
    prepare_text(published.world, CHANGED)
    assert client.post(f"{SECOND}/publish", data={"when": "at", "at": typed}).status_code == 302
    assert version_of(published.world, 2).published_at == instant


def test_of_a_time_that_comes_twice_it_is_asked_which(
    client: FlaskClient, published: Published
) -> None:
    prepare_text(published.world, CHANGED)
    given = {"when": "at", "at": "2030-10-27T02:30"}
    asked = client.post(f"{SECOND}/publish", data=given)
    assert asked.status_code == 422
    assert "The clocks show 02:30 twice that day" in asked.text
    assert "The second 02:30 (UTC+01:00)" in asked.text
    answer = client.post(f"{SECOND}/publish", data={**given, "at_which": "second"})
    assert answer.status_code == 302
    assert version_of(published.world, 2).published_at == datetime(2030, 10, 27, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "tomorrow",
        "2030-02-30T10:00",
        "2020-01-01T10:00",
        "2030-01-01T25:00",
        "0001-01-01T00:00",
    ],
)
def test_a_wrong_time_is_said_at_its_place(
    client: FlaskClient, published: Published, typed: str
) -> None:
    prepare_text(published.world, CHANGED)
    before = everything(published.world.database)
    answer = client.post(f"{SECOND}/publish", data={"when": "at", "at": typed})
    assert answer.status_code == 422
    assert error_at(answer, "at")
    assert value_of(answer, "at") == typed
    assert everything(published.world.database) == before


def test_it_cannot_be_published_before_it_is_read(
    client: FlaskClient, published: Published
) -> None:
    prepare_text(published.world, CHANGED, is_read=False)
    answer = client.post(f"{SECOND}/publish", data={"when": "now"})
    assert answer.status_code == 409
    assert "“Prepared draft” is not ready:" in words(answer)


def test_a_prepared_version_is_discarded_and_its_number_is_free_again(
    client: FlaskClient, published: Published
) -> None:
    prepare_text(published.world, CHANGED)
    assert client.post(f"{SECOND}/discard").location == f"{CODE}/versions"
    assert client.get(SECOND).status_code == 404
    assert publish_world(published.world, label="Another") == 2


@pytest.mark.parametrize("step", ["publish", "hold-back", "discard"])
def test_an_old_tab_hears_that_the_version_is_public(
    client: FlaskClient, published: Published, step: str
) -> None:
    publish_second(published.world)
    before = everything(published.world.database)
    answer = client.post(f"{SECOND}/{step}", data={"when": "now"})
    assert answer.status_code == 409
    page = words(answer)
    assert "“Second draft” is published. A published version cannot be changed" in page
    assert not any(
        offer in page
        for offer in ("Cancel the publication", "Discard this version", "To be published")
    )
    assert f'href="{SECOND}"' in page
    assert everything(published.world.database) == before


@pytest.mark.parametrize("step", ["publish", "hold-back", "discard"])
def test_an_old_tab_hears_that_the_version_is_gone(
    client: FlaskClient, published: Published, step: str
) -> None:
    prepare_text(published.world, CHANGED)
    client.post(f"{SECOND}/discard")
    assert client.post(f"{SECOND}/{step}", data={"when": "now"}).status_code == 404


def test_the_text_of_a_version_stays_as_it_was(client: FlaskClient, published: Published) -> None:
    before = client.get(f"{VERSION}/text.md").get_data()
    retype(published.world, "# Another\n")
    assert client.get(f"{VERSION}/text.md").get_data() == before
    assert TEXT.encode() in before


def test_a_time_typed_beside_at_once_is_asked_about_and_nothing_is_published(
    world: World, client_of: ClientOf
) -> None:
    prepare_text(world, TEXT)
    client = client_of(Role.SECRETARIAT)
    page = client.post(f"{VERSION}/publish", data={"when": "now", "at": "2036-12-24T09:00"})
    assert page.status_code == 422
    assert "At a set time" in page.text
    assert 'value="2036-12-24T09:00"' in page.text
    assert client_of(Role.OBSERVER).get(VERSION).status_code == 404


def test_the_counts_are_of_what_the_reader_may_see_and_the_page_says_where_they_are(
    published: Published, client_of: ClientOf
) -> None:
    separate(published.world)
    counts = {
        role: client_of(role).get(f"{VERSION}/counts").json for role in (Role.CHAIR, Role.OBSERVER)
    }
    assert (counts[Role.OBSERVER], counts[Role.CHAIR]) == (
        {published.eid: 1},
        {published.eid: 3},
    )  # the chair is of the author's office
    assert f'data-counts-href="{VERSION}/counts"' in client_of(Role.OBSERVER).get(VERSION).text
    assert client_of(None).get(f"{VERSION}/counts").status_code in {302, 401, 404}


@pytest.mark.parametrize(
    ("tag", "name"), [("en", "in English"), ("fr-BE", "in French (Belgium)"), ("zz-qq", "in zz-qq")]
)
def test_the_list_names_the_language_of_a_version(
    world: World, client_of: ClientOf, tag: str, name: str
) -> None:
    publish_world(world, language=tag)
    assert name in client_of(Role.STAKEHOLDER).get(f"{CODE}/versions").text
