"""The small world with something published: one version, an open round on it, and threads in
every state.

And what tests add to it: a version that is only prepared, a public code of practice, a person of
another organisation.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import select

from drafting import clock
from drafting.domain.anchors.selectors import TextQuoteSelector
from drafting.domain.consultation.comments import CommentState
from drafting.domain.consultation.rounds import Audience
from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR, Identity
from drafting.services.answers.deciding import publish_answer, record_answer
from drafting.services.codes.creating import change_code
from drafting.services.codes.queries import code_by_slug
from drafting.services.comments.queries import thread_by_number
from drafting.services.comments.threads import CommentInput, start_thread
from drafting.services.comments.transitions import move_comment
from drafting.services.drafts.freezing import FrozenChapter, freeze
from drafting.services.drafts.importing import forward_edit, record_forward_edit
from drafting.services.operations.job_registry import run_all_jobs
from drafting.services.people.accounts import create_account
from drafting.services.people.members import MembershipInput, join
from drafting.services.rounds.scheduling import plan_round
from drafting.services.versions.publishing import prepare_version, publish_version
from drafting.services.versions.queries import clauses_of, version_by_number
from drafting.storage.models import Job
from tests.support.people import World
from tests.support.waiting import wait_until

QUOTED = "first clause"
CHANGED = (
    "# One\n\nThe first clause, edited.\n\n- (a) a point – with é and 😀\n\nA clause that is new.\n"
)


@dataclass
class Published:
    """What is there beyond the world: ids and numbers. Threads are by the stakeholder, on the
    first paragraph.
    """

    world: World
    version_ids: list[int] = field(default_factory=list)
    eids: list[str] = field(default_factory=list)  # of version 1, by position
    thread_numbers: dict[CommentState, int] = field(default_factory=dict)

    @property
    def eid(self) -> str:
        """The first paragraph of version 1."""
        return self.eids[1]


def prepare(
    world: World,
    *,
    actor: Identity = OPERATOR,
    before: dict[int, FrozenChapter] | None = None,
    is_read: bool = True,
    **fields: str,
) -> int:
    """Prepare the working drafts (frozen `before`, or now) as the next version, without
    publishing it; its number.
    """
    with world.database.reading() as session:
        frozen = (
            freeze(session, code_by_slug(session, OPERATOR, world.slug))
            if before is None
            else before
        )
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        number = prepare_version(
            session, actor, code, frozen, **{"label": "Prepared draft", **fields}
        ).number
    if is_read:
        run_all_jobs(world.database)
        wait_until(lambda: _is_idle(world), 30)  # a server's own worker may be at it
    return number


def _is_idle(world: World) -> bool:
    with world.database.reading() as session:
        return session.scalars(select(Job).where(Job.ended_at.is_(None))).first() is None


def publish_world(world: World, **fields: str) -> int:
    """Publish the working drafts as they are; the number of the version."""
    number = prepare(world, **{"label": "First draft", **fields})
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        publish_version(
            session,
            OPERATOR,
            code,
            version_by_number(session, OPERATOR, code, number),
            is_confirmed=True,
        )
    return number


def retype(world: World, text: str, chapter: int = 1) -> None:
    """Lead a chapter's working draft to another text."""
    draft_id = world.draft_ids[chapter - 1]
    with world.database.reading() as session:
        update = forward_edit(session, draft_id, text)
    if update is not None:
        with world.database.transaction() as session:
            record_forward_edit(session, OPERATOR, draft_id=draft_id, update=update)


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
        account = create_account(
            session, OPERATOR, email=email, name="Stranger Person", password_hash=None
        )
        join(session, OPERATOR, code, account.id, MembershipInput(role, group, "Another office"))
        return account.id


def open_round(
    world: World, version: int = 1, *, days: float = 7, audience: Audience = Audience.DRAFTERS
) -> int:
    """Open a round on a version; its number."""
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        closes_at = clock.now() + timedelta(days=days)
        at = version_by_number(session, OPERATOR, code, version)
        return plan_round(
            session, OPERATOR, code, at, title="Round", closes_at=closes_at, audience=audience
        ).number


def comment(
    world: World,
    role: Role,
    text: str,
    *,
    state: CommentState = CommentState.FILED,
    eid: str | None = None,
) -> int:
    """A comment of the member of a role on version 1; the number of its thread. Published ones
    go through filing.
    """
    first = CommentState.FILED if state is CommentState.PUBLISHED else state
    actor = replace(OPERATOR, account_id=world.account_ids[role])
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        version = version_by_number(session, OPERATOR, code, 1)
        quote = TextQuoteSelector(QUOTED, "", "") if eid else None
        number = start_thread(
            session, actor, code, version, given=CommentInput(text, first), eid=eid, quote=quote
        ).number
    if state is CommentState.PUBLISHED:
        with world.database.transaction() as session:
            code = code_by_slug(session, OPERATOR, world.slug)
            seen = thread_by_number(session, OPERATOR, code, number)
            move_comment(session, OPERATOR, code, seen, seen.opening.id, state=state)
    return number


def answer(
    world: World, thread: int, reason: str, *, is_published: bool = True, kind: str = "noted"
) -> None:
    """The chair's answer to a thread."""
    chair = replace(OPERATOR, account_id=world.account_ids[Role.CHAIR])
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        seen = thread_by_number(session, OPERATOR, code, thread)
        row = record_answer(
            session, chair, code, seen, kind=kind, reason=reason, revision=seen.revision
        )
        if is_published:
            publish_answer(session, chair, code, seen, revision=row.revision)


def make_published(world: World) -> Published:
    """Publish version 1, open a round on it, and let the stakeholder comment in every state."""
    made = Published(world)
    publish_world(world)
    with world.database.reading() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        version = version_by_number(session, OPERATOR, code, 1)
        made.version_ids.append(version.id)
        made.eids = [clause.eid for clause in clauses_of(session, version)]
    open_round(world)
    for state in CommentState:
        text = f"A comment that is {state.value}."
        made.thread_numbers[state] = comment(
            world, Role.STAKEHOLDER, text, state=state, eid=made.eid
        )
    return made
