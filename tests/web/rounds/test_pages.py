"""Rounds by form: set, extended, closed; times in the zone that the page names."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from drafting import clock
from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.rounds.scheduling import round_by_number
from drafting.storage.models import Round
from tests.support.people import World
from tests.support.published import CHANGED, Published, open_round
from tests.web.looking import error_at, everything, value_of, words
from tests.web.publishing import CODE, prepare_text, publish_second

ClientOf = Callable[[Role | None], FlaskClient]
BRUSSELS = ZoneInfo("Europe/Brussels")
SUMMER = "2031-07-01T18:00"
FORM = {
    "title": "Second <round>",
    "version": "2",
    "when": "now",
    "closes_at": SUMMER,
    "audience": "participants",
}


@pytest.fixture
def client(published: Published, client_of: ClientOf) -> FlaskClient:
    publish_second(published.world)
    return client_of(Role.SECRETARIAT)


def round_of(world: World, number: int) -> Round:
    with world.database.reading() as session:
        return round_by_number(
            session, OPERATOR, code_by_slug(session, OPERATOR, world.slug), number
        )


def local(moment: datetime) -> str:
    return moment.astimezone(BRUSSELS).strftime("%Y-%m-%dT%H:%M")


def test_a_round_is_opened_at_once(
    client: FlaskClient, client_of: ClientOf, published: Published
) -> None:
    sent = client.post(
        f"{CODE}/rounds/new", data={**FORM, "questions": "One?\r\n\r\nTwo,\r\nreally?\r\n\r\n\r\n"}
    )
    assert (sent.status_code, sent.location) == (302, f"{CODE}/rounds/2")
    made = round_of(published.world, 2)
    assert (made.questions, made.audience.value) == (["One?", "Two,\nreally?"], "participants")
    assert made.closes_at == datetime(2031, 7, 1, 16, tzinfo=UTC)
    page = words(client_of(Role.STAKEHOLDER).get(f"{CODE}/rounds/2"))
    assert all(
        said in page
        for said in (
            "Second <round>",
            "Round 2 is open",
            "1 July 2031, 18:00 CEST",
            "Everyone who takes part",
        )
    )
    assert "Close the round now" not in page


def test_a_round_that_is_set_for_later_opens_by_the_clock(
    client: FlaskClient, client_of: ClientOf, published: Published
) -> None:
    opens = (clock.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    client.post(f"{CODE}/rounds/new", data={**FORM, "when": "at", "opens_at": local(opens)})
    stakeholder = client_of(Role.STAKEHOLDER)
    general = f"{CODE}/versions/2/general"
    assert "Round 2 opens later" in words(stakeholder.get(general))
    assert stakeholder.post(f"{CODE}/versions/2/threads", data={"text": "Early"}).status_code == 409
    with clock.frozen_at(opens):
        assert "Round 2 is open" in words(stakeholder.get(general))
        assert (
            stakeholder.post(f"{CODE}/versions/2/threads", data={"text": "In time"}).status_code
            == 302
        )


def test_the_form_offers_published_versions_and_names_the_zone(
    client: FlaskClient, published: Published
) -> None:
    prepare_text(published.world, "# Third\n")
    page = client.get(f"{CODE}/rounds/new")
    assert "Time zone: Europe/Brussels." in words(page)
    offered = re.search(r'<select id="version".*?</select>', page.text, re.DOTALL)
    assert offered
    assert re.findall(r'value="(\d)"', offered[0]) == ["2", "1"]
    assert value_of(page, "title") == "Round 2"


@pytest.mark.parametrize(
    ("change", "field", "status"),
    [
        ({"title": ""}, "title", 422),
        ({"closes_at": ""}, "closes_at", 422),
        ({"closes_at": "soon"}, "closes_at", 422),
        ({"closes_at": "2020-01-01T00:00"}, "closes_at", 422),
        ({"when": "at", "opens_at": ""}, "opens_at", 422),
        ({"when": "at", "opens_at": "2031-07-01T18:00"}, "closes_at", 422),
        ({"version": "1"}, "opens_at", 409),
        ({"audience": "nobody"}, "audience", 422),
        ({"questions": "é" * 1_001}, "questions", 422),
    ],
    ids=[
        "title",
        "no end",
        "no time",
        "past",
        "no beginning",
        "ends as it begins",
        "overlap",
        "audience",
        "question",
    ],
)
def test_a_wrong_form_is_said_at_its_place_and_given_back(
    client: FlaskClient, published: Published, change: dict[str, str], field: str, status: int
) -> None:
    typed = {**FORM, "questions": "Why?", **change}
    before = everything(published.world.database)
    sent = client.post(f"{CODE}/rounds/new", data=typed)
    assert sent.status_code == status
    assert error_at(sent, field)
    assert {name: value_of(sent, name) for name in ("title", "closes_at", "questions")} == {
        name: typed[name] for name in ("title", "closes_at", "questions")
    }
    assert everything(published.world.database) == before


@pytest.mark.parametrize(("version", "status"), [("3", 409), ("99", 404), ("", 404), ("x", 404)])
def test_a_version_that_is_not_published_has_no_round(
    client: FlaskClient, published: Published, version: str, status: int
) -> None:
    prepare_text(published.world, "# Third\n")
    sent = client.post(f"{CODE}/rounds/new", data={**FORM, "version": version})
    assert sent.status_code == status
    assert value_of(sent, "title") == FORM["title"]


def test_the_closing_time_is_changed(client: FlaskClient, published: Published) -> None:
    assert (
        client.post(f"{CODE}/rounds/1/extend", data={"closes_at": SUMMER}).location
        == f"{CODE}/rounds/1"
    )
    assert round_of(published.world, 1).closes_at == datetime(2031, 7, 1, 16, tzinfo=UTC)
    assert value_of(client.get(f"{CODE}/rounds/1"), "closes_at") == SUMMER


@pytest.mark.parametrize("typed", ["", "soon", "2020-01-01T00:00"])
def test_a_wrong_closing_time_is_said_at_its_place(
    client: FlaskClient, published: Published, typed: str
) -> None:
    sent = client.post(f"{CODE}/rounds/1/extend", data={"closes_at": typed})
    assert sent.status_code == 422
    assert error_at(sent, "closes_at")
    assert value_of(sent, "closes_at") == typed


def test_a_round_is_closed_now_and_stays_closed(
    client: FlaskClient, client_of: ClientOf, published: Published
) -> None:
    assert client.post(f"{CODE}/rounds/1/close").location == f"{CODE}/rounds/1"
    before = everything(published.world.database)
    for step in ("close", "extend"):  # an old tab
        sent = client.post(f"{CODE}/rounds/1/{step}", data={"closes_at": SUMMER})
        assert sent.status_code == 409
        assert "Round 1 closed on" in words(sent)
        assert "Its times can no longer be changed" in words(sent)
    assert everything(published.world.database) == before
    assert (
        client_of(Role.STAKEHOLDER)
        .post(f"{CODE}/versions/1/threads", data={"text": "Late"})
        .status_code
        == 409
    )


def test_what_a_reader_may_not_see_is_not_counted(
    client: FlaskClient, client_of: ClientOf, published: Published
) -> None:
    totals = {}
    for role in (Role.STAKEHOLDER, Role.CHAIR, Role.SECRETARIAT):
        page = client_of(role).get(f"{CODE}/rounds/1").text
        found = re.search(r"<tfoot>.*?<td>(\d+)</td>", page, re.DOTALL)
        totals[role] = found and found[1]
    assert totals == {Role.STAKEHOLDER: "4", Role.CHAIR: "3", Role.SECRETARIAT: "3"}


def test_without_a_published_version_there_is_nothing_to_open_a_round_on(
    client_of: ClientOf, world: World
) -> None:
    client = client_of(Role.SECRETARIAT)
    assert "none is published yet" in words(client.get(f"{CODE}/rounds/new"))
    assert "There are no rounds yet" in words(client.get(f"{CODE}/rounds"))


def test_the_list_leads_to_each_round(client: FlaskClient, published: Published) -> None:
    open_round(published.world, 2)
    page = client.get(f"{CODE}/rounds").text
    assert [f'href="{CODE}/rounds/{n}"' in page for n in (1, 2, 3)] == [True, True, False]
    assert CHANGED not in page
