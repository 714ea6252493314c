"""Who sees a comment: the permission map decides, and says the same as a condition of SQL, for
counting and searching.

The two are held to each other by a test over every combination
(tests/services/comments/test_visibility.py).
"""

from dataclasses import replace

from sqlalchemy import ColumnElement, and_, false, or_, true

from drafting.domain.consultation.comments import CommentState
from drafting.domain.consultation.rounds import Audience
from drafting.domain.roles import Role
from drafting.policy.identity import Identity
from drafting.policy.permission_map import may
from drafting.policy.permissions import Permission
from drafting.policy.predicates import CommentFacts, Context
from drafting.services.codes.queries import context_of_code
from drafting.storage.models import CodeOfPractice, Comment, Round

VISIBLE_STATES = (CommentState.FILED, CommentState.PUBLISHED)


def context_of_comment(code: CodeOfPractice, comment: Comment) -> Context:
    """The context in which permissions on a comment are decided; its thread is loaded."""
    facts = CommentFacts(
        account_id=comment.account_id,
        organisation_id=comment.organisation_id if comment.is_organisation_confirmed else None,
        state=comment.state,
        audience=comment.thread.round.audience if comment.thread.round else Audience.DRAFTERS,
    )
    return replace(context_of_code(code), comment=facts)


def context_of_filed(code: CodeOfPractice, round_: Round) -> Context:
    """What permissions ask about the filed comments of a round as a whole: no one's in
    particular.
    """
    facts = CommentFacts(
        account_id=0, organisation_id=None, state=CommentState.FILED, audience=round_.audience
    )
    return replace(context_of_code(code), comment=facts)


def may_read(actor: Identity, code: CodeOfPractice, comment: Comment) -> bool:
    """Whether the actor sees this comment."""
    return may(actor, Permission.COMMENT_READ, context_of_comment(code, comment))


def visible_to(actor: Identity, code: CodeOfPractice) -> ColumnElement[bool]:
    """The same as a condition over Comment joined with Thread, and outer-joined with Round."""
    if actor.is_operator:
        return true()
    facts = actor.memberships.get(code.id)
    published = Comment.state == CommentState.PUBLISHED
    filed = Comment.state.in_(VISIBLE_STATES)
    to_everyone = and_(filed, Round.audience == Audience.EVERYONE)
    if facts is None:
        return or_(published, to_everyone) if code.is_public else false()
    if facts.role in {Role.SECRETARIAT, Role.CHAIR, Role.DRAFTER}:
        reached: ColumnElement[bool] = filed
    else:
        reached = or_(
            published, and_(filed, Round.audience.in_((Audience.PARTICIPANTS, Audience.EVERYONE)))
        )
    own = Comment.account_id == actor.account_id
    return or_(own, reached, _shared_with(facts.organisation_id))


def _shared_with(organisation_id: int | None) -> ColumnElement[bool]:
    if organisation_id is None:
        return false()
    return and_(
        Comment.is_organisation_confirmed,
        Comment.organisation_id == organisation_id,
        Comment.state != CommentState.UNFILED,
    )
