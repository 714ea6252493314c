"""What views share: the code of practice of the URL, and URLs that need no slug."""

from collections.abc import Iterator

import pytest
from flask import Flask, g, get_flashed_messages, url_for

from drafting.domain.roles import Role
from drafting.errors import NotPermittedError
from drafting.services.codes.errors import CodeNotFoundError
from drafting.web import view
from tests.support.people import SLUG, World


@pytest.fixture(autouse=True)
def _request(app: Flask, world: World) -> Iterator[None]:
    with app.test_request_context():
        arguments = {"slug": SLUG, "number": 1}
        view.take_slug(None, arguments)
        assert arguments == {"number": 1}
        yield


def test_the_code_is_the_one_of_the_url_and_is_loaded_once(world: World) -> None:
    g.identity = world.identity(Role.OBSERVER)
    assert view.code().slug == SLUG
    assert view.code() is view.code()


def test_the_code_is_loaded_again_inside_a_transaction(world: World) -> None:
    g.identity = world.identity(Role.SECRETARIAT)
    read = view.code()
    with view.transaction() as session:
        assert view.code() is not read
        assert view.code() in session


def test_who_may_not_read_the_code_does_not_find_it_and_permissions_are_required(
    world: World,
) -> None:
    with pytest.raises(CodeNotFoundError):
        view.code()
    g.identity = world.identity(Role.OBSERVER)
    with pytest.raises(NotPermittedError):
        view.code(view.Permission.CODE_CHANGE)
    assert not view.may_in_code(view.Permission.CODE_CHANGE)


def test_urls_have_the_slug_of_the_request_unless_another_is_given() -> None:
    assert url_for("codes.show") == f"/codes/{SLUG}"
    assert url_for("codes.show", slug="other") == "/codes/other"
    assert url_for("codes.index") == "/"
    assert view.absolute_url("codes.show") == f"http://localhost/codes/{SLUG}"


def test_a_redirect_may_say_what_happened() -> None:
    response = view.redirect_to("codes.show", "Changed.", _anchor="top")
    assert (response.status_code, response.location) == (302, f"/codes/{SLUG}#top")
    assert get_flashed_messages() == ["Changed."]
