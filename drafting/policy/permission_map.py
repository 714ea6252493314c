"""The table. A permission is granted if any of its lines holds; a line holds if all its facts hold.

Pages, sockets and the command line ask here and nowhere else; a permission without a line is granted to nobody.
"""

from drafting.errors import NotFoundError, NotPermittedError
from drafting.policy.identity import Identity
from drafting.policy.permissions import Permission
from drafting.policy.predicates import (
    Context,
    Predicate,
    anybody,
    chapter_is_given_to_a_group_of_the_member,
    chapter_is_in_use,
    identity_is_administrator,
    identity_is_member,
    identity_is_signed_in,
    member_is_chair,
    member_is_drafter,
    member_is_secretariat,
)

PERMISSION_MAP: dict[Permission, list[list[Predicate]]] = {
    Permission.ACCOUNT_CHANGE: [[identity_is_signed_in]],
    Permission.CHAPTER_CHANGE: [[member_is_secretariat]],
    Permission.CODE_CHANGE: [[member_is_secretariat]],
    Permission.CODE_CREATE: [[identity_is_administrator]],
    Permission.CODE_READ: [[identity_is_member]],
    Permission.DRAFT_READ: [
        [member_is_secretariat],
        [member_is_chair],
        [member_is_drafter, chapter_is_given_to_a_group_of_the_member],
    ],
    Permission.DRAFT_WRITE: [
        [member_is_secretariat, chapter_is_in_use],
        [member_is_chair, chapter_is_given_to_a_group_of_the_member, chapter_is_in_use],
        [member_is_drafter, chapter_is_given_to_a_group_of_the_member, chapter_is_in_use],
    ],
    Permission.MEMBER_CHANGE: [[member_is_secretariat]],
    Permission.MEMBER_INVITE: [[member_is_secretariat]],
    Permission.MEMBER_READ: [[member_is_secretariat], [member_is_chair]],
    Permission.MEMBERSHIP_DECLARE: [[identity_is_member]],
    Permission.PUBLIC: [[anybody]],
    Permission.WORKING_GROUP_CHANGE: [[member_is_secretariat]],
}


def may(identity: Identity, permission: Permission, context: Context | None = None) -> bool:
    """Whether `identity` has `permission` over `context`. The operator holds the machine, so has all."""
    here = context or Context()
    lines = PERMISSION_MAP.get(permission, [])
    return identity.is_operator or any(all(fact(identity, here) for fact in line) for line in lines)


def require(identity: Identity, permission: Permission, context: Context | None = None) -> None:
    """Raise NotPermittedError unless granted; NotFoundError where even the existence is none of the asker's business."""
    if may(identity, permission, context):
        return
    if context is not None and context.code_id is not None and not may(identity, Permission.CODE_READ, context):
        raise NotFoundError
    raise NotPermittedError(permission=permission.value)
