"""Accounts: made by the operator, by an invitation or by the provider; changed by their owner."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.events.people import AccountCreated, AccountDisabled, PasswordChanged
from drafting.errors import NotFoundError
from drafting.policy.identity import Identity
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.services.fields import checked_address, checked_name
from drafting.services.people.errors import AccountExistsError
from drafting.services.people.names import local_part, name_account
from drafting.services.people.personal_tokens import revoke_all_tokens
from drafting.services.people.rights_epoch import rights_changed
from drafting.services.recording import record
from drafting.storage.models import Account, SignIn


def create_account(
    session: Session,
    actor: Identity,
    *,
    email: str,
    name: str,
    password_hash: str | None,
    is_administrator: bool = False,
) -> Account:
    """Make an account; raises AccountExistsError if the address has one. Doors ask only with a
    right to do so.
    """
    address = checked_address(email)
    if session.scalars(select(Account.id).where(Account.email == address)).first() is not None:
        raise AccountExistsError(email=address)
    account = Account(
        email=address,
        name=local_part(address),  # until it has another one
        password_hash=password_hash,
        is_administrator=is_administrator,
        created_at=clock.now(),
    )
    session.add(account)
    session.flush()
    if actor.is_operator:
        account.name = checked_name(name)
    else:
        name_account(session, account, name)
    record(session, actor, AccountCreated(code_id=None, account_id=account.id))
    return account


def account_by_email(session: Session, email: str) -> Account:
    """The account of an address; raises NotFoundError. For the operator only."""
    account = session.scalars(
        select(Account).where(Account.email == email.strip().lower())
    ).one_or_none()
    if account is None:
        raise NotFoundError(email=email)
    return account


def all_accounts(session: Session) -> list[Account]:
    """All accounts by address, for the operator."""
    return list(session.scalars(select(Account).order_by(Account.email)))


def own_account(session: Session, actor: Identity) -> Account:
    """The row of the one who acts."""
    require(actor, Permission.ACCOUNT_CHANGE)
    return session.get_one(Account, actor.account_id)


def rename_account(session: Session, actor: Identity, *, name: str) -> None:
    """Change one's own name as others see it; it may be held (names.py)."""
    name_account(session, own_account(session, actor), name)


def set_password_hash(
    session: Session, actor: Identity, *, account_id: int, password_hash: str
) -> None:
    """Set a password that the door has checked and hashed; every other browser and all programs
    are shut out.
    """
    session.get_one(Account, account_id).password_hash = password_hash
    others = update(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None))
    if actor.sign_in_id is not None:
        others = others.where(SignIn.id != actor.sign_in_id)
    session.execute(others.values(ended_at=clock.now()))
    revoke_all_tokens(session, actor, account_id)
    rights_changed(session)
    record(session, actor, PasswordChanged(code_id=None, account_id=account_id))


def disable_account(session: Session, actor: Identity, *, account: Account) -> None:
    """Close an account: signed out everywhere, at once, its tokens revoked; what the person
    wrote stays theirs.
    """
    account.is_disabled = True
    session.execute(
        update(SignIn)
        .where(SignIn.account_id == account.id, SignIn.ended_at.is_(None))
        .values(ended_at=clock.now())
    )
    revoke_all_tokens(session, actor, account.id)
    rights_changed(session)
    record(session, actor, AccountDisabled(code_id=None, account_id=account.id))
