"""The append-only trail: one entry for each domain event, written in the event's own
transaction.
"""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from drafting.storage.base import Base, Instant, PrimaryKey


class ActivityEntry(Base):
    """Who did what when; `account_id` is None for the operator at the command line."""

    __tablename__ = "activity_entry"

    id: Mapped[PrimaryKey]
    at: Mapped[Instant]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    code_id: Mapped[int | None] = mapped_column(ForeignKey("code_of_practice.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
