"""What is said about a version: threads at a place in it, their comments, and the chairs'
recorded answers.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from drafting.domain.consultation.comments import CommentState
from drafting.domain.consultation.dispositions import DispositionKind
from drafting.domain.roles import Role
from drafting.storage.base import Base, Instant, LongText, PrimaryKey
from drafting.storage.models.accounts import Account
from drafting.storage.models.members import Organisation, StakeholderGroup
from drafting.storage.models.rounds import Round
from drafting.storage.models.versions import Version, VersionClause
from drafting.storage.types import EnumText, UtcInstant


class Thread(Base):
    """A statement at one anchor: the whole version (no clause), a clause, or words of it.

    `start` and `end` are code points of VersionClause.text; `exact`, `prefix`, `suffix` are the
    W3C TextQuoteSelector. `number` is public, and counts from 1 within the code of practice.
    """

    __tablename__ = "thread"
    __table_args__ = (UniqueConstraint("code_id", "number"),)

    id: Mapped[PrimaryKey]
    code_id: Mapped[int] = mapped_column(ForeignKey("code_of_practice.id"))
    number: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("version_clause.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), index=True)
    exact: Mapped[LongText | None]
    prefix: Mapped[LongText | None]
    suffix: Mapped[LongText | None]
    start: Mapped[int | None]
    end: Mapped[int | None]
    created_at: Mapped[Instant]

    version: Mapped[Version] = relationship()
    clause: Mapped[VersionClause | None] = relationship()
    round: Mapped[Round | None] = relationship()
    comments: Mapped[list["Comment"]] = relationship(
        back_populates="thread", order_by="Comment.position"
    )
    dispositions: Mapped[list["Disposition"]] = relationship(order_by="Disposition.revision")


class Comment(Base):
    """One statement in a thread. Role, group and organisation are those of the day it was
    written.
    """

    __tablename__ = "comment"
    __table_args__ = (UniqueConstraint("thread_id", "position"),)

    id: Mapped[PrimaryKey]
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    position: Mapped[int]  # 1 opens the thread; the others are replies
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Role] = mapped_column(EnumText(Role))
    stakeholder_group_id: Mapped[int | None] = mapped_column(ForeignKey("stakeholder_group.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    is_organisation_confirmed: Mapped[
        bool
    ]  # else nobody of that organisation sees a shared comment
    state: Mapped[CommentState] = mapped_column(EnumText(CommentState))
    language: Mapped[str] = mapped_column(String(35))  # a BCP 47 tag
    text: Mapped[LongText]
    created_at: Mapped[Instant]
    filed_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    published_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    thread: Mapped[Thread] = relationship(back_populates="comments")
    account: Mapped[Account] = relationship()
    stakeholder_group: Mapped[StakeholderGroup | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class Disposition(Base):
    """One revision of the answer to a thread. Rows are only added: the last is prepared, the
    last published is public.
    """

    __tablename__ = "disposition"
    __table_args__ = (UniqueConstraint("thread_id", "revision"),)

    id: Mapped[PrimaryKey]
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    revision: Mapped[int]  # from 1; two who answer at once meet at its uniqueness
    kind: Mapped[DispositionKind] = mapped_column(EnumText(DispositionKind))
    reason: Mapped[LongText]
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id")
    )  # None for the operator
    recorded_at: Mapped[Instant]
    published_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    account: Mapped[Account | None] = relationship()
