"""From rows to the frozen Identity that everything else is handed.

One statement of the tables, not of the mapped classes: every page, every handshake and every
join of a draft costs it.
"""

from types import MappingProxyType
from typing import Any

from sqlalchemy import FromClause, Select, bindparam, select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.policy.identity import NOBODY, Identity, MembershipFacts
from drafting.services.people.rights_epoch import rights_epoch
from drafting.services.people.tokens import digest_of
from drafting.storage.models import Account, Membership, PersonalToken, SignIn, working_group_member

_account, _membership = Account.__table__, Membership.__table__
_sign_in, _personal_token = SignIn.__table__, PersonalToken.__table__
_FACTS = (
    _account.c.id,
    _account.c.name,
    _account.c.is_administrator,
    _membership.c.code_id,
    _membership.c.role,
    _membership.c.organisation_id,
    _membership.c.is_organisation_confirmed,
    working_group_member.c.working_group_id,
)


def _facts(origin: FromClause, key: Any, ended_at: Any, expires_at: Any) -> Select[Any]:
    """The id of whatever opened the door, and an account's facts: one row for each membership
    and working group.
    """
    accounts = origin.join(_account).outerjoin(
        _membership, _membership.c.account_id == _account.c.id
    )
    return (
        select(origin.c.id, *_FACTS)
        .select_from(accounts.outerjoin(working_group_member))
        .where(
            key == bindparam("key"),
            ended_at.is_(None),
            expires_at > bindparam("now"),
            _account.c.is_disabled.is_(False),
        )
    )


_BY_TOKEN = _facts(_sign_in, _sign_in.c.token_digest, _sign_in.c.ended_at, _sign_in.c.expires_at)
_BY_SIGN_IN = _facts(_sign_in, _sign_in.c.id, _sign_in.c.ended_at, _sign_in.c.expires_at)
_BY_PERSONAL_TOKEN = _facts(
    _personal_token,
    _personal_token.c.id,
    _personal_token.c.revoked_at,
    _personal_token.c.expires_at,
)


def identity_of_token(session: Session, token: str | None) -> Identity:
    """The identity signed in with `token`; NOBODY if it is unknown, ended, expired, or the
    account disabled.
    """
    return _signed_in(session, _BY_TOKEN, digest_of(token)) if token else NOBODY


def identity_of_sign_in(session: Session, sign_in_id: int) -> Identity:
    """The same by the row's id: for sockets, which outlive the request that opened them."""
    return _signed_in(session, _BY_SIGN_IN, sign_in_id)


def reload_identity(session: Session, actor: Identity) -> Identity:
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
    rows = _rows(session, _BY_PERSONAL_TOKEN, token_id)
    return _identity(rows, personal_token_id=token_id) if rows else NOBODY


def _signed_in(session: Session, query: Select[Any], key: object) -> Identity:
    rows = _rows(session, query, key)
    return _identity(rows, sign_in_id=rows[0][0]) if rows else NOBODY


def _rows(session: Session, query: Select[Any], key: object) -> list[Any]:
    if session.autoflush:  # statements of tables do not ask for it by themselves
        session.flush()
    return list(session.connection().execute(query, {"key": key, "now": clock.now()}))


def _identity(
    rows: list[Any], *, sign_in_id: int | None = None, personal_token_id: int | None = None
) -> Identity:
    """The account with its memberships as they are in this transaction."""
    _, account_id, name, is_administrator = rows[0][:4]
    groups: dict[int, set[int]] = {}
    for row in rows:
        groups.setdefault(row.code_id, set()).add(row.working_group_id)
    memberships = {
        row.code_id: MembershipFacts(
            row.role,
            frozenset(groups[row.code_id] - {None}),
            row.organisation_id if row.is_organisation_confirmed else None,
        )
        for row in rows
        if row.code_id is not None
    }
    return Identity(
        account_id=account_id,
        name=name,
        is_administrator=is_administrator,
        memberships=MappingProxyType(memberships),
        sign_in_id=sign_in_id,
        personal_token_id=personal_token_id,
    )
