"""The living text: a working draft and the append-only log of its updates."""

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from drafting.storage.base import Base, Instant, PrimaryKey


class WorkingDraft(Base):
    """One Y.Doc, born once: `lineage_id` never changes. `head_seq` is the seq of the last
    committed update.

    `checkpoint_asked_seq` is what it was when a checkpoint was last asked for.
    """

    __tablename__ = "working_draft"

    id: Mapped[PrimaryKey]
    chapter_id: Mapped[int] = mapped_column(ForeignKey("chapter.id"), unique=True)
    lineage_id: Mapped[str] = mapped_column(String(36), unique=True)
    head_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    checkpoint_asked_seq: Mapped[int] = mapped_column(
        BigInteger, default=0, server_default=text("0")
    )
    created_at: Mapped[Instant]


class DraftUpdate(Base):
    """One committed update. Small on purpose: this table grows with every burst of keys.

    `seq` is gap-free from 1 within a draft; `at` is ms since 1970, UTC; `account_id` is None for
    the operator. `checksum` stands on the last row of each flush and covers that flush: four
    bytes, eight in older rows (services/coediting/update_log.py).
    """

    __tablename__ = "draft_update"
    __table_args__ = ({"sqlite_with_rowid": False},)

    working_draft_id: Mapped[int] = mapped_column(ForeignKey("working_draft.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    checksum: Mapped[bytes | None] = mapped_column(LargeBinary(8))


class DraftCheckpoint(Base):
    """All rows of a log up to `seq`, as one: instead of them, once a second checkpoint has
    followed.

    `opening` is what a replica opens with, `history` what was deleted and when
    (crdt/checkpoint.py); each begins with its checksum. The history stands last: opening a
    draft need not read past it.
    """

    __tablename__ = "draft_checkpoint"

    working_draft_id: Mapped[int] = mapped_column(ForeignKey("working_draft.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    made_at: Mapped[Instant]
    opening: Mapped[bytes] = mapped_column(LargeBinary)
    history: Mapped[bytes] = mapped_column(LargeBinary)


class RightsEpoch(Base):
    """One row (id 1) whose number grows with every change of anybody's rights, in the
    transaction of that change.

    The committer compares it in its own transaction: equal means that the rights read earlier
    still hold.
    """

    __tablename__ = "rights_epoch"

    id: Mapped[PrimaryKey]
    epoch: Mapped[int] = mapped_column(BigInteger)
