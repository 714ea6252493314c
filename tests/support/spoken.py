"""The published world with more said in it: answers public and prepared, replies, a second version, a prepared third one.

Each text that not everybody may read is unlike any other, so that a test can look for it in any answer.
"""

from dataclasses import dataclass, replace

from drafting.domain.comments import CommentState
from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.accounts import create_account
from drafting.services.code_queries import code_by_slug
from drafting.services.codes import change_code
from drafting.services.freezing import freeze
from drafting.services.members import Part, join
from drafting.services.thread_queries import thread_by_number
from drafting.services.threads import Given, reply
from drafting.services.versions import prepare_version
from drafting.services.work import do_all
from tests.support.people import World
from tests.support.published import Published, answer, make_published, publish_world, retype

SECOND = "# One\n\nThe first clause, edited.\n\n- (a) a point – with é and 😀\n\nA clause that is new.\n"
PUBLIC_ANSWER, PREPARED_ANSWER = "The answer for everybody.", "The answer that is only prepared."
PREPARED_TEXT, PREPARED_LABEL = "Words that only the secretariat has.", "The secret draft"
PUBLIC_REPLY, HIDDEN_REPLY = "A reply in the filed thread.", "A reply for the drafter alone."


@dataclass
class Spoken:
    """The published world and a member of another organisation."""

    published: Published
    stranger_id: int = 0

    @property
    def world(self) -> World:
        return self.published.world

    def number(self, state: CommentState) -> int:
        """The thread whose opening comment is in this state."""
        return self.published.thread_numbers[state]


def make_spoken(world: World) -> Spoken:
    """Say it all."""
    spoken = Spoken(make_published(world), _stranger(world))
    published = spoken.number(CommentState.PUBLISHED)
    answer(world, published, PUBLIC_ANSWER)
    answer(world, published, PREPARED_ANSWER, is_published=False)
    _reply(world, spoken.number(CommentState.FILED), PUBLIC_REPLY, CommentState.FILED)
    _reply(world, spoken.number(CommentState.FILED), HIDDEN_REPLY, CommentState.UNFILED)
    retype(world, SECOND)
    publish_world(world, label="Second draft")
    retype(world, f"{SECOND}\n{PREPARED_TEXT}\n")
    _prepare(world)
    return spoken


def make_public(world: World) -> None:
    """Let everybody read what is published."""
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        change_code(session, OPERATOR, code, title=code.title, summary=code.summary, is_public=True)


def _stranger(world: World) -> int:
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        account = create_account(session, OPERATOR, email="other@test.example", name="Other Person", password_hash=None)
        join(session, OPERATOR, code, account.id, Part(Role.STAKEHOLDER, code.stakeholder_groups[1].id, "Another office"))
        return account.id


def _reply(world: World, thread: int, text: str, state: CommentState) -> None:
    drafter = replace(OPERATOR, account_id=world.account_ids[Role.DRAFTER])
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        reply(session, drafter, code, thread_by_number(session, OPERATOR, code, thread), given=Given(text, state))


def _prepare(world: World) -> None:
    with world.database.reading() as session:
        frozen = freeze(session, code_by_slug(session, OPERATOR, world.slug))
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        prepare_version(session, OPERATOR, code, frozen, label=PREPARED_LABEL)
    do_all(world.database)
