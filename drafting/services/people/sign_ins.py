"""Signing in and out. A sign-in is a row, so that ending it ends it everywhere at once, sockets
included.
"""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.events.people import SignedIn, SignedOut
from drafting.policy.identity import Identity
from drafting.services.people.errors import PasswordWrongError
from drafting.services.people.passwords import password_matches
from drafting.services.people.personal_tokens import revoke_all_tokens
from drafting.services.people.rights_epoch import rights_changed
from drafting.services.people.tokens import digest_of, new_token
from drafting.services.recording import record
from drafting.storage.models import Account, SignIn

LASTS = timedelta(days=14)


def credentials_of(session: Session, email: str) -> tuple[int | None, str | None]:
    """(account id, password hash) of an address, or two Nones; the hash is then verified outside
    any transaction.
    """
    known = email.strip().lower()
    if not known.isprintable():  # PostgreSQL takes no NUL
        return None, None
    account = session.scalars(select(Account).where(Account.email == known)).one_or_none()
    if account is None or account.is_disabled:
        return None, None
    return account.id, account.password_hash


def checked_credentials(credentials: tuple[int | None, str | None], password: str) -> int:
    """The account id if the password is right; raises PasswordWrongError, in the same time
    whatever is wrong. Slow.
    """
    account_id, password_hash = credentials
    if not password_matches(password_hash, password) or account_id is None:
        raise PasswordWrongError
    return account_id


def begin_sign_in(session: Session, account_id: int, *, by: str) -> str:
    """Sign the account in on a new browser; returns the token for its cookie, told only here."""
    account = session.get_one(Account, account_id)
    token, now = new_token(), clock.now()
    session.add(
        SignIn(
            account_id=account.id,
            token_digest=digest_of(token),
            began_at=now,
            expires_at=now + LASTS,
        )
    )
    actor = Identity(account_id=account.id, name=account.name)
    record(session, actor, SignedIn(code_id=None, account_id=account.id, by=by))
    return token


def end_sign_in(session: Session, actor: Identity) -> None:
    """Sign the actor's present browser out."""
    _end(session, actor, everywhere=False)


def end_all_sign_ins(session: Session, actor: Identity) -> None:
    """Sign the actor out everywhere, programs included."""
    _end(session, actor, everywhere=True)


def _end(session: Session, actor: Identity, *, everywhere: bool) -> None:
    if actor.account_id is None:
        return
    ending = update(SignIn).where(SignIn.account_id == actor.account_id, SignIn.ended_at.is_(None))
    if everywhere:
        revoke_all_tokens(session, actor, actor.account_id)
    else:
        ending = ending.where(SignIn.id == actor.sign_in_id)
    session.execute(ending.values(ended_at=clock.now()))
    rights_changed(session)
    record(
        session, actor, SignedOut(code_id=None, account_id=actor.account_id, everywhere=everywhere)
    )
