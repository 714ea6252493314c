"""What happened to accounts, members and working groups."""

from dataclasses import dataclass

from drafting.domain.events.base import DomainEvent


@dataclass(frozen=True, slots=True)
class AccountCreated(DomainEvent):
    account_id: int


@dataclass(frozen=True, slots=True)
class AccountDisabled(DomainEvent):
    account_id: int


@dataclass(frozen=True, slots=True)
class NameAccepted(DomainEvent):
    """The secretariat let a person have a name that was held."""

    account_id: int


@dataclass(frozen=True, slots=True)
class PasswordChanged(DomainEvent):
    account_id: int


@dataclass(frozen=True, slots=True)
class SignedIn(DomainEvent):
    account_id: int
    by: str  # "password", "oidc", "invitation"


@dataclass(frozen=True, slots=True)
class SignedOut(DomainEvent):
    account_id: int
    everywhere: bool


@dataclass(frozen=True, slots=True)
class WorkingGroupChanged(DomainEvent):
    working_group_id: int
    what: str  # "created", "name"


@dataclass(frozen=True, slots=True)
class MemberInvited(DomainEvent):
    invitation_id: int
    role: str


@dataclass(frozen=True, slots=True)
class InvitationRevoked(DomainEvent):
    invitation_id: int


@dataclass(frozen=True, slots=True)
class MemberJoined(DomainEvent):
    account_id: int
    role: str


@dataclass(frozen=True, slots=True)
class MemberChanged(DomainEvent):
    account_id: int
    role: str


@dataclass(frozen=True, slots=True)
class MemberRemoved(DomainEvent):
    account_id: int


@dataclass(frozen=True, slots=True)
class PersonalTokenChanged(DomainEvent):
    account_id: int
    what: str  # "made", "revoked"
