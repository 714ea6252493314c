"""Work for the worker, and what came of it: jobs, and comparisons kept by the digests of their
two texts.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from drafting.storage.base import Base, Instant, PrimaryKey
from drafting.storage.types import UtcInstant


class Job(Base):
    """Something slow to be done, written in the transaction that wants it. This row is the
    truth; there is no other queue.

    Queued while `begun_at` is None, done when `ended_at` is set, failed if `failure` says why.
    """

    __tablename__ = "job"

    id: Mapped[PrimaryKey]
    kind: Mapped[str] = mapped_column(String(40))
    code_id: Mapped[int | None] = mapped_column(ForeignKey("code_of_practice.id"))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    queued_at: Mapped[Instant]
    begun_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    ended_at: Mapped[datetime | None] = mapped_column(UtcInstant, index=True)
    tries: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None] = mapped_column(String(200))


class StoredComparison(Base):
    """The comparison of two texts, as compressed JSON; `engine` tells which program computed it.

    `basis` is the SHA-256 of what else decides the answer: the vocabularies and the editors'
    decisions on succession.
    """

    __tablename__ = "comparison"
    __table_args__ = (UniqueConstraint("old_digest", "new_digest", "engine", "basis"),)

    id: Mapped[PrimaryKey]
    old_digest: Mapped[str] = mapped_column(String(64))
    new_digest: Mapped[str] = mapped_column(String(64))
    engine: Mapped[int]
    basis: Mapped[str] = mapped_column(String(64))
    counts: Mapped[dict[str, Any]] = mapped_column(
        JSON
    )  # by the kind of change (domain/comparison/redline.py)
    result: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    computed_at: Mapped[Instant]
