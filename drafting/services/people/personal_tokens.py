"""Personal tokens: keys to the API for one person's own programs, with an end, revocable, shown
once.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.events.people import PersonalTokenChanged
from drafting.domain.limits import MAX_TOKENS
from drafting.errors import NotFoundError
from drafting.policy.identity import NOBODY, Identity
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.services.fields import checked_name
from drafting.services.people.errors import TooManyTokensError
from drafting.services.people.identities import identity_of_personal_token
from drafting.services.people.rights_epoch import rights_changed
from drafting.services.people.tokens import digest_of, new_token
from drafting.services.recording import record
from drafting.storage.models import PersonalToken

PREFIX = "drafting_"  # so that a token that leaked into a text is recognised as one
LASTS = timedelta(days=365)


def make_token(session: Session, actor: Identity, *, name: str, may_write: bool) -> str:
    """A new token of the actor, told only here; raises TooManyTokensError."""
    require(actor, Permission.ACCOUNT_CHANGE)
    if len(tokens_of(session, actor)) >= MAX_TOKENS:
        raise TooManyTokensError(most=MAX_TOKENS)
    secret, now = PREFIX + new_token(), clock.now()
    token = PersonalToken(
        account_id=actor.account_id,
        name=checked_name(name),
        token_digest=digest_of(secret),
        may_write=may_write,
        created_at=now,
        expires_at=now + LASTS,
    )
    session.add(token)
    record(
        session, actor, PersonalTokenChanged(code_id=None, account_id=token.account_id, what="made")
    )
    return secret


def revoke_token(session: Session, actor: Identity, token_id: int) -> None:
    """End one of the actor's own tokens at once; raises NotFoundError for any other."""
    require(actor, Permission.ACCOUNT_CHANGE)
    token = next((one for one in tokens_of(session, actor) if one.id == token_id), None)
    if token is None:
        raise NotFoundError
    _revoke(session, actor, token)


def revoke_all_tokens(session: Session, actor: Identity, account_id: int) -> None:
    """End every token of an account at once. Services ask, where its owner or the operator shuts
    everybody else out.
    """
    for token in _open_tokens(session, account_id):
        _revoke(session, actor, token)


def _revoke(session: Session, actor: Identity, token: PersonalToken) -> None:
    token.revoked_at = clock.now()
    rights_changed(session)
    record(
        session,
        actor,
        PersonalTokenChanged(code_id=None, account_id=token.account_id, what="revoked"),
    )


def tokens_of(session: Session, actor: Identity) -> list[PersonalToken]:
    """The actor's tokens that still open something, the newest first."""
    return _open_tokens(session, actor.account_id)


def _open_tokens(session: Session, account_id: int | None) -> list[PersonalToken]:
    query = select(PersonalToken).where(
        PersonalToken.account_id == account_id, PersonalToken.revoked_at.is_(None)
    )
    return list(
        session.scalars(
            query.where(PersonalToken.expires_at > clock.now()).order_by(PersonalToken.id.desc())
        )
    )


def bearer(session: Session, secret: str) -> tuple[Identity, bool]:
    """Who holds this token, and whether it may write; NOBODY for one that opens nothing."""
    query = select(PersonalToken).where(PersonalToken.token_digest == digest_of(secret))
    token = session.scalars(query).one_or_none()
    return (
        (identity_of_personal_token(session, token.id), token.may_write)
        if token
        else (NOBODY, False)
    )
