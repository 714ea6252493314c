"""Named facts about an identity and the thing it wants. Each is one statement; no other place asks for a role."""

from collections.abc import Callable
from dataclasses import dataclass

from drafting.domain.roles import Role
from drafting.policy.identity import Identity


@dataclass(frozen=True, slots=True)
class Context:
    """The thing asked for, as far as permissions care. `working_group_id` is None for a chapter given to nobody."""

    code_id: int | None = None
    working_group_id: int | None = None
    is_set_aside: bool = False


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


def chapter_is_given_to_a_group_of_the_member(identity: Identity, context: Context) -> bool:
    facts = identity.memberships.get(context.code_id) if context.code_id is not None else None
    return facts is not None and context.working_group_id in facts.working_group_ids


def chapter_is_in_use(identity: Identity, context: Context) -> bool:
    return not context.is_set_aside
