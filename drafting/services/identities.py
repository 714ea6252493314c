"""From rows to the frozen Identity that everything else is handed."""

from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from drafting import clock
from drafting.policy.identity import NOBODY, Identity, MembershipFacts
from drafting.services.rights import rights_epoch
from drafting.services.tokens import digest_of
from drafting.storage.models import Account, Membership, PersonalToken, SignIn


def identity_of_token(session: Session, token: str | None) -> Identity:
    """The identity signed in with `token`; NOBODY if it is unknown, ended, expired, or the account disabled."""
    if not token:
        return NOBODY
    sign_in = session.scalars(select(SignIn).where(SignIn.token_digest == digest_of(token))).one_or_none()
    return NOBODY if sign_in is None else identity_of_sign_in(session, sign_in.id)


def identity_of_sign_in(session: Session, sign_in_id: int) -> Identity:
    """The same by the row's id: for sockets, which outlive the request that opened them."""
    sign_in = session.get(SignIn, sign_in_id, populate_existing=True)
    if sign_in is None or sign_in.ended_at is not None or sign_in.expires_at <= clock.now():
        return NOBODY
    account = session.get(Account, sign_in.account_id, populate_existing=True)
    if account is None or account.is_disabled:
        return NOBODY
    return identity_of_account(session, account, sign_in_id=sign_in.id)


def still(session: Session, actor: Identity) -> Identity:
    """The actor as of this transaction: for use-cases that worked for seconds since the door asked.

    A change of rights that is under way waits, or is waited for; the operator stays the operator.
    """
    if actor.is_operator:
        return actor
    rights_epoch(session, hold=True)
    if actor.personal_token_id is not None:
        return identity_of_personal_token(session, actor.personal_token_id)
    return NOBODY if actor.sign_in_id is None else identity_of_sign_in(session, actor.sign_in_id)


def identity_of_personal_token(session: Session, token_id: int) -> Identity:
    """The owner of a personal token that is neither revoked nor expired, else NOBODY."""
    token = session.get(PersonalToken, token_id, populate_existing=True)
    if token is None or token.revoked_at is not None or token.expires_at <= clock.now():
        return NOBODY
    account = session.get(Account, token.account_id, populate_existing=True)
    if account is None or account.is_disabled:
        return NOBODY
    return identity_of_account(session, account, personal_token_id=token.id)


def identity_of_account(
    session: Session, account: Account, *, sign_in_id: int | None = None, personal_token_id: int | None = None
) -> Identity:
    """The account with its memberships as they are in this transaction."""
    query = select(Membership).where(Membership.account_id == account.id).options(selectinload(Membership.working_groups))
    memberships = {
        row.code_id: MembershipFacts(
            row.role,
            frozenset(group.id for group in row.working_groups),
            row.organisation_id if row.is_organisation_confirmed else None,
        )
        for row in session.scalars(query.execution_options(populate_existing=True))
    }
    return Identity(
        account_id=account.id,
        name=account.name,
        is_administrator=account.is_administrator,
        memberships=MappingProxyType(memberships),
        sign_in_id=sign_in_id,
        personal_token_id=personal_token_id,
    )
