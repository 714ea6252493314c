"""The published world with more said in it: answers public and prepared, replies, a second
version, a prepared third one.

Each text that not everybody may read is unlike any other, so that a test can look for it in any
answer.
"""

from dataclasses import dataclass, replace

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.comments.queries import thread_by_number
from drafting.services.comments.threads import CommentInput, reply
from tests.support.people import World
from tests.support.published import (
    CHANGED,
    Published,
    add_stranger,
    answer,
    make_published,
    prepare,
    publish_world,
    retype,
)

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
    spoken = Spoken(make_published(world), add_stranger(world))
    published = spoken.number(CommentState.PUBLISHED)
    answer(world, published, PUBLIC_ANSWER)
    answer(world, published, PREPARED_ANSWER, is_published=False)
    _reply(world, spoken.number(CommentState.FILED), PUBLIC_REPLY, CommentState.FILED)
    _reply(world, spoken.number(CommentState.FILED), HIDDEN_REPLY, CommentState.UNFILED)
    retype(world, CHANGED)
    publish_world(world, label="Second draft")
    retype(world, f"{CHANGED}\n{PREPARED_TEXT}\n")
    prepare(world, label=PREPARED_LABEL)
    return spoken


def _reply(world: World, thread: int, text: str, state: CommentState) -> None:
    drafter = replace(OPERATOR, account_id=world.account_ids[Role.DRAFTER])
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        reply(
            session,
            drafter,
            code,
            thread_by_number(session, OPERATOR, code, thread),
            given=CommentInput(text, state),
        )
