"""Acting on the published world as the services see it: a use-case in its transaction, a thread
as one person sees it.
"""

from collections.abc import Callable
from secrets import token_hex
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import Session

from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR, Identity
from drafting.services.codes.creating import create_code
from drafting.services.codes.queries import code_by_slug
from drafting.services.comments.queries import VisibleThread, thread_by_number
from drafting.services.comments.threads import CommentInput, reply, start_thread
from drafting.services.people.accounts import create_account
from drafting.services.people.identities import identity_of_token
from drafting.services.people.members import MembershipInput, change_member, join, member
from drafting.services.people.sign_ins import begin_sign_in
from drafting.services.rounds.scheduling import round_by_number
from drafting.services.versions.queries import version_by_number
from drafting.storage.models import CodeOfPractice, Comment, Round, Version
from tests.support.people import World

T = TypeVar("T")


def act(world: World, what: Callable[[Session, CodeOfPractice], T]) -> T:
    """One use-case, committed."""
    with world.database.transaction() as session:
        return what(session, code_by_slug(session, OPERATOR, world.slug))


def look(world: World, what: Callable[[Session, CodeOfPractice], T]) -> T:
    """One reading."""
    with world.database.reading() as session:
        return what(session, code_by_slug(session, OPERATOR, world.slug))


def statements(session: Session, what: Callable[[], object]) -> list[str]:
    """The SQL that runs while something is done."""
    ran: list[str] = []

    def keep(*given: Any) -> None:
        ran.append(given[2])

    event.listen(session.get_bind(), "before_cursor_execute", keep)
    try:
        what()
    finally:
        event.remove(session.get_bind(), "before_cursor_execute", keep)
    return ran


def version(session: Session, code: CodeOfPractice, number: int = 1) -> Version:
    return version_by_number(session, OPERATOR, code, number)


def round_(session: Session, code: CodeOfPractice, number: int = 1) -> Round:
    return round_by_number(session, OPERATOR, code, number)


def seen(world: World, actor: Identity, number: int) -> VisibleThread:
    return look(world, lambda db, code: thread_by_number(db, actor, code, number))


def say(world: World, actor: Identity, text: str, **given: str) -> int:
    """Begin a thread on version 1 as a whole; its number."""
    return act(
        world,
        lambda db, code: (
            start_thread(
                db, actor, code, version(db, code), given=CommentInput(text, **given)
            ).number
        ),
    )


def say_in(world: World, actor: Identity, number: int, text: str, **given: str) -> Comment:
    """Reply in a thread that the actor sees."""

    def answer(db: Session, code: CodeOfPractice) -> Comment:
        return reply(
            db,
            actor,
            code,
            thread_by_number(db, actor, code, number),
            given=CommentInput(text, **given),
        )

    return act(world, answer)


def make_part(world: World, role: Role, part: MembershipInput) -> None:
    """The secretariat changes the part of the member of a role."""
    act(
        world,
        lambda db, code: change_member(
            db, OPERATOR, code, member(db, code, world.membership_ids[role]), part
        ),
    )


def outsider(world: World) -> Identity:
    """A colleague of the same organisation who runs another code of practice, and has no part in
    this one.
    """
    mark = token_hex(4)
    with world.database.transaction() as session:
        other = create_code(session, OPERATOR, slug=f"elsewhere-{mark}", title="Elsewhere")
        email = f"outsider-{mark}@test.example"
        account = create_account(
            session, OPERATOR, email=email, name="Out Sider", password_hash=None
        )
        join(
            session,
            OPERATOR,
            other,
            account.id,
            MembershipInput(Role.SECRETARIAT, None, "An office"),
        )
    with world.database.transaction() as session:
        token = begin_sign_in(session, account.id, by="password")
        return identity_of_token(session, token)


def separate(world: World) -> None:
    """Give the stakeholder and the observer organisations of their own: in the world all are of
    one office.
    """
    for role in (Role.STAKEHOLDER, Role.OBSERVER):
        make_part(world, role, MembershipInput(role, None, f"The {role.value}'s own"))
