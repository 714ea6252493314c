"""The table. A permission is granted if any of its lines holds; a line holds if all its facts
hold.

Pages, sockets and the command line ask here and nowhere else; a permission without a line is
granted to nobody.
"""

from drafting.errors import NotFoundError, NotPermittedError
from drafting.policy.identity import Identity
from drafting.policy.permissions import Permission
from drafting.policy.predicates import (
    Context,
    Predicate,
    anybody,
    audience_is_everyone,
    audience_is_participants_or_everyone,
    chapter_is_given_to_a_group_of_the_member,
    chapter_is_in_use,
    code_is_public,
    comment_is_filed,
    comment_is_own,
    comment_is_published,
    comment_is_shared_in_the_members_organisation,
    identity_is_administrator,
    identity_is_member,
    identity_is_signed_in,
    member_is_chair,
    member_is_drafter,
    member_is_in_a_working_group,
    member_is_secretariat,
    member_is_stakeholder,
    round_is_open,
    version_is_published,
)

PERMISSION_MAP: dict[Permission, list[list[Predicate]]] = {
    Permission.ACCOUNT_CHANGE: [[identity_is_signed_in]],
    Permission.ANCHOR_DECIDE: [
        [member_is_secretariat],
        [member_is_chair],
        [identity_is_member, comment_is_own],
    ],
    Permission.ANSWER_PREPARED_READ: [
        [member_is_chair],
        [member_is_drafter],
        [member_is_secretariat],
    ],
    Permission.ANSWER_PUBLISH: [[member_is_chair], [member_is_secretariat]],
    Permission.ANSWER_RECORD: [[member_is_chair]],
    Permission.CHANGE_REVISE: [[member_is_secretariat], [member_is_chair]],
    Permission.CHAPTER_CHANGE: [[member_is_secretariat]],
    Permission.CODE_CHANGE: [[member_is_secretariat]],
    Permission.CODE_CREATE: [[identity_is_administrator]],
    Permission.CODE_READ: [[identity_is_member], [code_is_public]],
    Permission.COMMENT_ADD: [
        [member_is_secretariat],
        [member_is_chair],
        [member_is_drafter],
        [member_is_stakeholder, round_is_open],
    ],
    Permission.COMMENT_CHANGE: [
        [member_is_secretariat, comment_is_own],
        [member_is_chair, comment_is_own],
        [member_is_drafter, comment_is_own],
        [member_is_stakeholder, comment_is_own, round_is_open],
    ],
    Permission.COMMENT_PUBLISH: [[member_is_secretariat, comment_is_filed]],
    Permission.COMMENT_READ: [
        [identity_is_member, comment_is_own],
        [comment_is_shared_in_the_members_organisation],
        [comment_is_filed, member_is_secretariat],
        [comment_is_filed, member_is_chair],
        [comment_is_filed, member_is_drafter],
        [comment_is_filed, audience_is_participants_or_everyone, identity_is_member],
        [comment_is_filed, audience_is_everyone, code_is_public],
        [comment_is_published, identity_is_member],
        [comment_is_published, code_is_public],
    ],
    Permission.DRAFT_COMPARE: [
        [member_is_secretariat],
        [member_is_chair, version_is_published],
        [member_is_drafter, member_is_in_a_working_group, version_is_published],
    ],
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
    Permission.READING_MARK: [
        [version_is_published, identity_is_member],
        [version_is_published, code_is_public, identity_is_signed_in],
    ],
    Permission.ROUND_CHANGE: [[member_is_secretariat]],
    Permission.SUCCESSION_DECIDE: [[member_is_secretariat], [member_is_chair]],
    Permission.VERSION_PREPARE: [[member_is_secretariat]],
    Permission.VERSION_READ: [
        [version_is_published, identity_is_member],
        [version_is_published, code_is_public],
    ],
    Permission.WORKING_GROUP_CHANGE: [[member_is_secretariat]],
}


def may(identity: Identity, permission: Permission, context: Context | None = None) -> bool:
    """Whether `identity` has `permission` over `context`. The operator holds the machine, so has
    all.
    """
    here = context or Context()
    lines = PERMISSION_MAP.get(permission, [])
    return identity.is_operator or any(all(fact(identity, here) for fact in line) for line in lines)


def require(identity: Identity, permission: Permission, context: Context | None = None) -> None:
    """Raise NotPermittedError unless granted; NotFoundError where even the existence is none of
    the asker's business.
    """
    if may(identity, permission, context):
        return
    if (
        context is not None
        and context.code_id is not None
        and not may(identity, Permission.CODE_READ, context)
    ):
        raise NotFoundError
    raise NotPermittedError(permission=permission.value)
