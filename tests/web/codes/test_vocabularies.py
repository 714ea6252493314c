"""The page of the words of a code of practice: shown, tried, saved, refused at its place, taken
back.
"""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from drafting.domain.roles import Role
from drafting.domain.vocabulary.tables import Vocabulary
from drafting.domain.vocabulary.usual import USUAL
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.codes.vocabularies import vocabulary_of
from tests.support.pages import Page, faults_of
from tests.support.people import SLUG, World
from tests.support.published import publish_world, retype
from tests.web.looking import error_at, everything, value_at, words
from tests.web.publishing import CODE

ClientOf = Callable[[Role | None], FlaskClient]
PATH = f"{CODE}/vocabulary"
TEXT = (
    "# Pledge 1 — Peace\n\nWe undertake peace.\n\n# Measure 2\n\nTwo words.\n\n> Sidenote: a "
    "remark.\n"
)


def fields_of(page: str) -> dict[str, str]:
    """The fields of the form as a browser would send them."""
    parsed = Page.of(page)
    inputs = {
        one.attributes["name"]: one.attributes.get("value", "")
        for one in parsed.all("input")
        if "name" in one.attributes
    }
    areas = {one.attributes["name"]: one.text.removeprefix("\n") for one in parsed.all("textarea")}
    return {
        name: value for name, value in {**inputs, **areas}.items() if not name.endswith("-remove")
    }


def form(client: FlaskClient, **changes: str) -> dict[str, str]:
    return {
        **fields_of(client.get(PATH).text),
        "do": "save",
        **{name.replace("_0_", "-0-"): value for name, value in changes.items()},
    }


def stored(world: World) -> Vocabulary:
    with world.database.reading() as session:
        return vocabulary_of(code_by_slug(session, OPERATOR, SLUG))


def test_saved_as_it_is_shown_it_is_the_usual_one(client_of: ClientOf, world: World) -> None:
    client = client_of(Role.SECRETARIAT)
    answer = client.post(PATH, data=form(client))
    assert (answer.status_code, answer.location) == (302, PATH)
    assert stored(world) == USUAL
    assert "Restore the default terms" not in words(client.get(PATH))


def test_a_kind_is_added_renamed_and_removed_and_its_key_stays(
    client_of: ClientOf, world: World
) -> None:
    client = client_of(Role.SECRETARIAT)
    new = f"provisions-{len(USUAL.provisions)}"
    changes = {
        f"{new}-name": "Friedens-Pflicht",
        f"{new}-words": "Pledge, Promise;\nPflicht",
        f"{new}-numbers": "P-1",
    }
    client.post(
        PATH,
        data={**form(client), **changes, "provisions-1-name": "Action", "provisions-0-remove": "1"},
    )
    provisions = stored(world).provisions
    assert [kind.key for kind in provisions] == [
        *(kind.key for kind in USUAL.provisions[1:]),
        "friedens-pflicht",
    ]
    assert provisions[0].name == "Action"
    assert (provisions[-1].words, provisions[-1].numbers) == (
        ("Pledge", "Promise", "Pflicht"),
        ("P-1",),
    )
    page = client.get(PATH)
    assert value_at(page, f"provisions-{len(provisions) - 1}-words") == "Pledge, Promise, Pflicht"
    assert faults_of(page.text) == []


def test_the_usual_words_come_back(client_of: ClientOf, world: World) -> None:
    client = client_of(Role.SECRETARIAT)
    client.post(PATH, data=form(client, duty_words="undertake"))
    assert stored(world).duty_words == ("undertake",)
    page = client.get(PATH)
    assert "Restore the default terms" in words(page)
    client.post(f"{PATH}/usual", data={"instead_of": fields_of(page.text)["instead_of"]})
    assert stored(world) == USUAL


WRONG = {
    "duty_words": ("1st", "duty_words"),
    "negations": ("no longer", "negations"),
    "provisions-0-name": (" ", "provisions-0-name"),
    "provisions-1-words": ("Commitment", "provisions-1-words"),
    "provisions-1-numbers": (".*", "provisions-1-numbers"),
    "blocks-1-words": ("<b>", "blocks-1-words"),
    "blocks-1-name": ("Legal text", "blocks-1-name"),
}


@pytest.mark.parametrize(("name", "given"), WRONG.items())
@pytest.mark.parametrize("do", ["save", "try"])
def test_what_is_wrong_is_said_at_its_place_and_given_back(
    client_of: ClientOf, world: World, name: str, given: tuple[str, str], do: str
) -> None:
    text, field = given
    client = client_of(Role.SECRETARIAT)
    sent = {**form(client), name: text, "articles": "kept; as, typed", "do": do}
    before = everything(world.database)
    answer = client.post(PATH, data=sent)
    assert answer.status_code == 422
    assert error_at(answer, field)
    assert value_at(answer, name) == text
    assert value_at(answer, "articles") == "kept; as, typed"
    assert faults_of(answer.text) == []
    assert everything(world.database) == before


@pytest.mark.parametrize("spoilt", [{"provisions-0-key": "<b>"}, {"provisions-0-key": "a" * 41}])
def test_a_form_that_was_tampered_with_is_refused(
    client_of: ClientOf, world: World, spoilt: dict[str, str]
) -> None:
    client = client_of(Role.SECRETARIAT)
    before = everything(world.database)
    answer = client.post(PATH, data={**form(client), **spoilt})
    assert answer.status_code == 422
    assert faults_of(answer.text) == []
    assert everything(world.database) == before


def test_who_edited_an_older_one_keeps_the_text_and_is_told(
    client_of: ClientOf, world: World
) -> None:
    client = client_of(Role.SECRETARIAT)
    mine = form(client, duty_words="mine")
    client.post(PATH, data=form(client, duty_words="theirs"))
    answer = client.post(PATH, data=mine)
    assert answer.status_code == 409
    assert "Another person changed these terms" in words(answer)
    assert value_at(answer, "duty_words") == "mine"
    assert stored(world).duty_words == ("theirs",)
    client.post(PATH, data={**fields_of(answer.text), "do": "save"})
    assert stored(world).duty_words == ("mine",)


def test_half_a_form_takes_nothing_away(client_of: ClientOf, world: World) -> None:
    assert client_of(Role.SECRETARIAT).post(PATH, data={"do": "save"}).status_code == 409
    assert stored(world) == USUAL


def test_tried_words_are_counted_and_not_saved(client_of: ClientOf, world: World) -> None:
    client = client_of(Role.SECRETARIAT)
    assert "Try them on" not in words(client.get(PATH))
    retype(world, TEXT)
    publish_world(world)
    place, block = len(USUAL.provisions), len(USUAL.blocks)
    sent = {
        **form(client),
        f"provisions-{place}-name": "Pledge",
        f"provisions-{place}-words": "Pledge",
        f"blocks-{block}-name": "Sidenote",
        f"blocks-{block}-words": "Sidenote",
        "do": "try",
    }
    answer = client.post(PATH, data=sent)
    assert answer.status_code == 200
    assert counted(answer.text, "Pledge") == ["1 (now: 0)", "2 (now: 0)"]
    assert counted(answer.text, "Sidenote") == ["1 (now: 0)"]
    assert counted(answer.text, "Measure") == ["1", "3"]
    assert value_at(answer, f"provisions-{place}-words") == "Pledge"
    assert faults_of(answer.text) == []
    assert stored(world) == USUAL
    assert counted(client.get(PATH).text, "Measure") == ["1", "3"]


def counted(page: str, kind: str) -> list[str]:
    """The figures in the row of a kind."""
    cells = [(one.tag, " ".join(one.text.split())) for one in Page.of(page).all("th", "td")]
    at = cells.index(("th", kind)) + 1
    following = cells[at:]
    end = next((n for n, (tag, _) in enumerate(following) if tag == "th"), len(following))
    return [text for _, text in following[:end]]
