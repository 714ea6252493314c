"""Named facts about an identity and the thing it wants. Each is one statement; no other place
asks for a role.
"""

from collections.abc import Callable
from dataclasses import dataclass

from drafting.domain.consultation.comments import CommentState
from drafting.domain.consultation.rounds import Audience
from drafting.domain.roles import Role
from drafting.policy.identity import Identity


@dataclass(frozen=True, slots=True)
class CommentFacts:
    """A comment, as far as permissions ask. `organisation_id` is None where it was not
    confirmed.
    """

    account_id: int
    organisation_id: int | None
    state: CommentState
    audience: Audience


@dataclass(frozen=True, slots=True)
class Context:
    """The thing asked for, as far as permissions care. `working_group_id` is None for a chapter
    given to nobody.
    """

    code_id: int | None = None
    working_group_id: int | None = None
    is_set_aside: bool = False
    code_is_public: bool = False
    version_is_published: bool = False  # by the server's clock, in the transaction that asks
    round_is_open: bool = False  # likewise
    comment: CommentFacts | None = None


Predicate = Callable[[Identity, Context], bool]


def anybody(identity: Identity, context: Context) -> bool:
    return True


def identity_is_signed_in(identity: Identity, context: Context) -> bool:
    return identity.is_signed_in


def identity_is_administrator(identity: Identity, context: Context) -> bool:
    return identity.is_administrator


def identity_is_member(identity: Identity, context: Context) -> bool:
    return identity.role_in(context.code_id) is not None


def member_is_secretariat(identity: Identity, context: Context) -> bool:
    return identity.role_in(context.code_id) is Role.SECRETARIAT


def member_is_chair(identity: Identity, context: Context) -> bool:
    return identity.role_in(context.code_id) is Role.CHAIR


def member_is_drafter(identity: Identity, context: Context) -> bool:
    return identity.role_in(context.code_id) is Role.DRAFTER


def member_is_in_a_working_group(identity: Identity, context: Context) -> bool:
    facts = identity.memberships.get(context.code_id) if context.code_id is not None else None
    return facts is not None and bool(facts.working_group_ids)


def chapter_is_given_to_a_group_of_the_member(identity: Identity, context: Context) -> bool:
    facts = identity.memberships.get(context.code_id) if context.code_id is not None else None
    return facts is not None and context.working_group_id in facts.working_group_ids


def chapter_is_in_use(identity: Identity, context: Context) -> bool:
    return not context.is_set_aside


def code_is_public(identity: Identity, context: Context) -> bool:
    return context.code_is_public


def version_is_published(identity: Identity, context: Context) -> bool:
    return context.version_is_published


def round_is_open(identity: Identity, context: Context) -> bool:
    return context.round_is_open


def member_is_stakeholder(identity: Identity, context: Context) -> bool:
    return identity.role_in(context.code_id) is Role.STAKEHOLDER


def comment_is_own(identity: Identity, context: Context) -> bool:
    return (
        identity.is_signed_in
        and context.comment is not None
        and context.comment.account_id == identity.account_id
    )


def comment_is_shared_in_the_members_organisation(identity: Identity, context: Context) -> bool:
    facts = identity.memberships.get(context.code_id) if context.code_id is not None else None
    if facts is None or facts.organisation_id is None or context.comment is None:
        return False
    return (
        context.comment.state is not CommentState.UNFILED
        and context.comment.organisation_id == facts.organisation_id
    )


def comment_is_filed(identity: Identity, context: Context) -> bool:
    return context.comment is not None and context.comment.state in {
        CommentState.FILED,
        CommentState.PUBLISHED,
    }


def comment_is_published(identity: Identity, context: Context) -> bool:
    return context.comment is not None and context.comment.state is CommentState.PUBLISHED


def audience_is_participants_or_everyone(identity: Identity, context: Context) -> bool:
    return context.comment is not None and context.comment.audience in {
        Audience.PARTICIPANTS,
        Audience.EVERYONE,
    }


def audience_is_everyone(identity: Identity, context: Context) -> bool:
    return context.comment is not None and context.comment.audience is Audience.EVERYONE
