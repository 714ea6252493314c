"""The path on which everything rests, on both databases: people, a draft, typed words, a
demotion, an import.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import update

from drafting.cli.store import migrate
from drafting.crdt.shared_text import SharedText
from drafting.domain.roles import Role
from drafting.domain.words.text_diff import TextEdit
from drafting.errors import ConflictError
from drafting.policy.identity import NOBODY, OPERATOR
from drafting.services.codes.queries import chapter_of_draft, code_by_slug
from drafting.services.coediting.queries import draft_text
from drafting.services.coediting.record_updates import VerifiedUpdate, record_updates
from drafting.services.coediting.records import Refusal, Sender
from drafting.services.coediting.update_log import CommittedUpdate, rows_after
from drafting.services.drafts.importing import forward_edit, record_forward_edit
from drafting.services.people.accounts import create_account
from drafting.services.people.errors import InvitationSpentError, LastSecretariatError
from drafting.services.people.invitations import accept_invitation, invite
from drafting.services.people.members import MembershipInput, change_member, member, remove_member
from drafting.services.people.rights_epoch import rights_epoch
from drafting.storage.models import Account
from drafting.storage.unit_of_work import Database
from tests.support.people import SLUG, TEXT, World, make_world

pytestmark = pytest.mark.xdist_group("postgresql")  # one server for all


@pytest.fixture
def world(empty: Database) -> World:
    migrate(empty)
    return make_world(empty)


def typed(world: World, role: Role, words: str) -> VerifiedUpdate:
    draft, identity = world.draft_ids[0], world.identity(role)
    with world.database.reading() as session:
        replica = SharedText(row.payload for row in rows_after(session.connection(), draft, 0))
        sender = Sender(identity.account_id or 0, identity.sign_in_id or 0, rights_epoch(session))
        lineage = chapter_of_draft(session, draft).working_draft.lineage_id
    return VerifiedUpdate(draft, lineage, sender, replica.edit([TextEdit(0, 0, words)]))


def text(world: World) -> str:
    with world.database.reading() as session:
        return draft_text(session, world.draft_ids[0])


def test_typed_words_are_committed_and_read_back(world: World) -> None:
    results = record_updates(
        world.database, [typed(world, Role.DRAFTER, "é😀 "), typed(world, Role.CHAIR, "b ")]
    )
    assert [isinstance(result, CommittedUpdate) and result.seq for result in results] == [2, 3]
    assert sorted(text(world).removesuffix(TEXT).split()) == ["b", "é😀"]


def test_a_demotion_stops_the_next_word(world: World) -> None:
    update = typed(world, Role.DRAFTER, "too late ")
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        change_member(
            session,
            OPERATOR,
            code,
            member(session, code, world.membership_ids[Role.DRAFTER]),
            MembershipInput(Role.OBSERVER),
        )
    assert record_updates(world.database, [update]) == [Refusal("not_permitted")]
    assert text(world) == TEXT


def test_an_import_is_worked_in_behind_what_was_typed(world: World) -> None:
    with world.database.reading() as session:
        edit = forward_edit(session, world.draft_ids[0], "# New\n")
    assert edit is not None
    record_updates(world.database, [typed(world, Role.DRAFTER, "Typed. ")])
    with world.database.transaction() as session:
        record_forward_edit(session, OPERATOR, draft_id=world.draft_ids[0], update=edit)
    assert text(world) == "Typed. # New\n"


def test_a_broken_constraint_is_a_conflict(world: World) -> None:
    with pytest.raises(ConflictError), world.database.transaction() as session:
        session.connection().execute(update(Account).values(email="same@test.example"))


def test_A72_two_processes_cannot_remove_the_last_two_secretariats(world: World) -> None:
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        part = MembershipInput(Role.SECRETARIAT)
        change_member(
            session, OPERATOR, code, member(session, code, world.membership_ids[Role.CHAIR]), part
        )

    def leave(database: Database, role: Role) -> None:
        with database.transaction() as session:
            code = code_by_slug(session, OPERATOR, SLUG)
            remove_member(
                session, OPERATOR, code, member(session, code, world.membership_ids[role])
            )

    assert at_once(world, leave, [Role.SECRETARIAT, Role.CHAIR], LastSecretariatError) == [
        False,
        True,
    ]


def test_A107_two_processes_cannot_use_one_invitation(world: World) -> None:
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        _, token = invite(
            session, OPERATOR, code, email="x@test.example", part=MembershipInput(Role.OBSERVER)
        )
        people = [
            create_account(
                session, OPERATOR, email=f"{n}@test.example", name="N", password_hash=None
            ).id
            for n in range(2)
        ]

    def accept(database: Database, account_id: int) -> None:
        with database.transaction() as session:
            accept_invitation(session, NOBODY, token, account_id)

    assert at_once(world, accept, people, InvitationSpentError) == [False, True]


def at_once(  # type: ignore[no-untyped-def]
    world: World, act, whom, error: type[Exception]
) -> list[bool]:
    """Whether each succeeded, in two Databases as two processes have, which share no lock."""
    start, url = Barrier(2), world.database.engine.url.render_as_string(hide_password=False)
    databases = [Database(url) for _ in whom]

    def one(database: Database, of: object) -> bool:
        start.wait()
        try:
            act(database, of)
        except error:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        succeeded = sorted(both.map(one, databases, whom))
    for database in databases:
        database.dispose()
    return succeeded
