"""Invitation links: made by the secretariat, shown once, good for one person and one membership."""

from datetime import timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from drafting import clock
from drafting.domain.events.people import InvitationRevoked, MemberInvited
from drafting.policy.identity import Identity
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.services.fields import checked_address, checked_name
from drafting.services.people.errors import InvitationSpentError
from drafting.services.people.members import MembershipInput, join
from drafting.services.people.tokens import digest_of, new_token
from drafting.services.recording import record
from drafting.storage.models import CodeOfPractice, Invitation, Membership

LASTS = timedelta(days=14)


def invite(
    session: Session, actor: Identity, code: CodeOfPractice, *, email: str, part: MembershipInput
) -> tuple[Invitation, str]:
    """Make an invitation; returns it with the token for its link, told only here."""
    require(actor, Permission.MEMBER_INVITE, Context(code_id=code.id))
    token, now = new_token(), clock.now()
    groups = {group.id: group for group in code.stakeholder_groups}
    invitation = Invitation(
        code_id=code.id,
        email=checked_address(email),
        role=part.role,
        stakeholder_group=groups.get(part.stakeholder_group_id or 0),
        organisation_name=checked_name(part.organisation, field="organisation")
        if part.organisation.strip()
        else "",
        token_digest=digest_of(token),
        created_at=now,
        expires_at=now + LASTS,
    )
    session.add(invitation)
    session.flush()
    record(
        session, actor, MemberInvited(code_id=code.id, invitation_id=invitation.id, role=part.role)
    )
    return invitation, token


def open_invitations(session: Session, actor: Identity, code: CodeOfPractice) -> list[Invitation]:
    """Those not accepted, revoked or expired, the newest first."""
    require(actor, Permission.MEMBER_INVITE, Context(code_id=code.id))
    query = (
        select(Invitation)
        .where(Invitation.code_id == code.id, *_is_open())
        .order_by(Invitation.id.desc())
    )
    return list(session.scalars(query.options(joinedload(Invitation.stakeholder_group))))


def revoke_invitation(
    session: Session, actor: Identity, code: CodeOfPractice, invitation_id: int
) -> None:
    """Make a link worthless."""
    require(actor, Permission.MEMBER_INVITE, Context(code_id=code.id))
    query = select(Invitation).where(
        Invitation.id == invitation_id, Invitation.code_id == code.id, *_is_open()
    )
    invitation = session.scalars(query).one_or_none()
    if invitation is None:
        raise InvitationSpentError
    invitation.revoked_at = clock.now()
    record(session, actor, InvitationRevoked(code_id=code.id, invitation_id=invitation.id))


def invitation_of_token(session: Session, token: str) -> tuple[Invitation, CodeOfPractice]:
    """The open invitation of a link, and its code of practice; raises InvitationSpentError."""
    query = select(Invitation).where(Invitation.token_digest == digest_of(token), *_is_open())
    invitation = session.scalars(query.with_for_update()).one_or_none()
    if invitation is None:
        raise InvitationSpentError
    return invitation, session.get_one(CodeOfPractice, invitation.code_id)


def accept_invitation(
    session: Session, actor: Identity, token: str, account_id: int
) -> CodeOfPractice:
    """Make the account the member that the invitation names; one who is a member already stays
    what they are.
    """
    invitation, code = invitation_of_token(session, token)
    invitation.accepted_at = clock.now()
    query = select(Membership).where(
        Membership.account_id == account_id, Membership.code_id == code.id
    )
    if session.scalars(query).one_or_none() is None:
        part = MembershipInput(
            invitation.role, invitation.stakeholder_group_id, invitation.organisation_name
        )
        join(session, actor, code, account_id, part)
    return code


def _is_open() -> tuple[ColumnElement[bool], ...]:
    return (
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > clock.now(),
    )
