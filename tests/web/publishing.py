"""What the tests of published pages add to the published world: more versions, and looks at what
is stored.
"""

from dataclasses import replace

from sqlalchemy import select

from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.versions.queries import version_by_number
from drafting.storage.models import Comment, Version
from tests.support.people import World
from tests.support.published import CHANGED, prepare, publish_world, retype

CODE = "/codes/test-code"
VERSION = f"{CODE}/versions/1"


def publish_second(world: World, text: str = CHANGED) -> int:
    """Change chapter 1 and publish it; the number of the version."""
    retype(world, text)
    return publish_world(world, label="Second draft")


def prepare_text(world: World, text: str, *, is_read: bool = True, **fields: str) -> int:
    """Prepare a changed chapter 1 as the next version; its number."""
    retype(world, text)
    return prepare(world, is_read=is_read, **fields)


def comments_of(world: World, thread_number: int) -> list[Comment]:
    """The comments of a thread as they are stored."""
    with world.database.reading() as session:
        found = (
            select(Comment)
            .where(Comment.thread.has(number=thread_number))
            .order_by(Comment.position)
        )
        return list(session.scalars(found))


def version_of(world: World, number: int) -> Version:
    """A version as it is stored."""
    with world.database.reading() as session:
        return version_by_number(
            session, OPERATOR, code_by_slug(session, OPERATOR, world.slug), number
        )


def acting(world: World, role: Role):  # type: ignore[no-untyped-def]
    """The operator in the name of a member, for what tests set up at another time."""
    return replace(OPERATOR, account_id=world.account_ids[role])
