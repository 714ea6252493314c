"""Members of a code of practice: who they are, what they declare, what the secretariat changes."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from drafting import clock
from drafting.domain.events.people import MemberChanged, MemberJoined, MemberRemoved
from drafting.domain.limits import MAX_INTERESTS_CHARACTERS
from drafting.domain.roles import Role
from drafting.errors import NotFoundError
from drafting.policy.identity import Identity
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.services.fields import checked_name, checked_text
from drafting.services.people.errors import LastSecretariatError
from drafting.services.people.rights_epoch import rights_changed
from drafting.services.recording import record
from drafting.storage.models import Account, CodeOfPractice, Membership, Organisation


@dataclass(frozen=True, slots=True)
class MembershipInput:
    """What a member is in a code of practice. `organisation` is a name, empty for a person who
    speaks alone.

    `confirms_organisation` says whether the secretariat vouches for it; with None, only one that
    it newly names is confirmed.
    """

    role: Role
    stakeholder_group_id: int | None = None
    organisation: str = ""
    working_group_ids: Collection[int] = ()
    confirms_organisation: bool | None = None


def members_of(session: Session, actor: Identity, code: CodeOfPractice) -> list[Membership]:
    """All members by name, with all that a page shows of them."""
    require(actor, Permission.MEMBER_READ, Context(code_id=code.id))
    query = (
        select(Membership).join(Account).where(Membership.code_id == code.id).order_by(Account.name)
    )
    return list(session.scalars(query.options(*_WITH_ALL)))


_WITH_ALL = (
    joinedload(Membership.account),
    joinedload(Membership.organisation),
    joinedload(Membership.stakeholder_group),
    selectinload(Membership.working_groups),
)


def own_membership(session: Session, actor: Identity, code: CodeOfPractice) -> Membership:
    """The actor's own part."""
    require(actor, Permission.MEMBERSHIP_DECLARE, Context(code_id=code.id))
    query = select(Membership).where(
        Membership.code_id == code.id, Membership.account_id == actor.account_id
    )
    return session.scalars(query.options(*_WITH_ALL)).one()


def member(session: Session, code: CodeOfPractice, membership_id: int) -> Membership:
    """One member of this code of practice; raises NotFoundError."""
    query = select(Membership).where(Membership.id == membership_id, Membership.code_id == code.id)
    found = session.scalars(query.options(*_WITH_ALL)).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def join(
    session: Session, actor: Identity, code: CodeOfPractice, account_id: int, part: MembershipInput
) -> Membership:
    """Make an account a member. Doors ask only with the operator's right or a valid invitation."""
    membership = Membership(
        account_id=account_id,
        code_id=code.id,
        role=part.role,
        declared_interests="",
        joined_at=clock.now(),
    )
    session.add(membership)
    _take_part(session, code, membership, part)
    record(session, actor, MemberJoined(code_id=code.id, account_id=account_id, role=part.role))
    return membership


def change_member(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    membership: Membership,
    part: MembershipInput,
) -> None:
    """Change a member's part; raises LastSecretariatError rather than leave nobody to run the
    process.
    """
    require(actor, Permission.MEMBER_CHANGE, Context(code_id=code.id))
    if membership.role is Role.SECRETARIAT and part.role is not Role.SECRETARIAT:
        _keep_one_secretariat(session, code)
    membership.role = part.role
    _take_part(session, code, membership, part)
    record(
        session,
        actor,
        MemberChanged(code_id=code.id, account_id=membership.account_id, role=part.role),
    )


def remove_member(
    session: Session, actor: Identity, code: CodeOfPractice, membership: Membership
) -> None:
    """End a membership; what the member wrote stays."""
    require(actor, Permission.MEMBER_CHANGE, Context(code_id=code.id))
    if membership.role is Role.SECRETARIAT:
        _keep_one_secretariat(session, code)
    record(session, actor, MemberRemoved(code_id=code.id, account_id=membership.account_id))
    session.delete(membership)
    rights_changed(session)


def declare(
    session: Session, actor: Identity, code: CodeOfPractice, *, organisation: str, interests: str
) -> None:
    """State for whom one speaks and which interests one has."""
    membership = own_membership(session, actor, code)
    named = _organisation(session, organisation)
    if (
        named is not membership.organisation
    ):  # what colleagues share must not open to a person who takes their name
        membership.is_organisation_confirmed = False
        rights_changed(session)
    membership.organisation = named
    membership.declared_interests = checked_text(
        interests, field="interests", most=MAX_INTERESTS_CHARACTERS
    )
    record(
        session,
        actor,
        MemberChanged(code_id=code.id, account_id=membership.account_id, role=membership.role),
    )


def _take_part(
    session: Session, code: CodeOfPractice, membership: Membership, part: MembershipInput
) -> None:
    groups = {group.id: group for group in code.stakeholder_groups}
    teams = {team.id: team for team in code.working_groups}
    if part.stakeholder_group_id is not None and part.stakeholder_group_id not in groups:
        raise NotFoundError
    if not set(part.working_group_ids) <= set(teams):
        raise NotFoundError
    membership.stakeholder_group = groups.get(part.stakeholder_group_id or 0)
    membership.working_groups = [teams[key] for key in sorted(part.working_group_ids)]
    _name_organisation(session, membership, part)
    session.flush()
    rights_changed(session)


def _name_organisation(session: Session, membership: Membership, part: MembershipInput) -> None:
    named, confirms = _organisation(session, part.organisation), part.confirms_organisation
    if (
        confirms is None
        # the name that the member declared comes back with every form: saving it again vouches for
        # nothing
    ):
        confirms = named is not membership.organisation or membership.is_organisation_confirmed
    membership.organisation = named
    membership.is_organisation_confirmed = named is not None and confirms


def _organisation(session: Session, name: str) -> Organisation | None:
    """The organisation of this name, made if it is new; None for an empty name."""
    if not name.strip():
        return None
    checked = checked_name(name, field="organisation")
    same = or_(
        Organisation.name == checked, func.lower(Organisation.name) == checked.lower()
    )  # SQLite lowers ASCII only
    query = select(Organisation).where(same).order_by(Organisation.id)
    found = session.scalars(query).first()
    if found is None:
        found = Organisation(name=checked)
        session.add(found)
        session.flush()
    return found


def _keep_one_secretariat(session: Session, code: CodeOfPractice) -> None:
    # Under lock: two who remove each other at once must not both succeed.
    query = select(Membership.id).where(
        Membership.code_id == code.id, Membership.role == Role.SECRETARIAT
    )
    members = session.scalars(query.with_for_update()).all()
    if len(members) < 2:  # noqa: PLR2004 - the one that goes, and one that stays
        raise LastSecretariatError
