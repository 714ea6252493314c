"""Where threads of earlier versions are found in later ones, and which lost their place."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from drafting.domain.anchors.anchoring import AnchorStatus
from drafting.storage.base import Base, Instant, LongText
from drafting.storage.models.accounts import Account
from drafting.storage.models.threads import Thread
from drafting.storage.models.versions import Version, VersionClause
from drafting.storage.types import EnumText


class ThreadAnchor(Base):
    """The place of a thread in a later version than its own.

    An orphan has the clause at, or after, which it last stood, and no `start`. Without words of
    its own a thread has neither `start` nor `end`. `start` and `end` are code points of
    VersionClause.text; `exact` is what stands there.
    """

    __tablename__ = "thread_anchor"

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True, index=True)
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("version_clause.id"), index=True)
    status: Mapped[AnchorStatus] = mapped_column(EnumText(AnchorStatus))
    confidence: Mapped[float]
    start: Mapped[int | None]
    end: Mapped[int | None]
    exact: Mapped[LongText | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))  # None: the engine
    carried_at: Mapped[Instant]

    thread: Mapped[Thread] = relationship()
    version: Mapped[Version] = relationship()
    clause: Mapped[VersionClause | None] = relationship()
    editor: Mapped[Account | None] = relationship()
