"""What the tests of published pages add to the published world: more versions, a public code of practice, more people."""

from dataclasses import replace

from sqlalchemy import select

from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.accounts import create_account
from drafting.services.code_queries import code_by_slug
from drafting.services.codes import change_code
from drafting.services.freezing import freeze
from drafting.services.members import Part, join
from drafting.services.version_queries import version_by_number
from drafting.services.versions import prepare_version
from drafting.services.work import do_all
from drafting.storage.models import Comment, Version
from tests.support.people import World
from tests.support.published import publish_world, retype

CHANGED = "# One\n\nThe first clause, edited.\n\n- (a) a point – with é and 😀\n\nA clause that is new.\n"
CODE = "/codes/test-code"
VERSION = f"{CODE}/versions/1"


def publish_second(world: World, text: str = CHANGED) -> int:
    """Change chapter 1 and publish it; the number of the version."""
    retype(world, text)
    return publish_world(world, label="Second draft")


def prepare(world: World, text: str, *, is_read: bool = True, **fields: str) -> int:
    """Freeze a changed chapter 1 as the next version, without publishing it; its number."""
    retype(world, text)
    with world.database.reading() as session:
        frozen = freeze(session, code_by_slug(session, OPERATOR, world.slug))
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        number = prepare_version(session, OPERATOR, code, frozen, **{"label": "Prepared draft", **fields}).number
    if is_read:
        do_all(world.database)
    return number


def make_public(world: World) -> None:
    """Let everybody read what is published."""
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        change_code(session, OPERATOR, code, title=code.title, summary=code.summary, is_public=True)


def add_stranger(world: World, role: Role = Role.STAKEHOLDER) -> int:
    """A member of another organisation; the account's id."""
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        email, group = f"stranger-{role.value}@test.example", code.stakeholder_groups[1].id
        account = create_account(session, OPERATOR, email=email, name="Stranger Person", password_hash=None)
        join(session, OPERATOR, code, account.id, Part(role, group, "Another office"))
        return account.id


def comments_of(world: World, thread_number: int) -> list[Comment]:
    """The comments of a thread as they are stored."""
    with world.database.reading() as session:
        found = select(Comment).where(Comment.thread.has(number=thread_number)).order_by(Comment.position)
        return list(session.scalars(found))


def version_of(world: World, number: int) -> Version:
    """A version as it is stored."""
    with world.database.reading() as session:
        return version_by_number(session, OPERATOR, code_by_slug(session, OPERATOR, world.slug), number)


def acting(world: World, role: Role):  # type: ignore[no-untyped-def]
    """The operator in the name of a member, for what tests set up at another time."""
    return replace(OPERATOR, account_id=world.account_ids[role])
