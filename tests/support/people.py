"""A small world to test in: one code of practice, three chapters, two working groups, one member
of each role.
"""

from dataclasses import dataclass, field

from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR, Identity
from drafting.services.codes.creating import create_code
from drafting.services.codes.queries import code_by_slug
from drafting.services.drafts.chapters import create_chapter
from drafting.services.people.accounts import create_account
from drafting.services.people.identities import identity_of_token
from drafting.services.people.members import MembershipInput, declare, join
from drafting.services.people.passwords import hash_password
from drafting.services.people.sign_ins import begin_sign_in
from drafting.services.people.working_groups import create_working_group
from drafting.storage.unit_of_work import Database

SLUG = "test-code"
PASSWORD = "a password for tests"
TEXT = "# One\n\nThe first clause.\n\n- (a) a point – with é and 😀\n"


@dataclass
class World:
    """Ids of what is there. Chapter 1 is given to group 1 (chair and drafter are in it), 2 to
    group 2, 3 to nobody.
    """

    database: Database
    slug: str = SLUG
    # sets the addresses of one world apart from those of another in the same database
    mark: str = ""
    code_id: int = 0
    chapter_ids: list[int] = field(default_factory=list)
    draft_ids: list[int] = field(default_factory=list)
    group_ids: list[int] = field(default_factory=list)
    account_ids: dict[Role, int] = field(default_factory=dict)
    membership_ids: dict[Role, int] = field(default_factory=dict)

    def token(self, role: Role) -> str:
        """A new sign-in of the member of this role."""
        with self.database.transaction() as session:
            return begin_sign_in(session, self.account_ids[role], by="password")

    def identity(self, role: Role) -> Identity:
        """That member as services know them, newly signed in."""
        token = self.token(role)
        with self.database.reading() as session:
            return identity_of_token(session, token)

    def email(self, role: Role) -> str:
        return f"{role.value}{self.mark}@test.example"


def make_world(database: Database, mark: str = "") -> World:
    """Add a world to a database; `mark` keeps several apart."""
    world = World(database, slug=SLUG + mark, mark=mark)
    with database.transaction() as session:
        code = create_code(
            session, OPERATOR, slug=world.slug, title="Test code of practice", summary="A summary."
        )
        world.code_id = code.id
        groups = [create_working_group(session, OPERATOR, code, name=f"Group {n}") for n in (1, 2)]
        world.group_ids = [group.id for group in groups]
        for number, group_id in enumerate([*world.group_ids, None], start=1):
            chapter = create_chapter(
                session,
                OPERATOR,
                code,
                title=f"Chapter {number}",
                markdown=TEXT,
                working_group_id=group_id,
            )
            world.chapter_ids.append(chapter.id)
            world.draft_ids.append(chapter.working_draft.id)
        for role in Role:
            _add_member(world, session, code, role)
    return world


def _add_member(world: World, session, code, role: Role) -> None:  # type: ignore[no-untyped-def]
    account = create_account(
        session,
        OPERATOR,
        email=world.email(role),
        name=f"{role.value.capitalize()} Person",
        password_hash=hash_password(PASSWORD),
        is_administrator=role is Role.SECRETARIAT,
    )
    groups = world.group_ids[:1] if role in {Role.CHAIR, Role.DRAFTER} else []
    membership = join(
        session,
        OPERATOR,
        code,
        account.id,
        MembershipInput(role, code.stakeholder_groups[0].id, "An office", groups),
    )
    world.account_ids[role], world.membership_ids[role] = account.id, membership.id


def add_drafter(world: World, email: str, name: str) -> int:
    """Another drafter in working group 1; returns the account's id."""
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        account = create_account(session, OPERATOR, email=email, name=name, password_hash=None)
        join(
            session,
            OPERATOR,
            code,
            account.id,
            MembershipInput(Role.DRAFTER, working_group_ids=world.group_ids[:1]),
        )
        return account.id


def declare_as(world: World, role: Role, organisation: str) -> None:
    """The member of this role says for whom they speak; nobody confirms it."""
    actor = world.identity(role)
    with world.database.transaction() as session:
        declare(
            session,
            actor,
            code_by_slug(session, OPERATOR, world.slug),
            organisation=organisation,
            interests="",
        )


def token_of(world: World, account_id: int) -> str:
    """A new sign-in of any account."""
    with world.database.transaction() as session:
        return begin_sign_in(session, account_id, by="password")
