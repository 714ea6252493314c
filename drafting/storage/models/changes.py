"""What people say about a comparison: the number of each change, its summary and weight, and
which clause became which.

The comparison itself is computed (work.py); these rows outlive a better engine.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from drafting.storage.base import Base, Instant, LongText, PrimaryKey
from drafting.storage.models.accounts import Account
from drafting.storage.models.versions import VersionClause
from drafting.storage.types import UtcInstant


class Change(Base):
    """A numbered change between two versions: one pair of clauses, one of them None for added or
    deleted.

    `number` is cited ("C-014") and never given again. `is_current` is False once a correction or
    a better engine no longer sees this change; its link then says so. `summary` and
    `significance` are None while what the engine proposes holds.
    """

    __tablename__ = "change"
    __table_args__ = (UniqueConstraint("old_version_id", "new_version_id", "number"),)

    id: Mapped[PrimaryKey]
    old_version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    new_version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    number: Mapped[int]  # from 1 within the pair of versions
    old_clause_id: Mapped[int | None] = mapped_column(ForeignKey("version_clause.id"))
    new_clause_id: Mapped[int | None] = mapped_column(ForeignKey("version_clause.id"))
    is_current: Mapped[bool] = mapped_column(default=True)
    summary: Mapped[LongText | None]
    significance: Mapped[str | None] = mapped_column(
        String(40)
    )  # domain/comparison/significance.py
    revision: Mapped[int] = mapped_column(
        default=0
    )  # of summary and significance: two who edit at once meet at it
    revised_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revised_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    editor: Mapped[Account | None] = relationship()


class SuccessionDecision(Base):
    """An editor's word on which clause became which; it wins over every engine. None: the other
    side has no counterpart.
    """

    __tablename__ = "succession_decision"

    id: Mapped[PrimaryKey]
    old_version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    new_version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    old_clause_id: Mapped[int | None] = mapped_column(ForeignKey("version_clause.id"))
    new_clause_id: Mapped[int | None] = mapped_column(ForeignKey("version_clause.id"))
    is_together: Mapped[bool]  # False: these two never belong together
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id")
    )  # None for the operator
    decided_at: Mapped[Instant]

    old_clause: Mapped[VersionClause | None] = relationship(foreign_keys=[old_clause_id])
    new_clause: Mapped[VersionClause | None] = relationship(foreign_keys=[new_clause_id])
    account: Mapped[Account | None] = relationship()


class DraftSnapshot(Base):
    """The clauses of all working drafts at one moment, so that they can be compared with a
    version.

    `digest` is that of the joined text, as of a version; `chapters` holds [chapter id, title,
    start, end, seq] of each, in code points of it; `clauses` is compressed JSON.
    """

    __tablename__ = "draft_snapshot"
    __table_args__ = (UniqueConstraint("code_id", "digest"),)

    id: Mapped[PrimaryKey]
    code_id: Mapped[int] = mapped_column(ForeignKey("code_of_practice.id"))
    digest: Mapped[str] = mapped_column(String(64))
    chapters: Mapped[list[Any]] = mapped_column(JSON)
    clauses: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    taken_at: Mapped[Instant]


class LastReading(Base):
    """The version of a code of practice that an account marked as read last."""

    __tablename__ = "last_reading"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    code_id: Mapped[int] = mapped_column(ForeignKey("code_of_practice.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    read_at: Mapped[Instant]
