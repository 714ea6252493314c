"""Accounts at the OpenID Connect provider. The key is (issuer, subject), never the address
(OpenID Connect Core 5.7).
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.policy.identity import NOBODY, Identity
from drafting.services.fields import checked_address
from drafting.services.people.accounts import create_account
from drafting.services.people.errors import (
    AccountDisabledError,
    AccountExistsError,
    AddressTakenError,
    AddressUnverifiedError,
    IdentityTakenError,
)
from drafting.services.people.names import local_part
from drafting.storage.models import Account, FederatedIdentity


@dataclass(frozen=True, slots=True)
class ProviderClaims:
    """What the provider says of a person, already verified as coming from it."""

    issuer: str
    subject: str
    email: str
    is_email_verified: bool  # true only for the JSON value true (OpenID Connect Core 5.1)
    name: str


def account_for_claims(
    session: Session, claims: ProviderClaims, actor: Identity = NOBODY, *, proven: str = ""
) -> Account:
    """The account connected to these claims; connects it to `actor` when signed in, else makes
    one. `proven` is an address that the person has shown to be theirs, by the link sent to it.

    An existing account is never taken over by its address: raises AddressTakenError, or
    AddressUnverifiedError.
    """
    known = session.scalars(
        select(FederatedIdentity).where(
            FederatedIdentity.issuer == claims.issuer, FederatedIdentity.subject == claims.subject
        )
    ).one_or_none()
    if known is not None:
        if actor.is_signed_in and known.account_id != actor.account_id:
            raise IdentityTakenError
        account = session.get_one(Account, known.account_id)
        if account.is_disabled:
            raise AccountDisabledError
        return account
    account = (
        session.get_one(Account, actor.account_id)
        if actor.is_signed_in
        else _new_account(session, claims, proven)
    )
    session.add(
        FederatedIdentity(
            account_id=account.id,
            issuer=claims.issuer,
            subject=claims.subject,
            created_at=clock.now(),
        )
    )
    return account


def _new_account(session: Session, claims: ProviderClaims, proven: str) -> Account:
    address = checked_address(claims.email)
    if not claims.is_email_verified and address != proven:
        raise AddressUnverifiedError
    try:
        return create_account(
            session,
            NOBODY,
            email=address,
            name=claims.name.strip() or local_part(address),
            password_hash=None,
        )
    except AccountExistsError as error:
        raise AddressTakenError(email=address) from error
