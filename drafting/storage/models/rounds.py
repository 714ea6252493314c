"""Consultation rounds on a version."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from drafting.domain.consultation.rounds import Audience
from drafting.storage.base import Base, Instant, Name, PrimaryKey
from drafting.storage.models.versions import Version
from drafting.storage.types import EnumText


class Round(Base):
    """Half-open: comments are taken from `opens_at` until just before `closes_at`. Closing early
    moves `closes_at`.
    """

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("code_id", "number"),)

    id: Mapped[PrimaryKey]
    code_id: Mapped[int] = mapped_column(ForeignKey("code_of_practice.id"))
    number: Mapped[int]  # from 1 within the code of practice
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    title: Mapped[Name]
    opens_at: Mapped[Instant]
    closes_at: Mapped[Instant]
    audience: Mapped[Audience] = mapped_column(EnumText(Audience))
    questions: Mapped[list[Any]] = mapped_column(
        JSON
    )  # of the chairs to the stakeholders, in order

    version: Mapped[Version] = relationship()
