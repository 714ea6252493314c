"""A code of practice and its chapters in order."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from drafting.storage.base import Base, Instant, LongText, Name, PrimaryKey
from drafting.storage.models.drafts import WorkingDraft
from drafting.storage.models.members import StakeholderGroup, WorkingGroup
from drafting.storage.types import UtcInstant


class CodeOfPractice(Base):
    """The instrument being drafted. `language` is a BCP 47 tag; `vocabulary` None: the usual
    one.
    """

    __tablename__ = "code_of_practice"

    id: Mapped[PrimaryKey]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[Name]
    summary: Mapped[LongText]
    language: Mapped[str] = mapped_column(String(35), default="en")
    is_public: Mapped[bool] = mapped_column(
        default=False
    )  # what is published may be read without signing in
    vocabulary: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    thread_count: Mapped[int] = mapped_column(default=0)  # the number of the last thread
    created_at: Mapped[Instant]

    chapters: Mapped[list["Chapter"]] = relationship(
        back_populates="code", order_by="Chapter.position"
    )
    stakeholder_groups: Mapped[list[StakeholderGroup]] = relationship(
        order_by=StakeholderGroup.position
    )
    working_groups: Mapped[list[WorkingGroup]] = relationship(order_by=WorkingGroup.name)


class Chapter(Base):
    """An ordered part. Positions are dense from 1 among the chapters in use; one set aside keeps
    its text.
    """

    __tablename__ = "chapter"

    id: Mapped[PrimaryKey]
    code_id: Mapped[int] = mapped_column(ForeignKey("code_of_practice.id"), index=True)
    position: Mapped[int]
    title: Mapped[Name]
    working_group_id: Mapped[int | None] = mapped_column(ForeignKey("working_group.id"))
    created_at: Mapped[Instant]
    set_aside_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    code: Mapped[CodeOfPractice] = relationship(back_populates="chapters")
    working_group: Mapped[WorkingGroup | None] = relationship()
    working_draft: Mapped[WorkingDraft] = relationship()
