"""The name of a person, as others see it: one that could be taken for another's is held until the
secretariat of a code of practice, where the person is a member, looks at it; nobody is refused.

Names of two scripts are honest when each word is of one ("И. Иванов (Red Cross)"). Source of the
attack: CVE-2021-42694, UTS #39.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.domain.events.people import NameAccepted
from drafting.domain.words.invisible import mixed_words, skeleton
from drafting.errors import NotFoundError
from drafting.policy.identity import Identity
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.services.fields import checked_name
from drafting.services.recording import record
from drafting.storage.models import Account, CodeOfPractice, Membership


def name_account(session: Session, account: Account, name: str) -> None:
    """Give an account a name, or hold the name if it could be taken for another's."""
    checked = checked_name(name)
    if _may_deceive(session, account, checked):
        account.held_name = checked
    else:
        account.name, account.held_name = checked, None


def local_part(address: str) -> str:
    """What an account is called that has no name: the part of its address before the @."""
    return address.partition("@")[0]


def accept_name(
    session: Session, actor: Identity, code: CodeOfPractice, membership: Membership, name: str
) -> None:
    """Let a member have the name that was held; raises NotFoundError if it is another one now."""
    require(actor, Permission.MEMBER_CHANGE, Context(code_id=code.id))
    account = membership.account
    if account.held_name is None or account.held_name != name:
        raise NotFoundError
    account.name, account.held_name = account.held_name, None
    record(session, actor, NameAccepted(code_id=code.id, account_id=account.id))


def _may_deceive(session: Session, account: Account, name: str) -> bool:
    """Whether a word mixes scripts, or the name only looks like that of another account."""
    if mixed_words(name):
        return True
    if name.isascii():
        return False
    looks = skeleton(name)
    others = session.scalars(select(Account.name).where(Account.id != account.id))
    return any(other != name and skeleton(other) == looks for other in others)
