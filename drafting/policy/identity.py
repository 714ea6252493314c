"""Who acts, as a frozen value: read once at the door, handed on explicitly, never a live row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from drafting.domain.roles import Role


@dataclass(frozen=True, slots=True)
class MembershipFacts:
    """One membership, as far as permissions ask."""

    role: Role
    working_group_ids: frozenset[int] = frozenset()
    # only as confirmed by the secretariat: it opens what colleagues share
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """An account, or nobody (`account_id` None), or the operator at the command line."""

    account_id: int | None
    name: str
    is_administrator: bool = False
    is_operator: bool = False
    memberships: Mapping[int, MembershipFacts] = field(
        default_factory=lambda: MappingProxyType({})
    )  # by code id
    # the browser it came from; None for the operator and for a program
    sign_in_id: int | None = None
    personal_token_id: int | None = None  # the program it came from

    @property
    def is_signed_in(self) -> bool:
        return self.account_id is not None

    def role_in(self, code_id: int | None) -> Role | None:
        facts = self.memberships.get(code_id) if code_id is not None else None
        return facts.role if facts else None


NOBODY = Identity(account_id=None, name="")
OPERATOR = Identity(account_id=None, name="Operator", is_operator=True)
