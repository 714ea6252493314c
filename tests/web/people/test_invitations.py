"""The invited person's side of a link."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.people.invitations import invite, revoke_invitation
from drafting.services.people.members import MembershipInput
from drafting.storage.models import Account, Membership
from tests.support.people import PASSWORD, SLUG, World
from tests.web.looking import error_at, everything, value_of, words

ClientOf = Callable[[Role | None], FlaskClient]


@pytest.fixture
def token(world: World) -> str:
    return make(world)


def make(world: World, email: str = "new@test.example", *, revoked: bool = False) -> str:
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        invitation, token = invite(
            session,
            OPERATOR,
            code,
            email=email,
            part=MembershipInput(Role.STAKEHOLDER, None, "<b>Office</b>"),
        )
        if revoked:
            revoke_invitation(session, OPERATOR, code, invitation.id)
    return token


def role_of(world: World, email: str) -> Role | None:
    with world.database.reading() as session:
        query = select(Membership.role).join(Account).where(Account.email == email)
        return session.scalars(query).one_or_none()


def test_the_page_says_what_one_is_invited_to(
    client_of: ClientOf, world: World, token: str
) -> None:
    answer = client_of(None).get(f"/invitations/{token}")
    assert answer.status_code == 200
    assert all(
        word in words(answer)
        for word in ("Test code of practice", "Stakeholder", "new@test.example", "Sign in first")
    )
    assert "<b>Office" not in answer.get_data(as_text=True)  # A33


def test_A107_a_mail_scanner_that_opens_the_link_changes_nothing(
    client_of: ClientOf, world: World, token: str
) -> None:
    before = everything(world.database)
    for role in (None, Role.OBSERVER):
        for method in ("get", "head"):
            getattr(client_of(role), method)(f"/invitations/{token}")
        for path in ("accept", "account", "provider"):
            assert client_of(role).get(f"/invitations/{token}/{path}").status_code == 405
    after = everything(world.database)
    assert {**after, "sign_in": None, "activity_entry": None} == {
        **before,
        "sign_in": None,
        "activity_entry": None,
    }


def test_a_new_account_is_made_made_member_and_signed_in(
    client_of: ClientOf, world: World, token: str
) -> None:
    client = client_of(None)
    answer = client.post(
        f"/invitations/{token}/account", data={"name": "New Person", "password": PASSWORD}
    )
    assert (answer.status_code, answer.location) == (302, "/codes/test-code")
    assert role_of(world, "new@test.example") is Role.STAKEHOLDER
    assert "You are now a member" in words(client.get("/codes/test-code"))


@pytest.mark.parametrize(
    ("name", "password", "field"),
    [("New", "short", "password"), (" ", PASSWORD, "name"), ("a" * 201, PASSWORD, "name")],
)
def test_a_wrong_form_says_so_at_its_place_and_the_link_stays_good(
    client_of: ClientOf, world: World, name: str, password: str, field: str
) -> None:
    token = make(world)
    before = everything(world.database)
    answer = client_of(None).post(
        f"/invitations/{token}/account", data={"name": name, "password": password}
    )
    assert answer.status_code == 422
    assert error_at(answer, field)
    assert value_of(answer, "name") == name
    assert f'value="{password}"' not in answer.get_data(as_text=True)
    assert everything(world.database) == before


def test_A71_the_form_decides_neither_address_nor_role(
    client_of: ClientOf, world: World, token: str
) -> None:
    data = {
        "name": "N",
        "password": PASSWORD,
        "email": "other@test.example",
        "role": "secretariat",
        "is_administrator": "1",
    }
    client_of(None).post(f"/invitations/{token}/account", data=data)
    assert role_of(world, "new@test.example") is Role.STAKEHOLDER
    with world.database.reading() as session:
        account = session.scalars(select(Account).where(Account.email == "new@test.example")).one()
        assert not account.is_administrator


def test_an_address_that_has_an_account_is_told_to_sign_in(
    client_of: ClientOf, world: World
) -> None:
    token = make(world, world.email(Role.OBSERVER))
    answer = client_of(None).post(
        f"/invitations/{token}/account", data={"name": "N", "password": PASSWORD}
    )
    assert answer.status_code == 409
    assert "Sign in with it first" in words(answer)


def test_who_is_signed_in_accepts_as_themself(
    client_of: ClientOf, world: World, token: str
) -> None:
    with world.database.transaction() as session:
        membership = session.get_one(Membership, world.membership_ids[Role.OBSERVER])
        session.delete(membership)
    client = client_of(Role.OBSERVER)
    assert "Accept as" in words(client.get(f"/invitations/{token}"))
    assert client.post(f"/invitations/{token}/accept").location == "/codes/test-code"
    assert role_of(world, world.email(Role.OBSERVER)) is Role.STAKEHOLDER


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(client_of: ClientOf, token: str) -> None:
    answer = client_of(None).post(f"/invitations/{token}/accept")
    assert (answer.status_code, answer.location) == (302, f"/sign-in?next=/invitations/{token}")


@pytest.mark.parametrize("role", [None, Role.OBSERVER])
def test_A107_a_spent_link_says_so_to_whoever_opens_it(
    client_of: ClientOf, world: World, role: Role | None
) -> None:
    for token in ("never-was", make(world, revoked=True)):
        answer = client_of(role).get(f"/invitations/{token}")
        assert answer.status_code == 404
        assert "no longer works" in words(answer)


@pytest.mark.parametrize("role", [None, Role.OBSERVER])
def test_A107_a_spent_link_makes_neither_account_nor_member(
    client_of: ClientOf, world: World, role: Role | None
) -> None:
    token = make(world, revoked=True)
    answer = client_of(role).post(
        f"/invitations/{token}/account", data={"name": "Typed Name", "password": PASSWORD}
    )
    assert "Typed Name" in words(answer)
    assert PASSWORD not in words(answer)
    assert role_of(world, "new@test.example") is None
    with world.database.reading() as session:
        assert session.scalar(select(func.count(Account.id))) == 5
    assert (answer.status_code, "no longer works" in words(answer)) == (404, True)


def test_A54_a_double_click_makes_one_member(client_of: ClientOf, world: World, token: str) -> None:
    client = client_of(None)
    for _ in range(2):
        client.post(
            f"/invitations/{token}/account", data={"name": "New Person", "password": PASSWORD}
        )
    with world.database.reading() as session:
        assert session.scalar(select(func.count(Account.id))) == 6
    assert role_of(world, "new@test.example") is Role.STAKEHOLDER
