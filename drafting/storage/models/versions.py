"""Immutable versions: the frozen text, its chapters and clauses, and which clause became which."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from drafting.domain.clauses.tree import ClauseKind
from drafting.domain.versions import Stage
from drafting.storage.base import Base, Instant, LongText, Name, PrimaryKey
from drafting.storage.types import EnumText, UtcInstant


class Version(Base):
    """A snapshot of all chapters. It is public from `published_at` on, which may lie ahead;
    until then it is prepared.

    `text` holds all chapters; `digest` is its SHA-256. `read_at` is set when the clauses are
    there.
    """

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("code_id", "number"),)

    id: Mapped[PrimaryKey]
    code_id: Mapped[int] = mapped_column(ForeignKey("code_of_practice.id"))
    number: Mapped[int]  # from 1 within the code of practice
    # with which reader the clauses were read (READING of domain/clauses/parsing.py)
    reading: Mapped[int] = mapped_column(server_default=text("1"), default=1)
    label: Mapped[Name]
    note: Mapped[LongText]
    stage: Mapped[Stage] = mapped_column(EnumText(Stage))
    language: Mapped[str] = mapped_column(String(35))  # a BCP 47 tag
    text: Mapped[LongText] = mapped_column(deferred=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    vocabulary: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True)
    )  # that of the day it was prepared
    clause_count: Mapped[int] = mapped_column(default=0)
    prepared_at: Mapped[Instant]
    read_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    failure: Mapped[str | None] = mapped_column(String(80))  # why its clauses could not be read
    published_at: Mapped[datetime | None] = mapped_column(UtcInstant)

    chapters: Mapped[list["VersionChapter"]] = relationship(
        order_by="VersionChapter.position", cascade="all, delete-orphan"
    )


class VersionChapter(Base):
    """Where a chapter lies in the text of a version, in code points, and the seq of the working
    draft that was frozen.
    """

    __tablename__ = "version_chapter"

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    chapter_id: Mapped[int] = mapped_column(ForeignKey("chapter.id"))
    title: Mapped[Name]
    start: Mapped[int]
    end: Mapped[int]
    seq: Mapped[int]


class VersionClause(Base):
    """A clause of a version as domain/clauses/tree.py describes it, with its safe HTML.

    `lineage_id` stays the same from version to version while the clause is edited, moved or
    renumbered.
    """

    __tablename__ = "version_clause"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        UniqueConstraint("version_id", "eid"),
        Index("ix_version_clause_lineage_id", "lineage_id"),
    )

    id: Mapped[PrimaryKey]
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    position: Mapped[int]
    kind: Mapped[ClauseKind] = mapped_column(EnumText(ClauseKind))
    provision: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    block: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    term: Mapped[str] = mapped_column(String(100), server_default=text("''"))
    level: Mapped[int]
    number: Mapped[str] = mapped_column(String(80))
    eid: Mapped[str] = mapped_column(String(80))
    citation: Mapped[str] = mapped_column(String(200))
    explicit_id: Mapped[str] = mapped_column(String(200))
    parent: Mapped[int | None]
    start: Mapped[int]
    end: Mapped[int]
    start_line: Mapped[int]
    end_line: Mapped[int]
    text: Mapped[LongText]
    html: Mapped[LongText]
    lineage_id: Mapped[str] = mapped_column(String(32))


class ClauseSuccession(Base):
    """Which clause became which: the truth of moves, splits and merges. `decided_by` is None for
    the engine.
    """

    __tablename__ = "clause_succession"

    old_clause_id: Mapped[int] = mapped_column(ForeignKey("version_clause.id"), primary_key=True)
    new_clause_id: Mapped[int] = mapped_column(
        ForeignKey("version_clause.id"), primary_key=True, index=True
    )
    kind: Mapped[str] = mapped_column(String(40))
    confidence: Mapped[float]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
