"""Members, invitations as the secretariat makes them, and one's own declaration."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from drafting.domain.roles import Role
from tests.support.people import SLUG, World
from tests.web.looking import error_at, everything, value_of, words

ClientOf = Callable[[Role | None], FlaskClient]
PAGE = f"/codes/{SLUG}/members"
LINK = re.compile(r"(http://[^<\s\"]+)/invitations/([\w-]+)")


@pytest.fixture
def client(client_of: ClientOf) -> FlaskClient:
    return client_of(Role.SECRETARIAT)


def invite(client: FlaskClient, **more: str):  # type: ignore[no-untyped-def]
    typed = {
        "email": "new@test.example",
        "role": "stakeholder",
        "organisation": "",
        "stakeholder_group": "",
        **more,
    }
    return client.post(f"/codes/{SLUG}/invitations", data=typed)


def test_the_list_shows_everybody_and_offers_changes_to_the_secretariat_only(
    client_of: ClientOf, world: World
) -> None:
    for role in (Role.SECRETARIAT, Role.CHAIR):
        page = words(client_of(role).get(PAGE))
        assert all(world.email(one) in page for one in Role)
        assert ("Invite a person" in page) == (role is Role.SECRETARIAT)


def test_a_members_part_is_changed(client: FlaskClient, world: World) -> None:
    path = f"{PAGE}/{world.membership_ids[Role.OBSERVER]}"
    typed = {
        "role": "drafter",
        "organisation": "New <b>Office",
        "working_groups": [str(key) for key in world.group_ids],
    }
    assert client.post(path, data=typed).location == PAGE
    now = world.identity(Role.OBSERVER).memberships[world.code_id]
    assert (now.role, now.working_group_ids) == (Role.DRAFTER, set(world.group_ids))
    assert "New <b>Office" not in client.get(PAGE).get_data(as_text=True)


@pytest.mark.parametrize("role", ["", "admin", "SECRETARIAT", "operator"])
def test_A71_a_role_that_is_none_is_refused(client: FlaskClient, world: World, role: str) -> None:
    before = everything(world.database)
    answer = client.post(
        f"{PAGE}/{world.membership_ids[Role.OBSERVER]}",
        data={"role": role, "organisation": "Typed"},
    )
    assert answer.status_code == 422
    assert value_of(answer, "organisation") == "Typed"
    assert invite(client, role=role).status_code == 422
    assert everything(world.database) == before


def test_A72_the_last_secretariat_is_told_to_name_another(
    client: FlaskClient, world: World
) -> None:
    path = f"{PAGE}/{world.membership_ids[Role.SECRETARIAT]}"
    before = everything(world.database)
    for answer in (client.post(path, data={"role": "observer"}), client.post(f"{path}/remove")):
        assert answer.status_code == 409
        assert "last member of the secretariat" in words(answer)
    assert everything(world.database) == before


def test_a_removed_member_is_out_at_once(
    client: FlaskClient, client_of: ClientOf, world: World
) -> None:
    member = client_of(Role.DRAFTER)
    assert member.get(f"/codes/{SLUG}").status_code == 200
    assert client.post(f"{PAGE}/{world.membership_ids[Role.DRAFTER]}/remove").status_code == 302
    assert member.get(f"/codes/{SLUG}").status_code == 404


def test_A107_the_link_is_shown_once(client: FlaskClient, world: World) -> None:
    answer = invite(client)
    assert answer.status_code == 302
    assert LINK.search(words(client.get(answer.location)))
    assert not LINK.search(words(client.get(answer.location)))


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "X-Forwarded-Server", "Forwarded"])
def test_A106_the_link_has_our_own_address_whatever_the_request_says(
    client: FlaskClient, world: World, header: str
) -> None:
    typed = {"email": "new@test.example", "role": "stakeholder"}
    answer = client.post(f"/codes/{SLUG}/invitations", data=typed, headers={header: "evil.example"})
    assert "evil.example" not in (answer.location or "")
    found = LINK.search(words(client.get(PAGE)))
    base_url = client.application.extensions["drafting"].settings.base_url
    assert found is None or found.group(1) == base_url
    assert (found is None) == (answer.status_code == 400)


@pytest.mark.parametrize("email", ["", "nobody", "a@x.org,b@x.org", "a@x.org\r\nBcc: b@x.org"])
def test_A114_a_wrong_address_is_said_at_its_place_and_given_back(
    client: FlaskClient, world: World, email: str
) -> None:
    before = everything(world.database)
    answer = invite(client, email=email, role="chair", organisation="Typed")
    assert answer.status_code == 422
    assert error_at(answer, "email")
    assert value_of(answer, "email").split() == email.split()
    assert value_of(answer, "organisation") == "Typed"
    assert '<option value="chair" selected' in answer.get_data(as_text=True)
    assert everything(world.database) == before


def test_a_withdrawn_link_is_gone_from_the_list_and_opens_nothing(
    client: FlaskClient, client_of: ClientOf, world: World
) -> None:
    found = LINK.search(words(client.get(invite(client).location)))
    assert found
    number = re.search(r"/invitations/(\d+)/revoke", words(client.get(PAGE)))
    assert number
    path = f"/codes/{SLUG}/invitations/{number.group(1)}/revoke"
    assert client.post(path).status_code == 302
    assert "new@test.example" not in words(client.get(PAGE))
    assert client_of(Role.OBSERVER).get(f"/invitations/{found.group(2)}").status_code == 404
    assert client.post(path).status_code == 404


@pytest.mark.parametrize("role", Role)
def test_everybody_declares_for_themselves(client_of: ClientOf, world: World, role: Role) -> None:
    client, path = client_of(role), f"/codes/{SLUG}/my-part"
    typed = {"organisation": "<Halvane>", "interests": "Shares\r\nin it"}
    assert client.post(path, data=typed).location == f"/codes/{SLUG}"
    page = client.get(path)
    assert (value_of(page, "organisation"), value_of(page, "interests")) == (
        "<Halvane>",
        "Shares\nin it",
    )
    assert "<Halvane>" not in page.get_data(as_text=True)


@pytest.mark.parametrize(("field", "most"), [("organisation", 200), ("interests", 5_000)])
def test_an_endless_declaration_is_said_at_its_place(
    client_of: ClientOf, world: World, field: str, most: int
) -> None:
    client = client_of(Role.STAKEHOLDER)
    before = everything(world.database)
    typed = {"organisation": "Halvane", "interests": "Some", field: "a" * (most + 1)}
    answer = client.post(f"/codes/{SLUG}/my-part", data=typed)
    assert answer.status_code == 422
    assert str(most) in error_at(answer, field)
    assert {name: value_of(answer, name) for name in typed} == typed
    assert everything(world.database) == before


UNCONFIRMED = "declared by the member, not confirmed"


@pytest.fixture
def edit(client_of: ClientOf, world: World) -> str:
    """The stakeholder has named another organisation; the address of that member's page."""
    client_of(Role.STAKEHOLDER).post(
        f"/codes/{SLUG}/my-part", data={"organisation": "Halvane", "interests": ""}
    )
    return f"{PAGE}/{world.membership_ids[Role.STAKEHOLDER]}"


def save(client: FlaskClient, path: str, **more: str) -> None:
    """The member's page, saved as it is shown, but for what is changed on it."""
    page = client.get(path)
    shown = {name: value_of(page, name) for name in ("organisation", "shown_organisation")}
    ticked = {"confirms_organisation": "1"} if CHECKED.search(page.text) else {}
    assert (
        client.post(path, data={"role": "stakeholder", **shown, **ticked, **more}).status_code
        == 302
    )


CHECKED = re.compile(r'name="confirms_organisation" value="1" checked')


def confirmed(world: World) -> int | None:
    return world.identity(Role.STAKEHOLDER).memberships[world.code_id].organisation_id


def test_a_declared_organisation_is_shown_as_such_to_the_secretariat_and_to_the_member(
    client: FlaskClient, client_of: ClientOf, edit: str
) -> None:
    for page in (client.get(PAGE), client.get(edit)):
        assert words(page).count(UNCONFIRMED) == 1
    for path in (f"/codes/{SLUG}", f"/codes/{SLUG}/my-part"):
        assert "declared by you, not confirmed by the secretariat" in words(
            client_of(Role.STAKEHOLDER).get(path)
        )
        assert "not confirmed" not in words(client_of(Role.OBSERVER).get(path))


def test_saving_the_page_of_a_member_confirms_nothing_unless_that_is_ticked(
    client: FlaskClient, world: World, edit: str
) -> None:
    save(client, edit)
    assert confirmed(world) is None
    save(client, edit, confirms_organisation="1")
    halvane = confirmed(world)
    assert halvane is not None
    assert UNCONFIRMED not in words(client.get(PAGE)) + words(client.get(edit))
    save(client, edit)
    assert confirmed(world) == halvane


def test_a_confirmation_is_withdrawn_by_the_box_that_is_no_longer_ticked(
    client: FlaskClient, world: World, edit: str
) -> None:
    save(client, edit, confirms_organisation="1")
    save(client, edit, confirms_organisation="")
    assert confirmed(world) is None


def test_another_name_that_the_secretariat_writes_is_confirmed_by_that(
    client: FlaskClient, world: World, edit: str
) -> None:
    save(client, edit, organisation=" halvane ")
    assert confirmed(world) is None
    save(client, edit, organisation="Another office")
    assert confirmed(world) is not None


def test_a_name_that_the_member_changed_while_the_page_was_open_is_not_confirmed_by_saving_it(
    client: FlaskClient, client_of: ClientOf, world: World, edit: str
) -> None:
    client_of(Role.STAKEHOLDER).post(
        f"/codes/{SLUG}/my-part", data={"organisation": "", "interests": ""}
    )
    typed = {"role": "stakeholder", "organisation": "Halvane", "shown_organisation": "Halvane"}
    assert client.post(edit, data=typed).status_code == 302
    assert confirmed(world) is None


def test_a_refused_page_of_a_member_comes_back_with_its_tick(
    client: FlaskClient, edit: str
) -> None:
    typed = {
        "role": "none",
        "organisation": "Typed",
        "shown_organisation": "Halvane",
        "confirms_organisation": "1",
    }
    answer = client.post(edit, data=typed)
    assert (answer.status_code, value_of(answer, "shown_organisation")) == (422, "Halvane")
    assert CHECKED.search(answer.text)
    assert not CHECKED.search(client.post(edit, data={**typed, "confirms_organisation": ""}).text)
