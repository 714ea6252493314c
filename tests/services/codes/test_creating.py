"""Beginning a code of practice: its address is plain, free, and for ever."""

import pytest

from drafting.domain.roles import FIRST_STAKEHOLDER_GROUPS, Role
from drafting.errors import NotPermittedError
from drafting.policy.identity import OPERATOR
from drafting.services.codes.creating import LONGEST_SLUG, RESERVED_SLUGS, change_code, create_code
from drafting.services.codes.errors import SlugInvalidError, SlugTakenError
from drafting.services.codes.queries import code_by_slug, codes_of
from drafting.services.errors import FieldMissingError, FieldTooLongError
from tests.support.people import SLUG, World


@pytest.mark.parametrize("slug", ["a", "ai-2026", "0", "a" * LONGEST_SLUG])
def test_a_plain_slug_is_taken(world: World, slug: str) -> None:
    with world.database.transaction() as session:
        assert create_code(session, OPERATOR, slug=slug, title="T").slug == slug


@pytest.mark.parametrize(
    "slug",
    [
        "",
        ".",
        "..",
        "a/b",
        "%2e%2e",
        "A",
        "aı",
        "ß",
        "\u212a",
        "a--b",
        "-a",
        "a-",
        "a b",
        "a\n",
        "a\0",
        "é",
        "a" * 81,
        "１",
    ],
)
def test_A94_a_slug_that_could_be_mistaken_is_refused(world: World, slug: str) -> None:
    with world.database.transaction() as session, pytest.raises(SlugInvalidError):
        create_code(session, OPERATOR, slug=slug, title="T")


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS | {"new", "admin"}))
def test_A94_a_slug_that_is_a_page_is_refused(world: World, slug: str) -> None:
    with world.database.transaction() as session, pytest.raises(SlugInvalidError):
        create_code(session, OPERATOR, slug=slug, title="T")


def test_A94_a_slug_is_taken_once_and_the_first_stays_reachable(world: World) -> None:
    with world.database.transaction() as session, pytest.raises(SlugTakenError):
        create_code(session, OPERATOR, slug=SLUG, title="Second")
    with world.database.reading() as session:
        assert code_by_slug(session, OPERATOR, SLUG).title == "Test code of practice"


def test_who_begins_it_is_its_secretariat(world: World) -> None:
    actor = world.identity(Role.SECRETARIAT)
    with world.database.transaction() as session:
        code_id = create_code(session, actor, slug="second", title="Second").id
    assert world.identity(Role.SECRETARIAT).role_in(code_id) is Role.SECRETARIAT
    assert world.identity(Role.CHAIR).role_in(code_id) is None


def test_it_begins_with_the_usual_stakeholder_groups_in_order(world: World) -> None:
    with world.database.reading() as session:
        groups = code_by_slug(session, OPERATOR, SLUG).stakeholder_groups
    assert [(group.key, group.name) for group in groups] == list(FIRST_STAKEHOLDER_GROUPS)


def test_only_an_administrator_begins_one(world: World) -> None:
    for role in [role for role in Role if role is not Role.SECRETARIAT]:
        actor = world.identity(role)
        with world.database.transaction() as session, pytest.raises(NotPermittedError):
            create_code(session, actor, slug="second", title="Second")


def test_one_sees_the_codes_of_practice_of_which_one_is_a_member(world: World) -> None:
    with world.database.transaction() as session:
        create_code(session, OPERATOR, slug="second", title="A second")
    chair = world.identity(Role.CHAIR)
    with world.database.reading() as session:
        assert [code.slug for code in codes_of(session, chair)] == [SLUG]
        assert [code.slug for code in codes_of(session, OPERATOR)] == ["second", SLUG]


def test_title_and_summary_can_be_changed_and_the_address_stays(world: World) -> None:
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        change_code(session, OPERATOR, code, title=" New \n title ", summary="Two\nlines")
    with world.database.reading() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
    assert (code.slug, code.title, code.summary) == (SLUG, "New title", "Two\nlines")


def test_a_title_is_needed_and_a_summary_has_an_end(world: World) -> None:
    with world.database.transaction() as session:
        with pytest.raises(FieldMissingError):
            create_code(session, OPERATOR, slug="second", title=" ")
        with pytest.raises(FieldTooLongError) as caught:
            create_code(session, OPERATOR, slug="second", title="T", summary="a" * 2_001)
    assert caught.value.field == "summary"
