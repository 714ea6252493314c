"""Who takes part in a code of practice, for whom, and in which working groups."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from drafting.domain.roles import Role
from drafting.storage.base import Base, Instant, LongText, Name, PrimaryKey
from drafting.storage.models.accounts import Account
from drafting.storage.types import EnumText, UtcInstant

working_group_member = Table(
    "working_group_member",
    Base.metadata,
    Column("working_group_id", ForeignKey("working_group.id"), primary_key=True),
    Column("membership_id", ForeignKey("membership.id", ondelete="CASCADE"), primary_key=True),
)


class Organisation(Base):
    """Whom a member speaks for; shared by all codes of practice."""

    __tablename__ = "organisation"

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(String(200), unique=True)


class StakeholderGroup(Base):
    """A category consulted; the list belongs to the code of practice."""

    __tablename__ = "stakeholder_group"
    __table_args__ = (UniqueConstraint("code_id", "key"),)

    id: Mapped[PrimaryKey]
    code_id: Mapped[int] = mapped_column(ForeignKey("code_of_practice.id"))
    key: Mapped[str] = mapped_column(String(40))
    name: Mapped[Name]
    position: Mapped[int]


class WorkingGroup(Base):
    """Chairs and drafters who write some of the chapters."""

    __tablename__ = "working_group"
    __table_args__ = (UniqueConstraint("code_id", "name"),)

    id: Mapped[PrimaryKey]
    code_id: Mapped[int] = mapped_column(ForeignKey("code_of_practice.id"))
    name: Mapped[Name]

    memberships: Mapped[list["Membership"]] = relationship(
        secondary=working_group_member, back_populates="working_groups"
    )


class Membership(Base):
    """One account's part in one code of practice."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("account_id", "code_id"),)

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    code_id: Mapped[int] = mapped_column(ForeignKey("code_of_practice.id"), index=True)
    role: Mapped[Role] = mapped_column(EnumText(Role))
    stakeholder_group_id: Mapped[int | None] = mapped_column(ForeignKey("stakeholder_group.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    is_organisation_confirmed: Mapped[bool] = mapped_column(
        default=False
    )  # named by the secretariat, not by the member
    declared_interests: Mapped[LongText]
    joined_at: Mapped[Instant]

    account: Mapped[Account] = relationship()
    stakeholder_group: Mapped[StakeholderGroup | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    working_groups: Mapped[list[WorkingGroup]] = relationship(
        secondary=working_group_member, back_populates="memberships", order_by=WorkingGroup.name
    )


class Invitation(Base):
    """A link that makes its bearer a member, once. Only the SHA-256 of the token is kept."""

    __tablename__ = "invitation"

    id: Mapped[PrimaryKey]
    code_id: Mapped[int] = mapped_column(ForeignKey("code_of_practice.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[Role] = mapped_column(EnumText(Role))
    stakeholder_group_id: Mapped[int | None] = mapped_column(ForeignKey("stakeholder_group.id"))
    organisation_name: Mapped[Name]
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    accepted_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    stakeholder_group: Mapped[StakeholderGroup | None] = relationship()
